package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.generate.model.Event.FileChange;
import com.caiatech.afdp.schemas.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A file of lines, each of which is one of its own: what stock Git calls added and deleted is what
/// the model said.
final class SourceFile {
  private static final List<String> WORDS =
      List.of(
          "amount", "batch", "cursor", "date", "entry", "first", "group", "hint", "index", "key",
          "limit", "mode", "name", "offset", "page", "query", "rate", "state", "total", "value");

  private final String path;
  private final String form;
  private List<String> lines = List.of();
  private Sha256 sha256 = Sha256.ofUtf8("");

  SourceFile(String path) {
    this.path = path;
    this.form = form(path);
  }

  private static String form(String path) {
    if (path.endsWith(".java")) {
      return "    %s = %s.of(%s, 0x%x);";
    }
    if (path.endsWith(".yaml")) {
      return "%s-%s-%s: %x";
    }
    if (path.endsWith(".md")) {
      return "The %s of the %s follows the %s, note %x.";
    }
    return path.endsWith(".sql") ? "-- %s, %s and %s of row %x" : "  <!-- %s %s %s %x -->";
  }

  /// Changes it.
  ///
  /// @param position of the commit, which makes its lines different from all others
  /// @return its bytes now
  byte[] change(FileChange change, int position) {
    int until = change.line() + change.deleted();
    if (until > lines.size()) {
      throw new IllegalStateException(
          "changing %s: expected at least %d lines, found %d".formatted(path, until, lines.size()));
    }
    List<String> changed = new ArrayList<>(lines.size() + change.added());
    changed.addAll(lines.subList(0, change.line()));
    for (int number = 0; number < change.added(); number++) {
      changed.add(line(position * 1000L + number));
    }
    changed.addAll(lines.subList(until, lines.size()));
    lines = changed;
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    sha256 = Sha256.of(bytes);
    return bytes;
  }

  /// Its lines, which do not change with it.
  List<String> lines() {
    return lines;
  }

  /// The digest of its bytes.
  Sha256 sha256() {
    return sha256;
  }

  private String line(long number) {
    long mixed = (number + path.length()) * 0x9E3779B97F4A7C15L;
    return form.formatted(word(mixed >>> 8), word(mixed >>> 20), word(mixed >>> 32), number);
  }

  private static String word(long number) {
    return WORDS.get((int) Long.remainderUnsigned(number, WORDS.size()));
  }
}
