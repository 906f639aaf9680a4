package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.descriptor.DescriptorParser;
import com.caiatech.afdp.schemas.descriptor.ParsedDescriptor;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes an afdp.yaml for the repository it stands in.
@Command(
    name = "init",
    description = "Writes an afdp.yaml for the repository it stands in.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  cd ~/src/checkout && afdp init", "  afdp init --service checkout --force"})
public final class InitCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = ".",
      paramLabel = "DIR",
      description = "The repository's folder; default: this one.")
  private Path folder = Path.of(".");

  @Nullable
  @Option(names = "--service", description = "The service's name; default: the folder's.")
  private String service;

  @Option(names = "--force", description = "Replace an afdp.yaml that is there.")
  private boolean force;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Override
  public Integer call() {
    Path root = folder.toAbsolutePath().normalize();
    if (!Files.exists(root.resolve(".git"))) {
      throw new InfraException.Refused(
          root + " is no Git repository; expected a folder with .git; make one with: git init");
    }
    Path file = root.resolve(Descriptor.FILE);
    if (Files.exists(file) && !force) {
      throw new InfraException.Refused(file + " is there already; replace it with --force");
    }
    String name = service == null ? nameOf(root) : service;
    String yaml = template(name, command(root));
    if (DescriptorParser.parse(yaml.getBytes(StandardCharsets.UTF_8))
        instanceof ParsedDescriptor.Invalid invalid) {
      throw new InfraException.WrongUsage(invalid.problems().getFirst().text());
    }
    try {
      Files.writeString(file, yaml);
    } catch (IOException unwritable) {
      throw new InfraException.Unavailable(
          "writing " + file + " failed: " + unwritable.getMessage(), unwritable);
    }
    Terminal.progress(
        "look at run.command and the checks, commit the file, then: afdp register " + root);
    ObjectNode report =
        JsonNodeFactory.instance.objectNode().put("file", file.toString()).put("service", name);
    Terminal.data(json ? report.toString() : file.toString());
    return 0;
  }

  private static String nameOf(Path root) {
    String name =
        root.getFileName()
            .toString()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return name.isEmpty()
        ? "service"
        : name.substring(0, Math.min(name.length(), 63)).replaceAll("-$", "");
  }

  private static String command(Path root) {
    if (Files.exists(root.resolve("package.json"))) {
      return "[npm, start]";
    }
    if (Files.exists(root.resolve("go.mod"))) {
      return "[go, run, .]";
    }
    if (Files.exists(root.resolve("app.py"))) {
      return "[python3, app.py]";
    }
    if (Files.exists(root.resolve("pom.xml"))) {
      return "[java, -jar, target/app.jar]";
    }
    return "[jwebserver, -b, 127.0.0.1, -p, \"{port}\"]";
  }

  private static String template(String name, String command) {
    return """
        # How AFDP runs and checks this service. Check it with: afdp lint
        apiVersion: afdp/v1
        service: %s
        run:
          # The port to listen on is in $PORT; {port} in an argument stands for it too.
          command: %s
          replicas: 1
        health:
          path: /
          timeoutSeconds: 30
        drainSeconds: 5
        strategy:
          kind: rolling
        checks:
          post:
            - name: smoke
              type: http
              path: /
              samples: 20
        """
        .formatted(name, command);
  }
}
