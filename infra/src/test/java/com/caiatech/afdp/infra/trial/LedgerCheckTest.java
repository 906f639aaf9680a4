package com.caiatech.afdp.infra.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerCheckTest {
  private static final String VOLUME = "deployment-manifests";

  @TempDir Path folder;
  private Path ledger;
  private StockGit git;

  @BeforeEach
  void makeALedger() throws IOException {
    ledger = Files.createDirectories(folder.resolve("ledger"));
    git =
        new StockGit(
            ledger,
            Map.of(
                "GIT_AUTHOR_NAME", "w",
                "GIT_AUTHOR_EMAIL", "w@example.com",
                "GIT_COMMITTER_NAME", "w",
                "GIT_COMMITTER_EMAIL", "w@example.com"));
    git.run("init", "--quiet", "--initial-branch=main");
  }

  @Test
  void aDeploymentThatWasClosedOnceIsWell() throws IOException {
    String sha256 = add("d1/r1.json", "r1", "deployment-request", "d1");
    add("d1/r2.json", "r2", "deployment-manifest-opened", "d1");
    add("d1/r3.json", "r3", "deployment-manifest-closed", "d1");
    assertThat(check(acknowledged("d1/r1.json", sha256)))
        .isEqualTo(new LedgerCheck.Finding(3, 1, List.of()));
  }

  @Test
  void aRecordWithOtherBytesThanWereAcknowledgedIsAFault() throws IOException {
    add("d1/r1.json", "r1", "deployment-step", "d1");
    assertThat(check(acknowledged("d1/r1.json", "0".repeat(64))).faults())
        .containsExactly(
            "deployment-manifests: record d1/r1.json has other bytes than were acknowledged");
  }

  @Test
  void aManifestThatNobodyClosedIsAFault() throws IOException {
    add("d1/r1.json", "r1", "deployment-manifest-opened", "d1");
    assertThat(check().faults())
        .containsExactly(
            "deployment d1: expected at most 1 opened and exactly 1 closed manifest, found 1 and"
                + " 0");
  }

  @Test
  void aRecordThatIsThereTwiceIsAFault() throws IOException {
    add("d1/r1.json", "r1", "deployment-step", "d1");
    add("d2/r1.json", "r1", "deployment-step", "d1");
    assertThat(check().faults()).containsExactly("deployment-manifests: record r1 is there twice");
  }

  @Test
  void aRecordThatWasAcknowledgedAndIsNotThereIsAFault() throws IOException {
    add("d1/r1.json", "r1", "deployment-step", "d1");
    assertThat(check(acknowledged("d9/r9.json", "0".repeat(64))).faults())
        .containsExactly("deployment-manifests: acknowledged record d9/r9.json is lost");
  }

  private LedgerCheck.Finding check(TrialDeployments.Acknowledged... acknowledged) {
    git.run("add", ".");
    git.run("commit", "--quiet", "--message", "records");
    return LedgerCheck.run(
        folder.resolve("clones"), Map.of(VOLUME, ledger.toString()), List.of(acknowledged));
  }

  private static TrialDeployments.Acknowledged acknowledged(String path, String sha256) {
    return new TrialDeployments.Acknowledged("d1", VOLUME, path, sha256, VOLUME + ":1");
  }

  private String add(String path, String id, String kind, String subject) throws IOException {
    Path file = ledger.resolve(path);
    Files.createDirectories(file.getParent());
    String record =
        "{\"kind\":\"%s\",\"record_id\":\"%s\",\"subject_id\":\"%s\"}".formatted(kind, id, subject);
    Files.writeString(file, record);
    return Sha256.of(record.getBytes(StandardCharsets.UTF_8)).value();
  }
}
