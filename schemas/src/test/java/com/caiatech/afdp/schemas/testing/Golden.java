package com.caiatech.afdp.schemas.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Compares what a test made with the golden file that says what it has to be.
///
/// A golden file that is missing is a failure. With the system property `afdp.golden.write` set to
/// `true`, what was found is written over it, and the test fails all the same: somebody has to look
/// at the file and run the test again without the property.
public final class Golden {
  /// The system property that has golden files written.
  public static final String WRITE = "afdp.golden.write";

  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  /// Fails unless the golden file holds exactly what was found.
  ///
  /// @param name of the file, below `src/test/resources/golden` of the test's module
  public static void check(String name, String found) throws IOException {
    check(FOLDER.resolve(name), found, Boolean.getBoolean(WRITE));
  }

  static void check(Path file, String found, boolean write) throws IOException {
    String standing = Files.exists(file) ? Files.readString(file) : null;
    if (write && !found.equals(standing)) {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, found);
      fail("%s: written; look at it and run the test again without -D%s", file, WRITE);
    }
    if (standing == null) {
      fail("%s: expected a golden file, found none; -D%s=true writes it", file, WRITE);
    }
    assertThat(found)
        .as("%s; if it was meant to change, -D%s=true writes it", file, WRITE)
        .isEqualTo(standing);
  }
}
