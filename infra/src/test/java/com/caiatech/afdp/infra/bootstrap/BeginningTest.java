package com.caiatech.afdp.infra.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.util.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeginningTest {
  @TempDir Path folder;
  private StateLayout layout;
  private Bootstrap first;

  @BeforeEach
  void begin() {
    layout = new StateLayout(folder.resolve("state"));
    first = bootstrap();
  }

  @Test
  void whereTheRootKeyIsGoneNoOtherOneIsMade() throws Exception {
    String publicKey = Files.readString(layout.rootPublicKey());
    Files.delete(layout.rootKey());

    Bootstrap second = bootstrap();

    assertThat(layout.rootKey()).doesNotExist();
    assertThat(layout.rootPublicKey()).hasContent(publicKey);
    assertThat(second.identities().pinnedPolicy()).isEqualTo(first.identities().pinnedPolicy());
  }

  @Test
  void besideLedgersThatBeganNoOtherFirstPolicyIsMade() throws Exception {
    FileUtils.delete(layout.keys().toFile(), FileUtils.RECURSIVE);

    assertThatThrownBy(this::bootstrap)
        .isInstanceOf(InfraException.Unavailable.class)
        .hasMessageContainingAll(
            "expected the first trust policy, to which the ledgers are pinned",
            "in " + layout.firstPolicy() + ", found none; nothing was made or changed",
            "Restore it from a backup");
    assertThat(layout.keys()).isDirectoryNotContaining(Files::isRegularFile);
  }

  @Test
  void evidenceOfLedgersThatAreGoneKeepsTheirRootOfTrustToo() throws Exception {
    Path accepted = layout.evidence().resolve("heads/trust-policy/00/00/00/00000001.bundle");
    Files.createDirectories(accepted.getParent());
    Files.writeString(
        accepted, "# v2 git bundle\n%s refs/heads/main\n\n".formatted("a".repeat(40)));
    FileUtils.delete(layout.ledger("trust-policy").toFile(), FileUtils.RECURSIVE);
    Files.delete(layout.firstPolicy());

    assertThatThrownBy(this::bootstrap)
        .isInstanceOf(InfraException.Unavailable.class)
        .hasMessageContaining("expected the first trust policy");
  }

  @Test
  void whereThePepperIsGonePeopleDoNotBecomeOthers() throws IOException {
    Files.delete(layout.pepper());

    assertThatThrownBy(this::bootstrap)
        .isInstanceOf(InfraException.Unavailable.class)
        .hasMessageContainingAll(
            "expected the pepper by which people have the ids that stand in the ledgers",
            "in " + layout.pepper() + ", found none; nothing was made or changed");
    assertThat(layout.pepper()).doesNotExist();
  }

  @Test
  void whereTheConfigurationIsGoneNoOtherAudienceIsMade() throws IOException {
    Files.delete(layout.platform());

    assertThatThrownBy(this::bootstrap)
        .isInstanceOf(InfraException.Unavailable.class)
        .hasMessageContainingAll(
            "expected the platform's configuration, with the audience",
            "in " + layout.platform() + ", found none; nothing was made or changed",
            "write one with that audience, as it stands in " + layout.firstPolicy());
    assertThat(layout.platform()).doesNotExist();
  }

  @Test
  void aFolderWhoseFirstStartWasCutShortBeginsAnyway() throws IOException {
    for (Path made : new Path[] {layout.ledger("trust-policy"), layout.marks()}) {
      FileUtils.delete(made.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    }
    Files.delete(layout.firstPolicy());

    assertThat(bootstrap().identities().worker().fingerprint())
        .isEqualTo(first.identities().worker().fingerprint());
  }

  private Bootstrap bootstrap() {
    try (StateFolder state = StateFolder.open(layout.root())) {
      return Bootstrap.ensure(state.layout());
    }
  }
}
