package com.caiatech.afdp.infra.project;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// What a `pom.xml` says by itself. What only Maven knows, such as a parent that lies elsewhere, is
/// absent.
///
/// @param element the project, or a part of it
record Pom(Element element) {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^${}]+)}");
  private static final int DEEPEST = 10;

  /// The pom, absent where the text is none.
  static Optional<Pom> parse(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      return Optional.of(
          new Pom(builder.parse(new InputSource(new StringReader(text))).getDocumentElement()));
    } catch (ParserConfigurationException | SAXException | IOException malformed) {
      return Optional.empty();
    }
  }

  /// The parts of that name right below this one.
  List<Pom> parts(String name) {
    NodeList children = element.getChildNodes();
    return IntStream.range(0, children.getLength())
        .mapToObj(children::item)
        .flatMap(node -> node instanceof Element part ? Stream.of(part) : Stream.empty())
        .filter(part -> part.getTagName().equals(name))
        .map(Pom::new)
        .toList();
  }

  /// The first part at the end of a way down.
  Optional<Pom> part(String... way) {
    Optional<Pom> part = Optional.of(this);
    for (String name : way) {
      part = part.flatMap(above -> above.parts(name).stream().findFirst());
    }
    return part;
  }

  /// The text at the end of a way down, where there is one.
  Optional<String> text(String... way) {
    return part(way)
        .map(part -> String.valueOf(part.element.getTextContent()).strip())
        .filter(text -> !text.isEmpty());
  }

  /// Whether a part of that name and text stands anywhere below.
  boolean has(String name, String text) {
    NodeList found = element.getElementsByTagName(name);
    return IntStream.range(0, found.getLength())
        .anyMatch(i -> String.valueOf(found.item(i).getTextContent()).strip().equals(text));
  }

  /// Whether a part of that name stands anywhere below.
  boolean has(String name) {
    return element.getElementsByTagName(name).getLength() > 0;
  }

  /// The plugin of the build with that name.
  Optional<Pom> plugin(String artifact) {
    return part("build", "plugins").stream()
        .flatMap(plugins -> plugins.parts("plugin").stream())
        .filter(plugin -> plugin.text("artifactId").filter(artifact::equals).isPresent())
        .findFirst();
  }

  /// The jar's name without its ending, absent where it hangs on what this pom does not say.
  Optional<String> finalName() {
    return text("build", "finalName")
        .or(() -> text("artifactId").map(name -> name + "-${project.version}"))
        .flatMap(this::resolved);
  }

  private Optional<String> resolved(String text) {
    String resolved = text;
    for (int depth = 0; depth < DEEPEST && resolved.contains("${"); depth++) {
      Matcher expressions = EXPRESSION.matcher(resolved);
      resolved = expressions.replaceAll(found -> Matcher.quoteReplacement(valueOf(found)));
    }
    return resolved.contains("${") ? Optional.empty() : Optional.of(resolved);
  }

  /// The expression itself where its value stands elsewhere.
  private String valueOf(MatchResult expression) {
    String name = expression.group(1);
    String field = name.replaceFirst("^(project|pom)\\.", "");
    Optional<String> value =
        switch (field) {
          case "artifactId" -> text(field);
          case "version", "groupId" -> text(field).or(() -> text("parent", field));
          case "parent.version" -> text("parent", "version");
          default -> text("properties", name);
        };
    return value.orElse(expression.group());
  }
}
