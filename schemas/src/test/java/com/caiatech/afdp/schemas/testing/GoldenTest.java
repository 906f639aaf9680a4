package com.caiatech.afdp.schemas.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {
  @TempDir Path folder;

  @Test
  void whatTheFileHoldsPassesAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "{}");
    Golden.check(file, "{}", false);
    assertThatThrownBy(() -> Golden.check(file, "[]", false)).isInstanceOf(AssertionError.class);
    assertThat(file).hasContent("{}");
  }

  @Test
  void aMissingFileIsAFailureAndIsNotWritten() {
    Path file = folder.resolve("missing/a.json");
    assertThatThrownBy(() -> Golden.check(file, "{}", false))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            file + ": expected a golden file, found none; -Dafdp.golden.write=true writes it");
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatIsWrittenFailsTheRunOnce() throws IOException {
    Path file = folder.resolve("new/a.json");
    assertThatThrownBy(() -> Golden.check(file, "{}", true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("written; look at it and run the test again");
    Golden.check(file, "{}", true);
    Golden.check(file, "{}", false);
  }
}
