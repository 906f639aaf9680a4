package com.caiatech.afdp.schemas.descriptor;

import com.caiatech.afdp.schemas.descriptor.Descriptor.BlueGreen;
import com.caiatech.afdp.schemas.descriptor.Descriptor.Check;
import com.caiatech.afdp.schemas.descriptor.Descriptor.Checks;
import com.caiatech.afdp.schemas.descriptor.Descriptor.CommandCheck;
import com.caiatech.afdp.schemas.descriptor.Descriptor.Health;
import com.caiatech.afdp.schemas.descriptor.Descriptor.HttpCheck;
import com.caiatech.afdp.schemas.descriptor.Descriptor.Pause;
import com.caiatech.afdp.schemas.descriptor.Descriptor.Rolling;
import com.caiatech.afdp.schemas.descriptor.Descriptor.Run;
import com.caiatech.afdp.schemas.descriptor.Descriptor.Strategy;
import com.caiatech.afdp.schemas.id.ServiceName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.Node;

/// Turns the nodes of a descriptor into its types, with the bounds and defaults of its schema, and
/// collects every problem.
final class DescriptorReading {
  private static final String HTTP = "http";

  private final String file;
  private final List<DescriptorProblem> problems;

  DescriptorReading(String file, List<DescriptorProblem> problems) {
    this.file = file;
    this.problems = problems;
  }

  Optional<Descriptor> descriptor(Node node) {
    YamlMapping root = YamlMapping.of(file, problems, "", node, Bounds.descriptor());
    String version = root.text("apiVersion");
    String service = root.text("service");
    Run run = run(root);
    Health health = health(root);
    int drain = root.integer("drainSeconds");
    Strategy strategy = strategy(root.mapping("strategy"), run.replicas());
    Checks checks = checks(root.mapping("checks"));
    return problems.isEmpty()
        ? Optional.of(
            new Descriptor(version, new ServiceName(service), run, health, drain, strategy, checks))
        : Optional.empty();
  }

  private static Run run(YamlMapping root) {
    YamlMapping run = root.mapping("run");
    if (!root.has("run")) {
      root.problemAt("run", "a mapping with at least command", "nothing");
    }
    return new Run(
        root.has("run") ? run.texts("command") : List.of(),
        run.text("portEnv"),
        run.textByKey("env"),
        run.integer("replicas"),
        run.text("workingDirectory"));
  }

  private static Health health(YamlMapping root) {
    YamlMapping health = root.mapping("health");
    return new Health(
        health.text("path"), health.integer("timeoutSeconds"), health.integer("intervalMillis"));
  }

  private static Strategy strategy(YamlMapping mapping, int replicas) {
    String kind = mapping.text("kind");
    boolean blueGreen = kind.equals(BlueGreen.KIND);
    YamlMapping strategy = mapping.branch(blueGreen, "strategy of kind", kind);
    return blueGreen ? blueGreen(strategy) : new Rolling(pauses(strategy, replicas));
  }

  private static BlueGreen blueGreen(YamlMapping strategy) {
    return new BlueGreen(
        strategy.integer("scaleDownDelaySeconds"),
        strategy.has("pauseBeforeSwitch") ? pause(strategy.mapping("pauseBeforeSwitch")) : null);
  }

  private static Map<Integer, Pause> pauses(YamlMapping strategy, int replicas) {
    Map<Integer, Pause> pauses = new TreeMap<>();
    for (YamlMapping mapping : strategy.mappings("pauses")) {
      Optional<Integer> after = mapping.optionalInteger("afterInstances");
      Pause pause = pause(mapping);
      if (after.isEmpty()) {
        mapping.problemAt("afterInstances", "a number of instances", "nothing");
      } else if (after.get() > replicas) {
        mapping.problemAt(
            "afterInstances",
            "at most the %d of run.replicas".formatted(replicas),
            after.get() + "");
      } else if (pauses.putIfAbsent(after.get(), pause) != null) {
        mapping.problemAt(
            "afterInstances", "a number that no other pause has", after.get() + " again");
      }
    }
    return pauses;
  }

  private static Pause pause(YamlMapping mapping) {
    return new Pause(mapping.optionalInteger("seconds").orElse(null));
  }

  private static Checks checks(YamlMapping checks) {
    return new Checks(stage(checks, "pre"), stage(checks, "post"));
  }

  private static List<Check> stage(YamlMapping checks, String stage) {
    List<Check> read = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlMapping check : checks.mappings(stage)) {
      Check one = check(check);
      if (!one.name().isEmpty() && !names.add(one.name())) {
        check.problemAt("name", "a name that no other check of the stage has", one.name());
      }
      read.add(one);
    }
    int together = read.stream().mapToInt(Check::timeoutSeconds).sum();
    int most = checks.mostSecondsTogether(stage);
    if (together > most) {
      checks.problemAt(
          stage, "checks that take at most %d s together".formatted(most), together + " s");
    }
    return read;
  }

  private static Check check(YamlMapping mapping) {
    String type = mapping.text("type");
    YamlMapping check = mapping.branch(type.equals(HTTP), "check of type", type);
    String name = check.text("name");
    int timeout = check.integer("timeoutSeconds");
    if (type.isEmpty()) {
      return new CommandCheck(name, List.of(), timeout);
    }
    return type.equals(HTTP)
        ? new HttpCheck(
            name,
            check.text("path"),
            check.integer("expectStatus"),
            check.integer("samples"),
            check.share("minPassRate"),
            check.optionalInteger("maxLatencyP95Millis").orElse(null),
            timeout)
        : new CommandCheck(name, check.texts("command"), timeout);
  }
}
