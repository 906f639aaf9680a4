package com.caiatech.afdp.infra.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir Path temporary;

  @Test
  void theFolderAndItsChildrenAreTheOwnersAlone() throws IOException {
    Path root = temporary.resolve("a/state");
    try (StateFolder state = StateFolder.open(root)) {
      assertThat(rights(root)).isEqualTo("rwx------");
      assertThat(rights(state.layout().keys())).isEqualTo("rwx------");
      assertThat(state.layout().ledger("deployment-manifests"))
          .isEqualTo(root.resolve("ledgers/deployment-manifests.git"));
    }
  }

  @Test
  void aFolderThatWasOpenToOthersIsClosed() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    StateFolder.open(temporary).close();
    assertThat(rights(temporary)).isEqualTo("rwx------");
  }

  @Test
  void aSecondHolderIsToldWhoHoldsTheFolder() {
    try (StateFolder held = StateFolder.open(temporary)) {
      assertThat(held.layout().lock()).hasContent(Long.toString(ProcessHandle.current().pid()));
      assertThatThrownBy(() -> StateFolder.open(temporary).close())
          .isInstanceOf(InfraException.Unavailable.class)
          .hasMessage(
              "state folder "
                  + temporary
                  + " in use by pid "
                  + ProcessHandle.current().pid()
                  + "; stop that runner, or choose another folder with --state");
    }
    StateFolder.open(temporary).close();
  }

  @Test
  void aFileInTheFoldersPlaceIsOnePlainLine() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> StateFolder.open(file).close())
        .isInstanceOf(InfraException.Unavailable.class)
        .hasMessageStartingWith("opening the state folder " + file + " failed: ");
  }

  @Test
  void locksThatAKilledProcessLeftInRepositoriesAreRemoved() throws IOException {
    try (StateFolder state = StateFolder.open(temporary)) {
      Path heads = state.layout().ledger("approval-logs").resolve("refs/heads");
      Files.createDirectories(heads);
      Path stale = Files.createFile(heads.resolve("main.lock"));
      Path ref = Files.createFile(heads.resolve("main"));
      Path elsewhere = Files.createFile(state.layout().target().resolve("build.lock"));

      assertThat(state.removeStaleGitLocks()).containsExactly(stale);

      assertThat(stale).doesNotExist();
      assertThat(ref).exists();
      assertThat(elsewhere).exists();
    }
  }

  @Test
  void aSecretIsMadeOnceAndIsTheOwnersAlone() throws IOException {
    Path file = temporary.resolve("secret");
    assertThat(OwnerOnly.secret(file, () -> "first")).isEqualTo("first");
    assertThat(OwnerOnly.secret(file, () -> "second")).isEqualTo("first");
    assertThat(rights(file)).isEqualTo("rw-------");
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
