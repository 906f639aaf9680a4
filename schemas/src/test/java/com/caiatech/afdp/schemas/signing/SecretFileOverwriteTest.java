package com.caiatech.afdp.schemas.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Short files that are written over again and again.
class SecretFileOverwriteTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameAFile() {
    file = folder.resolve("made").resolve("mark");
  }

  @Test
  void aMissingFileIsMadeForItsOwnerAlone() throws IOException {
    SecretFile.overwrite(file, bytes("commit 9\n"));
    assertThat(file).hasContent("commit 9\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void contentOfTheSameLengthIsWrittenInPlace() throws IOException {
    SecretFile.overwrite(file, bytes("commit 8\n"));
    Object before = Files.getAttribute(file, "unix:ino");
    SecretFile.overwrite(file, bytes("commit 9\n"));
    assertThat(file).hasContent("commit 9\n");
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
    assertThat(SecretFile.read(file)).isEqualTo(bytes("commit 9\n"));
  }

  @Test
  void contentOfAnotherLengthTakesThePlaceOfTheFileAsAWhole() throws IOException {
    SecretFile.overwrite(file, bytes("commit 9\n"));
    SecretFile.overwrite(file, bytes("commit 10\n"));
    assertThat(file).hasContent("commit 10\n");
    SecretFile.overwrite(file, bytes("c 1\n"));
    assertThat(file).hasContent("c 1\n");
    assertThat(folder.resolve("made")).isDirectoryNotContaining("glob:**/.mark*");
  }

  @Test
  void whatNoSectorHoldsIsRefused() {
    assertThatThrownBy(() -> SecretFile.overwrite(file, new byte[513]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected at most 512 bytes, found 513");
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() throws IOException {
    Files.createDirectories(file);
    assertThatThrownBy(() -> SecretFile.overwrite(file, bytes("commit 9\n")))
        .isInstanceOf(SchemasException.KeyFault.class)
        .hasMessageContaining("writing over the secret " + file + " failed");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
