package com.caiatech.afdp.graphmodel.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.soundness.FindingKind;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.caiatech.afdp.schemas.soundness.SubjectVerifier;
import com.caiatech.afdp.schemas.soundness.Surroundings;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a timeline tells of any moment is what the verifier says of the records that were there
/// then and counted, under the policy of then.
class SoundnessTimelineTest {
  /// The nightly run asks for more.
  private static final int HISTORIES = Integer.getInteger("afdp.histories", 40);

  private static final int MOMENTS = 10;

  /// What holds at one moment.
  private record Answer(
      Optional<SubjectVerdict.Records> records, Set<SubjectVerdict.Finding> findings) {
    static final Answer NONE = new Answer(Optional.empty(), Set.of());
  }

  @Test
  void aTimelineTellsOfAnyMomentWhatTheVerifierSaysOfIt() {
    Set<SubjectVerdict.Records> seen = EnumSet.noneOf(SubjectVerdict.Records.class);
    Set<FindingKind> kinds = EnumSet.noneOf(FindingKind.class);
    int none = 0;
    for (int seed = 1; seed <= HISTORIES; seed++) {
      Random random = new Random(seed);
      Story story = new Story();
      DeploymentId first = story.deploy(1);
      story.goBack(1 + random.nextInt(2), story.deploy(2), first);
      story.deploy(3);
      Ledgers ledgers = Ledgers.of(Variations.doubted(story.volumes(), random), random);
      for (SubjectId deployment : ledgers.deployments()) {
        SoundnessTimeline.Told told = ledgers.told(deployment);
        for (int i = 0; i < MOMENTS; i++) {
          Instant moment = Story.START.plusMillis(random.nextInt(12_000));
          Answer expected = ledgers.judge(deployment, moment);
          assertThat(at(moment, told))
              .as("history %d, %s as of %s", seed, deployment, moment)
              .isEqualTo(expected);
          expected.records().ifPresent(seen::add);
          expected.findings().forEach(it -> kinds.add(it.kind()));
          none += expected.equals(Answer.NONE) ? 1 : 0;
        }
      }
    }
    assertThat(seen).containsExactly(SubjectVerdict.Records.SOUND, SubjectVerdict.Records.UNSOUND);
    assertThat(kinds)
        .contains(
            FindingKind.DANGLING_REFERENCE,
            FindingKind.MISSING_APPROVAL,
            FindingKind.OTHER_COMMITS);
    assertThat(none).isPositive();
  }

  private static Answer at(Instant moment, SoundnessTimeline.Told told) {
    List<SoundnessTimeline.Verdict> verdicts =
        told.verdicts().stream().filter(it -> it.during().contains(moment)).toList();
    assertThat(verdicts).as("verdicts at one moment").hasSizeLessThan(2);
    return new Answer(
        verdicts.stream().map(SoundnessTimeline.Verdict::records).findFirst(),
        told.findings().stream()
            .filter(it -> it.during().contains(moment))
            .map(it -> it.claim().finding())
            .collect(Collectors.toSet()));
  }

  /// All entries of some ledgers, asked in the plainest way.
  private record Ledgers(List<ProjectedEntry> entries, PolicyHistory policies) {
    static Ledgers of(Map<Series, List<ProjectedEntry>> volumes, Random random) {
      List<ProjectedEntry> entries = new ArrayList<>();
      volumes.values().forEach(entries::addAll);
      Instant newer = Story.START.plusMillis(random.nextInt(8000));
      return new Ledgers(entries, StoryPolicies.since(newer, random.nextInt(3), List.of()));
    }

    List<SubjectId> deployments() {
      return entries.stream().map(ProjectedEntry::subject).distinct().toList();
    }

    SoundnessTimeline.Told told(SubjectId deployment) {
      SoundnessBasis basis = new SoundnessBasis();
      Map<SubjectId, List<BelievedRecord>> believed =
          entries.stream()
              .flatMap(it -> it.believedRecord().stream())
              .collect(Collectors.groupingBy(it -> it.record().record().header().subject()));
      believed.values().forEach(basis::add);
      for (ProjectedEntry it : entries) {
        basis.add(
            new SoundnessBasis.Spot(it.volume(), it.index()),
            new SoundnessBasis.Entry(it.path(), it.sha256(), it.recordedAt(), record(it)));
      }
      return SoundnessTimeline.of(
          deployment, believed.getOrDefault(deployment, List.of()), basis, policies);
    }

    Answer judge(SubjectId deployment, Instant moment) {
      List<StandingRecord> own =
          standing(moment).stream()
              .filter(it -> it.record().header().subject().equals(deployment))
              .toList();
      if (own.stream().noneMatch(it -> SoundnessTimeline.begins(deployment, it.record().body()))) {
        return Answer.NONE;
      }
      TrustPolicy policy = policies.asOf(moment).orElseGet(TrustPolicy::nobody);
      SubjectVerdict verdict = SubjectVerifier.judge(own, surroundings(moment), policy);
      return new Answer(
          Optional.of(verdict.records())
              .filter(records -> records != SubjectVerdict.Records.PENDING),
          Set.copyOf(verdict.findings()));
    }

    private List<StandingRecord> standing(Instant moment) {
      Set<RecordId> seen = new HashSet<>();
      return entries.stream()
          .sorted(
              Comparator.comparing(ProjectedEntry::volume).thenComparingLong(ProjectedEntry::index))
          .filter(it -> it.believedRecord().filter(at -> at.countsAt(moment)).isPresent())
          .filter(it -> seen.add(it.recordId()))
          .map(
              it ->
                  new StandingRecord(
                      it.volume(), it.index(), it.path(), it.recordedAt(), record(it)))
          .toList();
    }

    private Surroundings surroundings(Instant moment) {
      return new Surroundings() {
        @Override
        public Place at(RecordRef ref) {
          return entries.stream()
              .filter(it -> it.volume().equals(ref.volume()) && it.index() == ref.index())
              .filter(it -> !it.recordedAt().isAfter(moment))
              .findFirst()
              .<Place>map(
                  it ->
                      it.path().equals(ref.path()) && it.sha256().equals(ref.sha256())
                          ? new Place.Exists(record(it))
                          : new Place.Other())
              .orElseGet(Place.Unread::new);
        }

        @Override
        public Optional<RecordRef> firstOpened(Scope scope, long sequence) {
          return standing(moment).stream()
              .filter(it -> it.record().header().scope().equals(scope))
              .filter(
                  it ->
                      it.record().body() instanceof DeploymentManifestOpened opened
                          && opened.sequence() == sequence)
              .findFirst()
              .map(StandingRecord::ref);
        }

        @Override
        public Optional<LedgerRecord> opened(DeploymentId deployment) {
          return standing(moment).stream()
              .map(StandingRecord::record)
              .filter(it -> it.header().subject().value().equals(deployment.value()))
              .filter(it -> it.body() instanceof DeploymentManifestOpened)
              .findFirst();
        }
      };
    }

    private static LedgerRecord record(ProjectedEntry entry) {
      return Optional.ofNullable(entry.content()).orElseThrow().record();
    }
  }
}
