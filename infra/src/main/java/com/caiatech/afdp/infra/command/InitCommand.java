package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.infra.project.DescriptorTemplate;
import com.caiatech.afdp.infra.project.ProjectFolder;
import com.caiatech.afdp.infra.project.Recognition;
import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.descriptor.DescriptorParser;
import com.caiatech.afdp.schemas.descriptor.ParsedDescriptor;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes an afdp.yaml for the project in a folder of a repository, if it starts from a clean
/// checkout; else says what is missing.
@Command(
    name = "init",
    description =
        "Writes an afdp.yaml for the project in a folder of a repository, if it starts from a clean"
            + " checkout; else says what is missing.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  cd ~/src/checkout && afdp init",
      "  afdp init services/cart",
      "  afdp init --service checkout --force"
    })
public final class InitCommand implements Callable<ExitCode> {
  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = ".",
      paramLabel = "DIR",
      description = "The project's folder, the repository's own or one below; default: this one.")
  private Path folder = Path.of(".");

  @Nullable
  @Option(names = "--service", description = "The service's name; default: the folder's.")
  private ServiceName service;

  @Option(names = "--force", description = "Replace an afdp.yaml that is there.")
  private boolean force;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Override
  public ExitCode call() {
    Path place = folder.toAbsolutePath().normalize();
    ProjectFolder found = ProjectFolder.at(place);
    Path file = place.resolve(Descriptor.FILE);
    if (Files.exists(file) && !force) {
      throw new InfraException.Refused(file + " is there already; replace it with --force");
    }
    return switch (Recognition.of(found)) {
      case Recognition.Lacking lacking ->
          throw new InfraException.Refused(
              "%s: the %s does not start from a clean checkout; missing: %s; nothing was written"
                  .formatted(place, lacking.kind(), String.join("; ", lacking.missing())));
      case Recognition.Startable startable -> write(place, startable);
    };
  }

  private ExitCode write(Path place, Recognition.Startable project) {
    Path file = place.resolve(Descriptor.FILE);
    String name = service == null ? nameOf(place) : service.value();
    String yaml = new DescriptorTemplate(name, project.start()).text();
    if (DescriptorParser.parse(yaml.getBytes(StandardCharsets.UTF_8))
        instanceof ParsedDescriptor.Invalid invalid) {
      throw new InfraException.Refused(
          "%s: what was recognised makes no valid descriptor: %s; nothing was written"
              .formatted(file, invalid.problems().getFirst().text()));
    }
    try {
      Files.writeString(file, yaml);
    } catch (IOException unwritable) {
      throw new InfraException.Unavailable(
          "writing " + file + " failed: " + unwritable.getMessage(), unwritable);
    }
    tell(project, place);
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("file", file.toString())
            .put("service", name)
            .put("kind", project.kind());
    project.start().notes().forEach(report.putArray("notes")::add);
    Terminal.data(json ? report.toString() : file.toString());
    return ExitCode.DONE;
  }

  private static void tell(Recognition.Startable project, Path place) {
    Terminal.progress(
        "%s, started by: %s"
            .formatted(project.kind(), String.join(" ", project.start().command())));
    project.start().notes().forEach(note -> Terminal.progress("note: " + note));
    Terminal.progress(
        "look at the health path and the checks, commit the file, then: afdp register " + place);
  }

  private static String nameOf(Path root) {
    String name =
        Objects.toString(root.getFileName(), "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return name.isEmpty()
        ? "service"
        : name.substring(0, Math.min(name.length(), 63)).replaceAll("-$", "");
  }
}
