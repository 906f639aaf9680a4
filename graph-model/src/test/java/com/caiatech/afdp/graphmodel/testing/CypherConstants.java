package com.caiatech.afdp.graphmodel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Cypher statements that compiled classes hold as constants, wherever in a class they stand,
/// and those in `.cypher` files beside the classes. A template, which has place holders, is none.
public final class CypherConstants {
  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\s*(MATCH|OPTIONAL MATCH|MERGE|CREATE|UNWIND|CALL|WITH|RETURN|DROP|SHOW|USE)\\s.*",
          Pattern.DOTALL);

  /// Of a format, or of a concatenation as the compiler writes it.
  private static final Pattern PLACE_HOLDER = Pattern.compile("%(\\d+\\$)?[sd]|\\x01");

  private CypherConstants() {}

  /// Whether a text is a whole statement.
  public static boolean isStatement(String text) {
    return STATEMENT.matcher(text).matches() && !PLACE_HOLDER.matcher(text).find();
  }

  /// The statements of all classes and files that were built together with a class, by where they
  /// stand.
  public static Map<String, List<String>> besides(Class<?> anchor) {
    return files(
        anchor,
        (name, content) -> {
          if (name.endsWith(".class")) {
            return strings(content).filter(CypherConstants::isStatement).toList();
          }
          return name.endsWith(".cypher") ? statements(content) : List.of();
        });
  }

  /// The names of all classes that were built together with a class.
  public static List<String> classesBesides(Class<?> anchor) {
    return List.copyOf(
        files(anchor, (name, _) -> name.endsWith(".class") ? List.of(name) : List.of())
            .values()
            .stream()
            .flatMap(List::stream)
            .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
            .filter(name -> !name.endsWith("-info"))
            .toList());
  }

  /// The statements of a file, each ended by a semicolon at the end of a line.
  private static List<String> statements(byte[] content) {
    return Pattern.compile(";\\s*(\\n|$)")
        .splitAsStream(new String(content, StandardCharsets.UTF_8))
        .filter(text -> !text.isBlank())
        .toList();
  }

  private static Stream<String> strings(byte[] content) {
    List<String> strings = new ArrayList<>();
    for (PoolEntry entry : ClassFile.of().parse(content).constantPool()) {
      if (entry instanceof StringEntry string) {
        strings.add(string.stringValue());
      }
    }
    return strings.stream();
  }

  private interface Finder {
    List<String> find(String name, byte[] content);
  }

  private static Map<String, List<String>> files(Class<?> anchor, Finder finder) {
    try {
      URI location = anchor.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path path = Path.of(location);
      if (Files.isDirectory(path)) {
        return found(path, finder);
      }
      try (FileSystem jar = FileSystems.newFileSystem(path)) {
        return found(jar.getPath("/"), finder);
      }
    } catch (IOException | URISyntaxException unreadable) {
      throw new IllegalStateException("reading what was built with " + anchor, unreadable);
    }
  }

  private static Map<String, List<String>> found(Path root, Finder finder) throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                String name = root.relativize(file).toString();
                List<String> statements = finder.find(name, bytes(file));
                if (!statements.isEmpty()) {
                  found.put(name, statements);
                }
              });
    }
    return found;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
