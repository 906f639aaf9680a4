package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.Afdp;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs command lines one after the other in one process, for a test that needs hundreds. After
/// each, stderr gets a line with {@link #END} and the exit code.
final class ManyCommands {
  static final String END = "== ended with ";

  private ManyCommands() {}

  /// Reads the command lines, a JSON array of words in each line, from a file.
  public static void main(String[] arguments) throws IOException {
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      List<String> words = new ObjectMapper().readValue(line, new TypeReference<>() {});
      int code = Afdp.execute(words.toArray(String[]::new));
      System.err.println(END + code);
    }
    System.exit(0);
  }
}
