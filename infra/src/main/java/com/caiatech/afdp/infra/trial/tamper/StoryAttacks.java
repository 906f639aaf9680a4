package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Owner;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.soundness.FindingKind;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import com.caiatech.afdp.schemas.verify.SourcesVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What thieves of the worker's key, of the gateway's and of both make of whole deployments. What
/// people ask for and approve in them is stated by the gateway's key: where the thief lacks it,
/// these are honest acts.
final class StoryAttacks {
  private final Loot loot;
  private final Honest honest;
  private final List<LedgerAttack> attacks = new ArrayList<>();

  private StoryAttacks(Loot loot, Honest honest) {
    this.loot = loot;
    this.honest = honest;
  }

  static List<LedgerAttack> all(Loot loot, Honest honest) {
    StoryAttacks stories = new StoryAttacks(loot, honest);
    stories.requests();
    stories.plans();
    stories.approvals();
    stories.traffic();
    stories.gatewayKey();
    stories.bothKeys();
    return stories.attacks;
  }

  private void requests() {
    story(
        "a manifest that nobody asked for",
        FindingKind.DANGLING_REFERENCE,
        "production",
        story -> {
          RecordRef nothing =
              new RecordRef(
                  Series.DEPLOYMENT_MANIFESTS.firstVolume(),
                  0,
                  "nothing",
                  Sha256.ofUtf8("nothing"));
          story.open(story.plan(), nothing);
        });
    story(
        "a manifest on the request of another deployment",
        FindingKind.DANGLING_REFERENCE,
        "production",
        story -> {
          StandingRecord other = honest.any(DeploymentRequest.class);
          story.open(story.plan(), other.ref());
        });
    story(
        "a manifest of other repositories than asked for",
        FindingKind.NO_REQUEST,
        "production",
        story -> {
          RecordRef request = story.request();
          story.open(story.plan(elsewhere(story.plan())), request);
        });
  }

  private void plans() {
    story(
        "a plan swapped under its digest",
        FindingKind.PLAN_MISMATCH,
        "production",
        story -> {
          RecordRef request = story.request();
          DeploymentManifestOpened honestly =
              DeploymentManifestOpened.of(
                  1, story.plan(), ForgedDeployment.REQUESTER, request, null);
          story.open(
              new DeploymentManifestOpened(
                  1,
                  story.plan(Map.of()),
                  honestly.planSha256(),
                  ForgedDeployment.REQUESTER,
                  request,
                  null,
                  null,
                  null));
        });
    story(
        "a sequence used twice",
        FindingKind.SEQUENCE_REPEATED,
        "production",
        story -> {
          RecordRef request = story.request();
          story.open(1, story.plan(), request, null);
        });
    story(
        "a sequence left out",
        FindingKind.SEQUENCE_BROKEN,
        "production",
        story -> {
          RecordRef request = story.request();
          StandingRecord last = Objects.requireNonNull(honest.lastOpened(scope("production")));
          long before = ((DeploymentManifestOpened) last.record().body()).sequence();
          story.open(before + 2, story.plan(), request, last.ref());
        });
    contradicting(
        "another tree than the commit's",
        it -> with(it, Sha256.ofUtf8("another tree"), it.shipped()));
    contradicting(
        "other commits than were shipped",
        it -> with(it, it.sourceSha256(), new CommitSet(99, Sha256.ofUtf8("others"))));
  }

  /// A manifest that says something else of its sources than the repository does.
  private void contradicting(String name, UnaryOperator<DeployedSource> change) {
    add(
        Thief.WORKER_KEY,
        name,
        Ledgers.sources(SourcesVerdict.State.CONTRADICT),
        "production",
        story -> {
          RecordRef request = story.request();
          story.open(story.plan(changed(story.plan(), change)), request);
        });
  }

  private void approvals() {
    story(
        "traffic without the approval that the policy asks for",
        FindingKind.MISSING_APPROVAL,
        "production",
        story -> {
          opened(story);
          story.go(story.checks());
          story.traffic();
        });
    story(
        "traffic where no rule says who approves",
        FindingKind.NO_RULE,
        "nowhere",
        story -> {
          RecordRef request = story.request();
          story.open(1, story.plan(), request, null);
          story.go(story.checks());
          story.traffic();
        });
    add(
        Thief.BOTH_KEYS,
        "an approval by who asked",
        Ledgers.finding(FindingKind.MISSING_APPROVAL),
        "production",
        story -> {
          opened(story);
          approved(story, ForgedDeployment.REQUESTER);
        });
    attacks.add(
        new LedgerAttack(
            Thief.BOTH_KEYS,
            "an approval by another id of who asked, whose owner is known",
            Ledgers.finding(FindingKind.MISSING_APPROVAL),
            ledgers -> {
              own(ledgers);
              ForgedDeployment story = forged(ledgers, "production");
              opened(story);
              approved(story, ForgedDeployment.APPROVER);
            }));
  }

