package com.caiatech.afdp.schemas.descriptor;

import com.caiatech.afdp.schemas.descriptor.Descriptor.Check;
import com.caiatech.afdp.schemas.descriptor.Descriptor.Checks;
import com.caiatech.afdp.schemas.descriptor.Descriptor.CommandCheck;
import com.caiatech.afdp.schemas.descriptor.Descriptor.Health;
import com.caiatech.afdp.schemas.descriptor.Descriptor.HttpCheck;
import com.caiatech.afdp.schemas.descriptor.Descriptor.Run;
import com.caiatech.afdp.schemas.descriptor.Descriptor.Strategy;
import com.caiatech.afdp.schemas.id.ServiceName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/// Turns the nodes of a descriptor into its types, with defaults, and collects every problem.
final class DescriptorReading {
  private static final int MAX_CHECKS = 50;
  private static final int MAX_ARGUMENTS = 100;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final String A_NAME = "a name of a-z, 0-9 and inner dashes, at most 63 characters";
  private static final Pattern ARGUMENT = Pattern.compile("(?s)[^\\x00]{1,4096}");
  private static final String AN_ARGUMENT = "text of 1 to 4096 characters";
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Pattern URL_PATH = Pattern.compile("/[!-~]{0,999}");
  private static final String A_URL_PATH = "a path that starts with / and has no spaces";
  private static final Pattern FOLDER =
      Pattern.compile("\\.|(?!.*(^|/)\\.\\.(/|$))[^/\\x00-\\x1f][^\\x00-\\x1f]{0,254}");

  private final String file;
  private final List<DescriptorProblem> problems;

  DescriptorReading(String file, List<DescriptorProblem> problems) {
    this.file = file;
    this.problems = problems;
  }

  Optional<Descriptor> descriptor(Node node) {
    YamlMapping root =
        YamlMapping.of(
            file,
            problems,
            "",
            node,
            keys("apiVersion", "service", "run", "health", "drainSeconds", "strategy", "checks"));
    String version =
        root.text("apiVersion", Pattern.compile(Descriptor.API_VERSION), Descriptor.API_VERSION);
    String service = root.text("service", NAME, A_NAME);
    Run run = run(root);
    Health health = health(root);
    int drain = root.integer("drainSeconds", 0, 600, 5);
    Strategy strategy = strategy(root);
    Checks checks = checks(root);
    return problems.isEmpty()
        ? Optional.of(
            new Descriptor(version, new ServiceName(service), run, health, drain, strategy, checks))
        : Optional.empty();
  }

  private Run run(YamlMapping root) {
    YamlMapping run =
        root.mapping("run", keys("command", "portEnv", "env", "replicas", "workingDirectory"));
    if (!root.has("run")) {
      root.problemAt("run", "a mapping with at least command", "nothing");
    }
    return new Run(
        root.has("run") ? run.texts("command", ARGUMENT, AN_ARGUMENT, MAX_ARGUMENTS) : List.of(),
        run.text("portEnv", VARIABLE, "the name of an environment variable", "PORT"),
        run.textByKey("env", VARIABLE, "the name of an environment variable", MAX_ARGUMENTS),
        run.integer("replicas", 1, 16, 1),
        run.text("workingDirectory", FOLDER, "a folder below the checkout, without ..", "."));
  }

  private static Health health(YamlMapping root) {
    YamlMapping health = root.mapping("health", keys("path", "timeoutSeconds", "intervalMillis"));
    return new Health(
        health.text("path", URL_PATH, A_URL_PATH, "/"),
        health.integer("timeoutSeconds", 1, 600, 30),
        health.integer("intervalMillis", 50, 10_000, 200));
  }

  private static Strategy strategy(YamlMapping root) {
    YamlMapping strategy = root.mapping("strategy", keys("kind"));
    return new Strategy(strategy.text("kind", Pattern.compile("rolling"), "rolling", "rolling"));
  }

  private static Checks checks(YamlMapping root) {
    YamlMapping checks = root.mapping("checks", keys("pre", "post"));
    return new Checks(stage(checks, "pre"), stage(checks, "post"));
  }

  private static List<Check> stage(YamlMapping checks, String stage) {
    List<Check> read = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlMapping check :
        checks.mappings(
            stage,
            keys(
                "name",
                "type",
                "timeoutSeconds",
                "command",
                "path",
                "expectStatus",
                "samples",
                "minPassRate",
                "maxLatencyP95Millis"),
            MAX_CHECKS)) {
      Check one = check(check);
      if (!one.name().isEmpty() && !names.add(one.name())) {
        check.problemAt("name", "a name that no other check of the stage has", one.name());
      }
      read.add(one);
    }
    return read;
  }

  private static Check check(YamlMapping check) {
    String name = check.text("name", NAME, A_NAME);
    String type = check.text("type", Pattern.compile("command|http"), "command or http");
    int timeout = check.integer("timeoutSeconds", 1, 3_600, 60);
    if (type.equals("http")) {
      refuse(check, type, "command");
      return new HttpCheck(
          name,
          check.text("path", URL_PATH, A_URL_PATH),
          check.integer("expectStatus", 100, 599, 200),
          check.integer("samples", 1, 10_000, 20),
          check.share("minPassRate", 1.0),
          check.optionalInteger("maxLatencyP95Millis", 1, 3_600_000).orElse(null),
          timeout);
    }
    if (type.equals("command")) {
      refuse(check, type, "path", "expectStatus", "samples", "minPassRate", "maxLatencyP95Millis");
      return new CommandCheck(
          name, check.texts("command", ARGUMENT, AN_ARGUMENT, MAX_ARGUMENTS), timeout);
    }
    return new CommandCheck(name, List.of(), timeout);
  }

  private static void refuse(YamlMapping check, String type, String... keys) {
    for (String key : keys) {
      if (check.has(key)) {
        check.problemAt(key, "no such key in a check of type " + type, "a value");
      }
    }
  }

  private static Set<String> keys(String... names) {
    return new LinkedHashSet<>(List.of(names));
  }
}
