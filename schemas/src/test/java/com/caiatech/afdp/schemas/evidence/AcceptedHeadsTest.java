package com.caiatech.afdp.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.evidence.AcceptedHeads.Accepted;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptedHeadsTest {
  @TempDir Path folder;
  private AcceptedHeads heads;

  @BeforeEach
  void openHeads() {
    heads = new AcceptedHeads(folder, new VolumeName("approval-logs"));
  }

  @Test
  void nothingWasAcceptedWhereNothingIsThere() throws IOException {
    assertThat(heads.highest()).isEmpty();
    assertThat(heads.all()).isEmpty();
    assertThat(heads.of(1)).isEmpty();
    Files.createDirectories(heads.file(1).resolveSibling("."));
    assertThat(heads.highest()).isEmpty();
  }

  @Test
  void theHighestIsFoundByItsNumberOverGapsAndFolders() throws IOException {
    Accepted before = null;
    for (long commits : new long[] {1, 2, 99, 100, 101, 9_999, 10_000, 123_456, 4_000_000}) {
      before = write(commits, before);
      assertThat(heads.highest()).contains(before);
    }
    assertThat(heads.all()).hasSize(9).contains(new Accepted(1, commit(1), null));
    assertThat(heads.of(100)).contains(new Accepted(100, commit(100), commit(99)));
    assertThat(heads.of(102)).isEmpty();
    assertThat(heads.file(12_345))
        .isEqualTo(folder.resolve("heads/approval-logs/00/01/23/00012345.bundle"));
  }

  @Test
  void whatIsNotWholeYetAndEmptyFoldersAreNoHead() throws IOException {
    Accepted first = write(7, null);
    Files.writeString(heads.file(7).resolveSibling("123.new"), "");
    Files.createDirectories(heads.file(1_000).resolveSibling("."));
    Files.createDirectories(heads.file(2_000_000).resolveSibling("."));
    assertThat(heads.highest()).contains(first);
  }

  @Test
  void aDamagedHeadIsNamed() throws IOException {
    write(7, null);
    Files.writeString(heads.file(7), "what is this");
    assertThatThrownBy(() -> heads.highest())
        .isInstanceOf(SchemasException.LedgerFault.class)
        .hasMessageContainingAll(
            "approval-logs", heads.file(7).toString(), "Restore the evidence store from a copy");
  }

  private Accepted write(long commits, @Nullable Accepted before) throws IOException {
    CommitId known = before == null ? null : before.head();
    Files.createDirectories(heads.file(commits).resolveSibling("."));
    Files.write(heads.file(commits), AcceptedHeads.beginning(known, commit(commits)));
    return new Accepted(commits, commit(commits), known);
  }

  private static CommitId commit(long number) {
    return new CommitId("%040x".formatted(number));
  }
}
