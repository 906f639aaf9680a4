package com.caiatech.afdp.schemas.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // fields that JUnit fills
class RepositoryUseTest {
  @TempDir Path folder;
  private Path lock;

  @BeforeEach
  void aRefThatSomebodyMoves() throws IOException {
    lock = Files.createDirectories(folder.resolve("refs/heads")).resolve("main.lock");
    Files.createFile(lock);
    Files.setLastModifiedTime(lock, FileTime.from(Instant.EPOCH));
  }

  @Test
  void aLockFileOfALiveProcessStaysHoweverOldItIsAndGoesOnceTheProcessWasKilled() throws Exception {
    Process other = another();
    try {
      RepositoryUse.begin(folder).close();
      assertThat(lock).exists();
    } finally {
      other.destroyForcibly();
      other.onExit().join();
    }
    RepositoryUse.begin(folder).close();
    assertThat(lock).doesNotExist();
    assertThat(uses()).isEmpty();
  }

  @Test
  void aLockFileStaysWhileAnotherPartOfThisProcessUsesTheRepository() throws IOException {
    try (RepositoryUse first = RepositoryUse.begin(folder)) {
      assertThat(lock).doesNotExist();
      Files.createFile(lock);
      Files.setLastModifiedTime(lock, FileTime.from(Instant.EPOCH));
      assertThat(first).isNotNull();
      RepositoryUse.begin(folder).close();
      assertThat(lock).exists();
      assertThat(uses()).hasSize(1);
    }
  }

  @Test
  void aLockFileThatIsYoungerThanTheUseStays() throws IOException {
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().plusSeconds(60)));
    RepositoryUse.begin(folder).close();
    assertThat(lock).exists();
  }

  private List<Path> uses() throws IOException {
    try (Stream<Path> uses = Files.list(folder.resolve("afdp-use"))) {
      return uses.toList();
    }
  }

  private Process another() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    InputStream ready = process.getInputStream();
    assertThat(ready.read()).isEqualTo('!');
    return process;
  }

  /// A process that uses the repository until it is killed.
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws IOException {
      Path repository = Path.of(arguments[0]);
      Path lock = repository.resolve("refs/heads/main.lock");
      FileTime written = Files.getLastModifiedTime(lock);
      Files.delete(lock);
      try (RepositoryUse use = RepositoryUse.begin(repository)) {
        Files.createFile(lock);
        Files.setLastModifiedTime(lock, written);
        System.out.print('!');
        System.out.flush();
        while (System.in.read() >= 0) {
          assertThat(use).isNotNull();
        }
      }
    }
  }
}
