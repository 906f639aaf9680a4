package com.caiatech.afdp.schemas.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PlatformFileFuzzTest {
  private static final int MAX_BYTES = 64 * 1024;

  @TempDir static Path folder;

  @FuzzTest
  void aConfigurationReadsBackOrIsAFaultThatNamesTheFile(byte[] bytes) throws IOException {
    if (bytes.length > MAX_BYTES) {
      return;
    }
    Path file = Files.write(folder.resolve("platform.json"), bytes);
    assertThat(new RegisteredRepositories(file).current()).isNotNull();
    Platform platform;
    try {
      platform = new PlatformFile(file).current();
    } catch (SchemasException.ConfigurationFault refused) {
      assertThat(refused).hasMessageContaining("platform.json");
      return;
    }
    assertThat(platform).isNotNull();
    new PlatformFile(file).replace(platform);
    assertThat(new PlatformFile(file).current()).isEqualTo(platform);
  }
}
