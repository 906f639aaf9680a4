package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.descriptor.DescriptorParser;
import com.caiatech.afdp.schemas.descriptor.DescriptorProblem;
import com.caiatech.afdp.schemas.descriptor.ParsedDescriptor;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Checks an afdp.yaml and points to the line of each problem.
@Command(
    name = "lint",
    description = "Checks an afdp.yaml and points to the line of each problem.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp lint", "  afdp lint services/checkout/afdp.yaml --json"})
public final class LintCommand implements Callable<ExitCode> {
  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = Descriptor.FILE,
      paramLabel = "FILE",
      description = "The descriptor, or the folder that holds it; default: ${DEFAULT-VALUE}.")
  private Path file = Path.of(Descriptor.FILE);

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Override
  public ExitCode call() {
    Path descriptor = Files.isDirectory(file) ? file.resolve(Descriptor.FILE) : file;
    ObjectNode report = JsonNodeFactory.instance.objectNode().put("file", descriptor.toString());
    return switch (DescriptorParser.parse(descriptor.toString(), read(descriptor))) {
      case ParsedDescriptor.Valid valid -> {
        report.put("valid", true).put("service", valid.descriptor().service().value());
        Terminal.data(
            json
                ? report.toString()
                : descriptor + ": valid, service " + valid.descriptor().service());
        yield ExitCode.DONE;
      }
      case ParsedDescriptor.Invalid invalid -> {
        ArrayNode problems = report.put("valid", false).putArray("problems");
        invalid
            .problems()
            .forEach(problem -> problems.add(RecordJson.mapper().<JsonNode>valueToTree(problem)));
        Terminal.data(
            json
                ? report.toString()
                : invalid.problems().stream()
                    .map(DescriptorProblem::text)
                    .collect(Collectors.joining(System.lineSeparator())));
        yield ExitCode.FAILED;
      }
    };
  }

  private static byte[] read(Path descriptor) {
    if (!Files.isRegularFile(descriptor)) {
      throw new InfraException.Refused(descriptor + ": no such file; make one with: afdp init");
    }
    try (InputStream content = Files.newInputStream(descriptor)) {
      return content.readNBytes(DescriptorParser.MAX_BYTES + 1);
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading " + descriptor + " failed: " + unreadable.getMessage(), unreadable);
    }
  }
}
