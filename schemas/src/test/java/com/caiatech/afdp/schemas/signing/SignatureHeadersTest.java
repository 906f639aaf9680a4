package com.caiatech.afdp.schemas.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.git.BoundedRepository;
import com.caiatech.afdp.schemas.git.HandMade;
import com.caiatech.afdp.schemas.ledger.LedgerLimits;
import com.caiatech.afdp.schemas.ledger.RawCommit;
import com.caiatech.afdp.schemas.ledger.TestTrust;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which bytes of a commit its signature covers, by us and by stock Git and GnuPG.
class SignatureHeadersTest {
  private final OpenPgpSecretKey key = TestTrust.key("signer");
  @TempDir Path folder;
  private BoundedRepository repository;
  private HandMade made;
  private GnuPg gnupg;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = BoundedRepository.open(folder.resolve("r.git"), LedgerLimits.GIT);
    made = new HandMade(repository);
    gnupg = new GnuPg();
    GnuPg.require(
        gnupg.gpg(key.publicKey().armored().getBytes(StandardCharsets.UTF_8), "--import"));
  }

  @AfterEach
  void closeRepository() throws Exception {
    repository.close();
    gnupg.close();
  }

  @Test
  void oneSignatureCoversAllButItself() throws Exception {
    expect(true, commit(payload(), signature(payload(), "gpgsig")));
    expect(false, commit(payload().replace("by hand", "by hant"), signature(payload(), "gpgsig")));
  }

  @Test
  void aSignatureForAnotherHashIsCoveredByNoSignature() throws Exception {
    String other = signature("anything", "gpgsig-sha256");
    expect(true, commit(payload(), signature(payload(), "gpgsig") + other));
    expect(true, commit(payload(), other + signature(payload(), "gpgsig")));
    expect(false, commit(payload(), signature(with(payload(), other), "gpgsig") + other));
    expect(false, commit(payload(), signature(payload(), "gpgsig-sha256")));
  }

  @Test
  void everyHeaderWhoseNameBeginsSoIsCoveredByNoSignature() throws Exception {
    String like = "gpgsignature of nobody\n and more\n";
    expect(true, commit(payload(), like + signature(payload(), "gpgsig")));
    expect(false, commit(payload(), signature(with(payload(), like), "gpgsig") + like));
  }

  @Test
  void twoSignaturesAreNone() throws Exception {
    String signature = signature(payload(), "gpgsig");
    expect(false, commit(payload(), signature + signature));
    expect(false, commit(payload(), signature + "note between\n" + signature(payload(), "gpgsig")));
  }

  @Test
  void otherHeadersAreCovered() throws Exception {
    for (String header :
        List.of(
            "encoding ISO-8859-1\n", "mergetag object x\n type commit\n \n text\n", "HG:x y\n")) {
      expect(true, commit(payload(), header + signature(with(payload(), header), "gpgsig")));
      expect(false, commit(payload(), header + signature(payload(), "gpgsig")));
    }
  }

  @Test
  void aSignatureWithOtherLineEndsIsReadAsStockGitDoes() throws Exception {
    String signature = signature(payload(), "gpgsig").replace("\n", "\r\n");
    expect(true, commit(payload(), signature));
  }

  @Test
  void aSignatureInTheMessageIsNone() throws Exception {
    String inMessage = payload() + signature(payload(), "gpgsig");
    expect(false, inMessage);
  }

  /// Judges the commit by both.
  private void expect(boolean good, String commit) throws Exception {
    ObjectId id = made.insert(Constants.OBJ_COMMIT, commit.getBytes(StandardCharsets.UTF_8));
    RawCommit raw = RawCommit.parse(commit.getBytes(StandardCharsets.UTF_8));
    SignatureCheck ours =
        OpenPgpVerifier.check(
            raw.signedPayload(),
            raw.signature(),
            Map.of(key.publicKey().fingerprint(), key.publicKey()));
    assertThat(ours instanceof SignatureCheck.Good).as("%s for%n%s", ours, commit).isEqualTo(good);
    GnuPg.Outcome theirs =
        gnupg.git(folder.resolve("r.git"), new byte[0], "verify-commit", id.name());
    assertThat(theirs.exitCode() == 0).as("%s for%n%s", theirs.all(), commit).isEqualTo(good);
  }

  private String payload() {
    return HandMade.commitText(made.tree());
  }

  private static String commit(String payload, String headers) {
    return with(payload, headers);
  }

  private static String with(String payload, String headers) {
    int message = payload.indexOf("\n\n") + 1;
    return payload.substring(0, message) + headers + payload.substring(message);
  }

  private String signature(String payload, String header) {
    String armored =
        key.signDetached(
            payload.getBytes(StandardCharsets.UTF_8), Instant.parse("2026-01-31T12:00:00Z"));
    return header + " " + armored.strip().replace("\n", "\n ") + "\n";
  }
}
