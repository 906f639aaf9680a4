package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Workers whose trust policy goes on in another volume.
class PolicySuccessorTest {
  private static final VolumeName FIRST = Series.TRUST_POLICY.firstVolume();
  private static final VolumeName SECOND = FIRST.next();

  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private TestPlatform platform;

  @BeforeEach
  void makePlatform() throws Exception {
    platform = new TestPlatform(Files.createDirectory(folder.resolve("host")));
    platform.start(clock).close();
  }

  @Test
  void theRecordsThatOpenItBeginItAndLaterPoliciesGoThere() {
    try (Ledgers ledgers = open()) {
      assertThat(write(ledgers, "a").ref().index()).isZero();
      List<Receipt> opened = openSuccessor(ledgers);
      assertThat(opened).extracting(it -> it.ref().volume()).containsOnly(SECOND);
      assertThat(opened).extracting(it -> it.ref().index()).containsExactlyInAnyOrder(0L, 1L);
      assertThat(openSuccessor(ledgers)).allMatch(Receipt::standing);
      assertThat(write(ledgers, "b").ref().index()).isEqualTo(1);

      Receipt revoking = revoke(ledgers);
      assertThat(revoking.ref().volume()).isEqualTo(SECOND);
      assertThatThrownBy(() -> write(ledgers, "c"))
          .isInstanceOf(WorkersException.RecordRefused.class)
          .hasMessageContaining("key-outside-role");
      assertThat(ledgers.policies().currentOrNobody().version()).isEqualTo(3);
    }
    try (Ledgers again = open()) {
      TrustPolicy policy = again.policies().currentOrNobody();
      assertThat(policy.version()).isEqualTo(3);
      assertThat(verify(FIRST, policy).sound()).isTrue();
      assertThat(verify(SECOND, policy).sound()).isTrue();
      assertThat(again.readings().about(Series.TRUST_POLICY, platform.policy.header().subject()))
          .hasSize(4)
          .allMatch(entry -> entry.standing().isPresent());
    }
  }

  @Test
  void aVolumeThatIsNotConfiguredIsNotOpened() {
    try (Ledgers ledgers = platform.open(clock)) {
      assertThatThrownBy(() -> openSuccessor(ledgers))
          .isInstanceOf(WorkersException.RecordRefused.class)
          .hasMessageContaining("Opening trust-policy-2: expected its address in the platform's");
    }
    assertThat(platform.folder.resolve(SECOND + ".git")).doesNotExist();
  }

  @Test
  void whatTheRootsDidNotSignAndAnEndThatIsForgedAreRefusedWithTheReason() {
    try (Ledgers ledgers = open()) {
      SuccessorVolume end = end();
      refused(
          ledgers, end, platform.worker, "expected signatures of 1 roots of version 1, found 0");
      SuccessorVolume forged =
          new SuccessorVolume(
              SECOND,
              Series.TRUST_POLICY,
              end.finalSize(),
              Sha256.ofUtf8("another"),
              end.finalCommit(),
              List.of());
      refused(ledgers, forged, platform.root, "expected trust-policy to end with 1 entries, root");
      assertThatThrownBy(() -> ledgers.writer().write(List.of(opening(end, platform.root))))
          .hasMessageContaining("the policy that grants it");
    }
    assertThat(verify(SECOND, TrustPolicy.nobody()).end().head()).isNull();
  }

  @Test
  void whatIsRecordedBeyondTheEndCountsForNobodyWhoKnowsTheSuccessor() {
    try (Ledgers ledgers = open();
        Ledgers elsewhere = platform.open(clock)) {
      openSuccessor(ledgers);
      List<Grant> grants = List.of(platform.grant(platform.worker), platform.grant(other()));
      elsewhere.writer().write(List.of(RecordToWrite.of(platform.policy(2, grants))));
      assertThat(write(ledgers, "a").standing()).isFalse();
      assertThat(ledgers.policies().versions()).hasSize(2);
      assertThat(verify(FIRST, ledgers.policies().currentOrNobody()).violated()).isEqualTo(1);
    }
  }

  @Test
  void policiesGoOnWhereTheHostOfTheFirstVolumeIsLostBehindItsEnd() throws Exception {
    try (Ledgers ledgers = open();
        GitDaemon host = new GitDaemon(platform.folder)) {
      SharedDisk.open(path(SECOND)).close();
      try (Ledgers remote = remote(host.address())) {
        assertThat(write(remote, "a").ref().index()).isZero();
        openSuccessor(ledgers);
        assertThat(remote.policies().versions()).hasSize(1);
        revoke(ledgers);
        assertThatThrownBy(() -> write(remote, "b"))
            .isInstanceOf(WorkersException.RecordRefused.class);
      }
      Files.move(path(FIRST), folder.resolve("lost.git"));
      try (Ledgers again = remote(host.address())) {
        assertThat(again.policies().versions()).hasSize(3);
      }
    }
  }

  @Test
  void aFirstVolumeThatIsBrokenForGoodIsFollowed() throws Exception {
    new StockGit(folder.resolve("home")).push(path(FIRST), Map.of("README.md", "hello"));
    try (Ledgers ledgers = open()) {
      assertThat(openSuccessor(ledgers)).extracting(it -> it.ref().volume()).containsOnly(SECOND);
      assertThat(write(ledgers, "a").standing()).isFalse();
    }
    try (Ledgers again = open()) {
      assertThat(again.policies().versions()).hasSize(2);
      assertThat(write(again, "a").standing()).isTrue();
    }
  }

