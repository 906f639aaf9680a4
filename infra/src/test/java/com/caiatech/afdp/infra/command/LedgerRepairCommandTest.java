package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.infra.trial.StockGit;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.schemas.git.GitHosts;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.Series;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hosts that show less than, or other than, what the evidence store accepted.
final class LedgerRepairCommandTest {
  private static final String VOLUME = "approval-logs";

  @TempDir Path folder;
  private Commands afdp;
  private StateLayout layout;
  private StockGit host;
  private String first;
  private String accepted;

  @BeforeEach
  void acceptThreeCommits() {
    layout = new StateLayout(folder.resolve("state"));
    afdp = new Commands(folder, layout.root());
    try (StateFolder state = StateFolder.open(layout.root())) {
      Platform platform = Bootstrap.ensure(state.layout()).platformFile().current();
      host = new StockGit(layout.ledger(VOLUME), UnsignedFiles.MALLORY);
      first = commit("first");
      accepted = commit("third", commit("second", first));
      push(accepted);
      accept(platform, Series.APPROVALS, accepted);
    }
  }

  @Test
  void aBranchThatWentBackIsPutBackAndStandsThen() throws Exception {
    push(first);
    expect(0, "pushed", first);
    assertThat(host.run("rev-parse", "main").strip()).isEqualTo(accepted);
    expect(0, "standing", accepted);
  }

  @Test
  void aBranchThatIsGoneAndWhoseObjectsAreLostIsPutBackWhole() throws Exception {
    host.run("update-ref", "-d", "refs/heads/main");
    host.run("reflog", "expire", "--expire=now", "--all");
    host.run("gc", "--quiet", "--prune=now");
    Commands.Ended ended = afdp.onState("ledger", "repair");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains(
            VOLUME + ": put back from a branch that was gone to the accepted head " + accepted);
    assertThat(host.run("rev-list", "--count", "main").strip()).isEqualTo("3");
    host.run("fsck", "--strict");
  }

  @Test
  void anotherHistoryIsLeftAloneAndTold() throws Exception {
    String forked = commit("other", first);
    push(forked);
    Commands.Ended ended = afdp.onState("ledger", "repair");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .contains(
            VOLUME + ": shows " + forked + ", which the accepted head " + accepted + " does not");
    assertThat(host.run("rev-parse", "main").strip()).isEqualTo(forked);
    push(first);
    expect(0, "pushed", first);
  }

  @Test
  void whatNobodyAcceptedYetIsLeftToTheNextStart() throws Exception {
    String more = commit("more", accepted);
    push(more);
    expect(0, "ahead", more);
    assertThat(host.run("rev-parse", "main").strip()).isEqualTo(more);
  }

  @Test
  void aPlatformThatRunsIsNotRepaired() throws Exception {
    push(first);
    try (StateFolder _ = StateFolder.open(layout.root())) {
      Commands.Ended ended = afdp.onState("ledger", "repair");
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.err()).contains(layout.root().toString());
    }
    assertThat(host.run("rev-parse", "main").strip()).isEqualTo(first);
  }

  @Test
  void trustPoliciesThatAreGoneFailNoStartAndArePutBack() throws Exception {
    StockGit policies = new StockGit(layout.ledger("trust-policy"), UnsignedFiles.MALLORY);
    String head = policies.run("rev-parse", "main").strip();
    try (StateFolder state = StateFolder.open(layout.root())) {
      accept(Bootstrap.ensure(state.layout()).platformFile().current(), Series.TRUST_POLICY, head);
      policies.run("update-ref", "-d", "refs/heads/main");
      Bootstrap.ensure(state.layout());
    }
    assertThat(policies.run("for-each-ref")).isEmpty();
    Commands.Ended ended = afdp.onState("ledger", "repair");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(policies.run("rev-parse", "main").strip()).isEqualTo(head);
  }

  @Test
  void ledgersElsewhereAreRepairedAsTheirWorkersKnowThem() throws Exception {
    push(first);
    Commands.Ended ended =
        afdp.run(
            "ledger",
            "repair",
            "--ledgers",
            layout.ledgers().toString(),
            "--evidence",
            layout.evidence().toString(),
            "--marks",
            layout.marks().toString());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains(VOLUME + ": put back from " + first + " to the accepted head " + accepted);
    assertThat(host.run("rev-parse", "main").strip()).isEqualTo(accepted);
  }

  @Test
  void wrongPlacesOfLedgersAreNamedTogether() throws Exception {
    Commands.Ended ended =
        afdp.run(
            "ledger",
            "repair",
            "--ledgers",
            "ftp://127.0.0.1/ledgers",
            "--git-user",
            "afdp",
            "--evidence",
            layout.evidence().toString(),
            "--marks",
            layout.marks().toString());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("AFDP_LEDGERS: expected https://", "AFDP_LEDGER_CLONES: expected");
  }

  private void accept(Platform platform, Series series, String head) {
    try (EvidenceStore evidence = new EvidenceStore(layout.evidence())) {
      Platform.Volume volume =
          platform.volumes().stream().filter(it -> it.series() == series).findFirst().orElseThrow();
      LedgerMirror mirror = evidence.ledger(volume);
      mirror.fetch(volume.uri(), new GitHosts(null).to(platform, volume.uri().toString()));
      mirror.accept(null, new CommitId(head));
    }
  }

  private void expect(int code, String outcome, String shown) throws Exception {
    Commands.Ended ended = afdp.onState("ledger", "repair", "--json");
    assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    for (JsonNode volume : ended.json()) {
      if (volume.path("volume").asText().equals(VOLUME)) {
        assertThat(volume.path("outcome").asText()).isEqualTo(outcome);
        assertThat(volume.path("shown").asText()).isEqualTo(shown);
        assertThat(volume.path("accepted").asText()).isEqualTo(accepted);
        return;
      }
    }
    throw new AssertionError("no volume " + VOLUME + " in " + ended.out());
  }

  private String commit(String message, String... parent) {
    String tree = host.run("hash-object", "-t", "tree", "-w", "/dev/null").strip();
    List<String> command = new ArrayList<>(List.of("commit-tree", "-m", message));
    for (String one : parent) {
      command.addAll(List.of("-p", one));
    }
    command.add(tree);
    return host.run(command.toArray(String[]::new)).strip();
  }

  private void push(String commit) {
    host.run("update-ref", "refs/heads/main", commit);
  }
}
