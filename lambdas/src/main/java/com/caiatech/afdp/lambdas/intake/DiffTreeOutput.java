package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.graphmodel.commit.TouchedFile.Change;
import com.caiatech.afdp.schemas.id.CommitId;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what `git diff-tree --stdin --raw --numstat -z` says of one commit after the other, each
/// answer followed by a line `#`, which it echoes: the commit, a raw entry for each file, and the
/// lines of each file in the same order. The format is the one of git-diff-tree(1), section "Raw
/// output format".
final class DiffTreeOutput {
  private static final int LONGEST_FIELD = 1 << 16;
  private static final int MOST_FILES = 1_000_000;
  private static final String SUBMODULE = "160000";
  private static final String NOTHING = "000000";
  private static final String ID = "[0-9a-f]{40}(?:[0-9a-f]{24})?";
  private static final Pattern RAW =
      Pattern.compile(":([0-7]{6}) ([0-7]{6}) %1$s (%1$s) ([AMDRT])[0-9]{0,3}".formatted(ID));
  private static final Pattern LINES =
      Pattern.compile("(-|[0-9]{1,18})\t(-|[0-9]{1,18})\t(.*)", Pattern.DOTALL);

  private final InputStream input;

  /// @param input buffered
  DiffTreeOutput(InputStream input) {
    this.input = input;
  }

  /// A file without its lines.
  private record Raw(String path, @Nullable String from, Matcher head) {
    TouchedFile with(@Nullable Long added, @Nullable Long deleted) {
      boolean gone = head.group(2).equals(NOTHING);
      String mode = gone ? head.group(1) : head.group(2);
      String before = head.group(1);
      boolean changed = !gone && !before.equals(NOTHING) && !before.equals(mode);
      return new TouchedFile(
          path,
          change(head.group(4).charAt(0)),
          from,
          mode,
          changed ? before : null,
          head.group(2).equals(SUBMODULE) ? new CommitId(head.group(3)) : null,
          added,
          deleted);
    }

    private static Change change(char status) {
      return switch (status) {
        case 'A' -> Change.ADDED;
        case 'D' -> Change.DELETED;
        case 'R' -> Change.RENAMED;
        case 'T' -> Change.TYPE_CHANGED;
        default -> Change.MODIFIED;
      };
    }
  }

  /// The files of the commit that was asked for.
  ///
  /// @throws IOException when the output ends or is no such answer
  List<TouchedFile> next(CommitId commit) throws IOException {
    int first = read();
    if (first == '#') {
      requireEnd();
      return List.of();
    }
    String told = text(first);
    if (!told.equals(commit.value())) {
      throw new IOException("expected the files of " + commit + ", found those of " + told);
    }
    List<Raw> files = new ArrayList<>();
    int next = read();
    while (next == ':') {
      files.add(raw(next));
      if (files.size() > MOST_FILES) {
        throw new IOException("expected at most " + MOST_FILES + " files of a commit, found more");
      }
      next = read();
    }
    List<TouchedFile> touched = new ArrayList<>(files.size());
    for (Raw file : files) {
      touched.add(counted(file, next));
      next = read();
    }
    if (next != '#') {
      throw new IOException("expected the end of the files of " + commit + ", found more");
    }
    requireEnd();
    return touched;
  }

  private Raw raw(int first) throws IOException {
    String head = text(first);
    Matcher matcher = RAW.matcher(head);
    if (!matcher.matches()) {
      throw new IOException("expected a raw entry, found '" + shortened(head) + "'");
    }
    String path = GitPath.text(field(read()));
    boolean renamed = matcher.group(4).equals("R");
    return renamed
        ? new Raw(GitPath.text(field(read())), path, matcher)
        : new Raw(path, null, matcher);
  }

  private TouchedFile counted(Raw file, int first) throws IOException {
    String line = text(first);
    Matcher matcher = LINES.matcher(line);
    if (!matcher.matches()) {
      throw new IOException(
          "expected the lines of " + file.path + ", found '" + shortened(line) + "'");
    }
    if (matcher.group(3).isEmpty()) {
      field(read());
      field(read());
    }
    return file.with(count(matcher.group(1)), count(matcher.group(2)));
  }

  private static @Nullable Long count(String text) {
    return text.equals("-") ? null : Long.valueOf(text);
  }

  private void requireEnd() throws IOException {
    int end = read();
    if (end != '\n') {
      throw new IOException("expected the end of a line, found " + end);
    }
  }

  private String text(int first) throws IOException {
    return new String(field(first), StandardCharsets.ISO_8859_1);
  }

  /// The bytes up to the next zero.
  private byte[] field(int first) throws IOException {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    for (int next = first; next != 0; next = read()) {
      field.write(next);
      if (field.size() > LONGEST_FIELD) {
        throw new IOException("expected at most " + LONGEST_FIELD + " bytes, found more");
      }
    }
    return field.toByteArray();
  }

  private int read() throws IOException {
    int next = input.read();
    if (next < 0) {
      throw new EOFException("expected more of git's answer, found its end");
    }
    return next;
  }

  private static String shortened(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }
}