  private void traffic() {
    story(
        "traffic that nothing was relied on for",
        FindingKind.NO_GO,
        "production",
        story -> {
          opened(story);
          story.checks();
          story.approval(ForgedDeployment.APPROVER);
          story.traffic();
        });
    story(
        "leave given after the traffic",
        FindingKind.NO_GO,
        "production",
        story -> {
          opened(story);
          List<RecordRef> relied = new ArrayList<>(story.checks());
          relied.add(story.approval(ForgedDeployment.APPROVER));
          story.traffic();
          story.go(relied);
        });
    story(
        "traffic without its checks",
        FindingKind.MISSING_CHECK,
        "production",
        story -> {
          opened(story);
          story.go(List.of(story.approval(ForgedDeployment.APPROVER)));
          story.traffic();
        });
    story(
        "an end that leaves out a record",
        FindingKind.UNNAMED_RECORD,
        "production",
        story -> {
          opened(story);
          approved(story, ForgedDeployment.APPROVER);
          story.close(story.records().subList(0, 2));
        });
    story(
        "an end that names what never was",
        FindingKind.DANGLING_REFERENCE,
        "production",
        story -> {
          opened(story);
          approved(story, ForgedDeployment.APPROVER);
          List<RecordRef> named = new ArrayList<>(story.records());
          named.add(
              new RecordRef(
                  Series.APPROVALS.firstVolume(), 0, "nothing", Sha256.ofUtf8("nothing")));
          story.close(named);
        });
  }

  private void gatewayKey() {
    gatewayOnly(
        "an approval with a proof, without a signature", ViolationKind.UNSIGNED, draft -> {});
    gatewayOnly(
        "an approval with a proof, signed by another key",
        ViolationKind.UNKNOWN_KEY,
        draft -> draft.signedBy(loot.stranger));
  }

  private void gatewayOnly(String name, ViolationKind expected, Consumer<ForgedCommit> signing) {
    attacks.add(
        new LedgerAttack(
            Thief.GATEWAY_KEY,
            name,
            Ledgers.violation(expected),
            ledgers -> {
              ForgedDeployment story = forged(ledgers, "production");
              opened(story);
              LedgerRecord approval =
                  LedgerRecord.of(
                      story.approvalHeader(),
                      story.proven(
                          story.approvalHeader(),
                          RecordInput.of(story.approved(ForgedDeployment.APPROVER))));
              ledgers.of(Series.APPROVALS).commit(draft -> signing.accept(draft.add(approval)));
            }));
  }

  private void bothKeys() {
    add(
        Thief.BOTH_KEYS,
        "a deployment in the names of two people",
        Outcome.NOTHING,
        "production",
        story -> {
          opened(story);
          approved(story, ForgedDeployment.APPROVER);
          story.close(List.copyOf(story.records()));
        });
    add(
        Thief.BOTH_KEYS,
        "a deployment to where nobody has to approve",
        Outcome.NOTHING,
        "staging",
        story -> {
          opened(story);
          story.go(story.checks());
          story.traffic();
          story.close(List.copyOf(story.records()));
        });
    add(
        Thief.BOTH_KEYS,
        "an approval by another id of who asked, whose owner is not known",
        Outcome.NOTHING,
        "production",
        story -> {
          opened(story);
          approved(story, ForgedDeployment.APPROVER);
        });
  }

  private void opened(ForgedDeployment story) {
    RecordRef request = story.request();
    story.open(story.plan(), request);
  }

  private static void approved(ForgedDeployment story, PersonId by) {
    List<RecordRef> relied = new ArrayList<>(story.checks());
    relied.add(story.approval(by));
    story.go(relied);
    story.traffic();
  }

  /// The roots say that both ids are one human's.
  private void own(Ledgers ledgers) {
    LedgerRecord policy = honest.any(Policy.class).record();
    Owner owner =
        new Owner(
            "human-1",
            List.of(ForgedDeployment.REQUESTER, ForgedDeployment.APPROVER),
            List.of(IndexRange.all(Series.DEPLOYMENT_MANIFESTS.firstVolume())));
    ledgers
        .of(Series.TRUST_POLICY)
        .write(
            PolicySigner.sign(WorkerKeyAttacks.nextPolicy(policy, List.of(owner)), loot.root),
            loot.worker);
  }

  private static Map<SourceRole, DeployedSource> elsewhere(Plan plan) {
    return changed(
        plan,
        it ->
            new DeployedSource(
                new RepositoryName("elsewhere"),
                null,
                it.commitHash(),
                it.sourceSha256(),
                it.previousCommitHash(),
                it.shipped(),
                it.withdrew()));
  }

  private static Map<SourceRole, DeployedSource> changed(
      Plan plan, UnaryOperator<DeployedSource> change) {
    Map<SourceRole, DeployedSource> sources = new TreeMap<>();
    plan.sources().forEach((role, source) -> sources.put(role, change.apply(source)));
    return sources;
  }

  private static DeployedSource with(
      DeployedSource source, Sha256 tree, @Nullable CommitSet shipped) {
    return new DeployedSource(
        source.repository(),
        source.part(),
        source.commitHash(),
        tree,
        source.previousCommitHash(),
        shipped,
        source.withdrew());
  }

  private void story(
      String name, FindingKind expected, String environment, Consumer<ForgedDeployment> harm) {
    add(Thief.WORKER_KEY, name, Ledgers.finding(expected), environment, harm);
  }

  private void add(
      Thief thief,
      String name,
      String expected,
      String environment,
      Consumer<ForgedDeployment> harm) {
    attacks.add(
        new LedgerAttack(
            thief, name, expected, ledgers -> harm.accept(forged(ledgers, environment))));
  }

  private ForgedDeployment forged(Ledgers ledgers, String environment) {
    StandingRecord pattern = honest.any(DeploymentManifestOpened.class);
    return new ForgedDeployment(
        ledgers,
        loot,
        honest,
        pattern,
        Scope.parse(environment, pattern.record().header().scope().serviceText()));
  }

  private Scope scope(String environment) {
    return Scope.parse(
        environment,
        honest.any(DeploymentManifestOpened.class).record().header().scope().serviceText());
  }
}