  @Test
  void aVolumeThatSomebodyElseBeganCountsForNothingAndIsNotWritten() throws Exception {
    SharedDisk.open(path(SECOND)).close();
    String place = LedgerPath.of(platform.policy.header()).text();
    new StockGit(folder.resolve("home")).push(path(SECOND), Map.of(place, "{}"));
    try (Ledgers ledgers = open()) {
      assertThat(write(ledgers, "a").standing()).isFalse();
      refused(ledgers, end(), platform.root, "is opened by its own first commit alone");
      assertThat(ledgers.policies().versions()).hasSize(1);
    }
  }

  private void refused(
      Ledgers ledgers, SuccessorVolume end, OpenPgpSecretKey signer, String reason) {
    assertThatThrownBy(() -> ledgers.writer().write(List.of(opening(end, signer), granting())))
        .isInstanceOf(WorkersException.RecordRefused.class)
        .hasMessageContaining(reason);
  }

  private Receipt write(Ledgers ledgers, String name) {
    RecordToWrite record = RecordToWrite.of(TestPlatform.check(deployment, name, clock.instant()));
    return ledgers.writer().write(List.of(record)).getFirst();
  }

  private List<Receipt> openSuccessor(Ledgers ledgers) {
    return ledgers.writer().write(List.of(opening(end(), platform.root), granting()));
  }

  private RecordToWrite opening(SuccessorVolume end, OpenPgpSecretKey signer) {
    return signed(RecordKind.VOLUME, LogicalStep.volume(SECOND), end, signer);
  }

  /// The first volume as it stands.
  private SuccessorVolume end() {
    LedgerVerification first = verify(FIRST, TrustPolicy.nobody());
    CommitId head = Objects.requireNonNull(first.end().head());
    return new SuccessorVolume(
        SECOND, Series.TRUST_POLICY, first.end().size(), first.root(), head, List.of());
  }

  private RecordToWrite granting() {
    return policy(((Policy) platform.policy.body()).opening(SECOND), platform.root);
  }

  /// From now on no key may sign anything but what the trust policy holds.
  private Receipt revoke(Ledgers ledgers) {
    Policy current = ledgers.policies().currentOrNobody().policy();
    return ledgers
        .writer()
        .write(List.of(policy(withGrants(current, PolicySuccessorTest::ofPolicies), platform.root)))
        .getFirst();
  }

  private static Policy withGrants(Policy before, UnaryOperator<Grant> change) {
    return new Policy(
        before.version() + 1,
        before.roots(),
        before.threshold(),
        before.grants().stream().map(change).toList(),
        before.gatewayKeys(),
        before.personalKeys(),
        before.intentRules(),
        before.owners(),
        before.approvalRules(),
        before.causalMethods(),
        List.of());
  }

  private static Grant ofPolicies(Grant grant) {
    return new Grant(
        grant.fingerprint(),
        grant.publicKey(),
        grant.owner(),
        grant.role(),
        grant.kinds().stream()
            .filter(kind -> kind.startsWith("policy") || kind.startsWith("volume"))
            .toList(),
        grant.environments(),
        grant.services(),
        grant.ranges());
  }

  private RecordToWrite policy(Policy policy, OpenPgpSecretKey signer) {
    return signed(RecordKind.POLICY, LogicalStep.policy(policy.version()), policy, signer);
  }

  private RecordToWrite signed(
      RecordKind kind, String step, RecordBody body, OpenPgpSecretKey signer) {
    Header header =
        new Header(
            kind,
            platform.policy.header().subject(),
            step,
            Scope.global(),
            platform.policy.header().timestamp());
    return RecordToWrite.of(PolicySigner.sign(LedgerRecord.of(header, body), signer));
  }

  private static OpenPgpSecretKey other() {
    return OpenPgpSecretKey.generate("AFDP other <other@afdp.invalid>", TestPlatform.KEYS_MADE);
  }

  private Ledgers open() {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      stores.put(series, SharedDisk.open(platform.repository(series)));
    }
    return open(stores, folder.resolve("marks"));
  }

  private Ledgers remote(URI address) {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      String name = series.value() + ".git";
      stores.put(
          series, GitHost.open(address.resolve("/" + name), folder.resolve("clone/" + name), null));
    }
    return open(stores, folder.resolve("remote-marks"));
  }

  private Ledgers open(Map<Series, VolumeStore> stores, Path marks) {
    return Ledgers.open(
        stores,
        List.of(SECOND),
        platform.identity(),
        platform.pinned(),
        marks,
        platform.evidence(),
        clock,
        moved -> {});
  }

  private Path path(VolumeName volume) {
    return platform.folder.resolve(volume + ".git");
  }

  private LedgerVerification verify(VolumeName volume, TrustPolicy policy) {
    try (SharedDisk disk = SharedDisk.open(path(volume))) {
      return LedgerVerification.run(
          new VolumeReader(disk.repository(), Series.of(volume), volume), policy, commit -> {});
    }
  }
}
