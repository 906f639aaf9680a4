package com.caiatech.afdp.schemas.descriptor;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.Node;

/// Reads `afdp.yaml`: YAML without anchors, aliases and tags of its own, one document, at most 64
/// KiB. Unknown and repeated keys are problems, and all problems are reported together, each with
/// its line.
public final class DescriptorParser {
  /// The largest descriptor, in bytes.
  public static final int MAX_BYTES = 64 << 10;

  /// The classpath resource that holds the JSON Schema for editors.
  public static final String SCHEMA_RESOURCE =
      "com/caiatech/afdp/schemas/descriptor/afdp.schema.json";

  private static final int MAX_DEPTH = 20;

  private DescriptorParser() {}

  /// Reads the content of a file that is called `afdp.yaml`.
  public static ParsedDescriptor parse(byte[] content) {
    return parse(Descriptor.FILE, content);
  }

  /// Reads the content of a file.
  ///
  /// @param file the name under which problems are reported
  public static ParsedDescriptor parse(String file, byte[] content) {
    if (content.length > MAX_BYTES) {
      return whole(file, "at most " + MAX_BYTES + " bytes", content.length + " bytes");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException binary) {
      return whole(file, "text in UTF-8", "bytes that are none");
    }
    try {
      List<DescriptorProblem> problems = refusedEvents(file, text);
      if (!problems.isEmpty()) {
        return new ParsedDescriptor.Invalid(problems);
      }
      return read(file, text);
    } catch (MarkedYAMLException malformed) {
      String found = Optional.ofNullable(malformed.getProblem()).orElse("something else");
      return at(file, malformed.getProblemMark(), "well-formed YAML", found);
    } catch (YAMLException unreadable) {
      return whole(file, "well-formed YAML", String.valueOf(unreadable.getMessage()));
    }
  }

  private static ParsedDescriptor read(String file, String text) {
    Node root = new Yaml(options()).compose(new StringReader(text));
    if (root == null) {
      return whole(file, "a mapping with apiVersion, service and run", "an empty file");
    }
    List<DescriptorProblem> problems = new ArrayList<>();
    Optional<Descriptor> descriptor = new DescriptorReading(file, problems).descriptor(root);
    if (problems.isEmpty() && descriptor.isPresent()) {
      return new ParsedDescriptor.Valid(descriptor.get());
    }
    problems.sort(
        Comparator.comparingInt(DescriptorProblem::line)
            .thenComparingInt(DescriptorProblem::column));
    return new ParsedDescriptor.Invalid(problems);
  }

  /// Anchors make one node stand in two places, so that a small file can mean a huge one.
  private static List<DescriptorProblem> refusedEvents(String file, String text) {
    List<DescriptorProblem> problems = new ArrayList<>();
    int documents = 0;
    for (Event event : new Yaml(options()).parse(new StringReader(text))) {
      if (event instanceof DocumentStartEvent && ++documents == 2) {
        problems.add(problem(file, event.getStartMark(), "one document", "a second one"));
      } else if (event instanceof AliasEvent alias) {
        problems.add(
            problem(file, event.getStartMark(), "a value", "the alias *" + alias.getAnchor()));
      } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
        problems.add(
            problem(file, event.getStartMark(), "no anchors", "the anchor &" + node.getAnchor()));
      }
    }
    return problems;
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(0);
    options.setProcessComments(false);
    return options;
  }

  private static ParsedDescriptor whole(String file, String expected, String found) {
    return at(file, null, expected, found);
  }

  private static ParsedDescriptor at(
      String file, @Nullable Mark mark, String expected, String found) {
    return new ParsedDescriptor.Invalid(List.of(problem(file, mark, expected, found)));
  }

  private static DescriptorProblem problem(
      String file, @Nullable Mark mark, String expected, String found) {
    return mark == null
        ? new DescriptorProblem(file, 1, 1, "", expected, found)
        : new DescriptorProblem(
            file, mark.getLine() + 1, mark.getColumn() + 1, "", expected, found);
  }
}
