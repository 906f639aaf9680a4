package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RootKey;
import com.caiatech.afdp.schemas.record.SchemaVersion;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.util.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A platform whose trust policy is from before there were registrations.
class TrustGrantCommandTest {
  private static final List<SchemaVersion> REGISTRATION =
      List.of(new SchemaVersion(RecordKind.REGISTRATION, 1));

  @TempDir Path folder;
  private Commands afdp;
  private StateLayout layout;
  private OpenPgpSecretKey second;

  @BeforeEach
  void beginWithAnOldPolicy() throws IOException {
    layout = new StateLayout(folder.resolve("state"));
    afdp = new Commands(folder, layout.root());
    second =
        OpenPgpSecretKey.readOrGenerate(folder.resolve("second.asc"), "Second <s@afdp.invalid>");
    beginWith(1);
  }

  @Test
  void theCommandThatUpNamesGrantsWhatIsMissing() throws Exception {
    assertThat(bootstrap().ungranted()).isEqualTo(REGISTRATION);
    Commands.Ended ended = afdp.onState("trust", "grant", "--missing");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("may sign registration/1 by trust policy 2");
    assertThat(bootstrap().ungranted()).isEmpty();
    Commands.Ended again = afdp.onState("trust", "grant", "registration");
    assertThat(again.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(again.err()).contains("may sign them already by policy 2; nothing was changed");
  }

  @Test
  void asManyRootsSignAsThePolicyAsksFor() throws Exception {
    FileUtils.delete(layout.root().toFile(), FileUtils.RECURSIVE);
    beginWith(2);
    Commands.Ended alone = afdp.onState("trust", "grant", "registration");
    assertThat(alone.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(alone.err())
        .contains("expected the keys of 2 roots of policy 1, found 1; name further ones with");
    String key = folder.resolve("second.asc").toString();
    Commands.Ended both = afdp.onState("trust", "grant", "registration", "--root-key", key);
    assertThat(both.code()).as(both.err()).isZero();
    assertThat(bootstrap().ungranted()).isEmpty();
  }

  @Test
  void aKeyThatIsNoRootOfThePolicySignsNothing() throws Exception {
    OpenPgpSecretKey stranger =
        OpenPgpSecretKey.readOrGenerate(folder.resolve("third.asc"), "Third <t@afdp.invalid>");
    String strangerFile = folder.resolve("third.asc").toString();
    KeyFingerprint own = OpenPgpSecretKey.read(layout.rootKey()).fingerprint();
    String roots = List.of(own, second.fingerprint()).toString();
    for (String[] line :
        new String[][] {
          {"trust", "grant", "registration"},
          {"ledger", "leave-out", "trust-policy", "0"},
          {"ledger", "successor", "--series", "trust-policy"}
        }) {
      List<String> arguments = new ArrayList<>(List.of(line));
      arguments.addAll(List.of("--root-key", strangerFile));
      Commands.Ended refused = afdp.onState(arguments.toArray(String[]::new));
      assertThat(refused.code()).as(String.join(" ", line)).isEqualTo(ExitCode.REFUSED.code());
      assertThat(refused.err())
          .contains(
              "expected keys of roots of policy 1, which are " + roots,
              "found " + stranger.fingerprint() + " in " + strangerFile,
              "nothing was recorded");
    }
    assertThat(bootstrap().ungranted()).isEqualTo(REGISTRATION);
  }

  @Test
  void whereRootKeysAreKeptElsewhereThoseThatAreNamedSign() throws Exception {
    Files.delete(layout.rootKey());
    Commands.Ended none = afdp.onState("trust", "grant", "registration");
    assertThat(none.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(none.err())
        .contains(
            "expected the key of a root of policy 1, which are [",
            "in " + layout.rootKey() + ", found none; nothing was recorded; put it back, or name");
    assertThat(layout.rootKey()).doesNotExist();
    OpenPgpSecretKey made = OpenPgpSecretKey.readOrGenerate(layout.rootKey(), "N <n@afdp.invalid>");
    Commands.Ended alone = afdp.onState("trust", "grant", "registration");
    assertThat(alone.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(alone.err()).contains("found " + made.fingerprint() + " in " + layout.rootKey());
    String key = folder.resolve("second.asc").toString();
    Commands.Ended named = afdp.onState("trust", "grant", "registration", "--root-key", key);
    assertThat(named.code()).as(named.err()).isZero();
    assertThat(bootstrap().ungranted()).isEmpty();
  }

  @Test
  void aRootKeyThatIsKeptElsewhereNeedNotBeThereToSign() throws Exception {
    Files.delete(layout.rootKey());
    String key = folder.resolve("second.asc").toString();
    Commands.Ended named = afdp.onState("trust", "grant", "registration", "--root-key", key);
    assertThat(named.code()).as(named.err()).isZero();
    assertThat(layout.rootKey()).doesNotExist();
  }

  @Test
  void whatCannotBeMeantIsRefused() throws Exception {
    assertThat(afdp.onState("trust", "grant").code()).isEqualTo(2);
    Commands.Ended unknown = afdp.onState("trust", "grant", "policy");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("KIND: expected one of deployment-request", "found 'policy'");
    Commands.Ended stranger =
        afdp.onState("trust", "grant", "registration", "--key", "a".repeat(40));
    assertThat(stranger.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(stranger.err()).contains("expected a key of policy 1");
  }

  private Bootstrap bootstrap() {
    try (StateFolder state = StateFolder.open(layout.root())) {
      return Bootstrap.ensure(state.layout());
    }
  }

  /// Makes a state folder, and begins its ledgers anew with another first policy.
  private void beginWith(int threshold) throws IOException {
    Bootstrap made = bootstrap();
    LedgerRecord today = made.identities().firstPolicy();
    Policy policy = (Policy) today.body();
    OpenPgpSecretKey root = OpenPgpSecretKey.read(layout.rootKey());
    Policy old =
        new Policy(
            1,
            List.of(
                new RootKey(root.fingerprint(), root.publicKey().armored()),
                new RootKey(second.fingerprint(), second.publicKey().armored())),
            threshold,
            policy.grants().stream().map(TrustGrantCommandTest::withoutRegistration).toList(),
            policy.gatewayKeys(),
            policy.personalKeys(),
            policy.intentRules(),
            policy.owners(),
            policy.approvalRules(),
            policy.causalMethods(),
            List.of());
    LedgerRecord signed =
        PolicySigner.sign(PolicySigner.sign(LedgerRecord.of(today.header(), old), root), second);
    Files.write(layout.firstPolicy(), RecordCodec.encode(signed));
    for (Path begun : List.of(layout.ledger("trust-policy"), layout.marks())) {
      FileUtils.delete(begun.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    }
  }

  private static Grant withoutRegistration(Grant grant) {
    return new Grant(
        grant.fingerprint(),
        grant.publicKey(),
        grant.owner(),
        grant.role(),
        grant.kinds().stream().filter(kind -> !kind.equals("registration")).toList(),
        grant.environments(),
        grant.services(),
        grant.ranges());
  }
}
