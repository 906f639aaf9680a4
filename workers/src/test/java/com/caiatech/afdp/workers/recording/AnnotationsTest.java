package com.caiatech.afdp.workers.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.record.Annotation.About;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.ledger.TestIncidents;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Annotations are of what is known, and further words on one are its author's.
final class AnnotationsTest extends RecordingsFixture {
  private static final PersonId MALLORY = new PersonId("p_" + "f".repeat(32));

  private final DeploymentId deployment = DeploymentId.create(now);

  @Test
  void oneIsMadeReplacedAndWithdrawnByItsAuthorAndWhatIsSentAgainStands() {
    reportIncident();
    RequestId request = RequestId.create(now);
    LedgerRecord first = noted(request, request, About.incident(incident), "slow");
    Receipt receipt = recorded(first);
    assertThat(recorded(first).ref()).as("sent again").isEqualTo(receipt.ref());
    assertThat(refusal(noted(request, request, About.incident(incident), "slower")).reason())
        .as("another text under the id")
        .isEqualTo(RefusalReason.CONFLICT);

    RequestId replacing = RequestId.create(now);
    LedgerRecord next = noted(request, replacing, About.incident(incident), "slower");
    Receipt replaced = recorded(next);
    assertThat(replaced.ref()).isNotEqualTo(receipt.ref());
    recorded(noted(request, RequestId.create(now), About.incident(incident), null));
    assertThat(recorded(next).ref()).as("sent again").isEqualTo(replaced.ref());
    assertThat(platform.verify(Series.INCIDENTS).trusted()).isEqualTo(4);
  }

  @Test
  void nobodyElseSaysMoreOfItAndNobodyOfAnotherThing() {
    reportIncident();
    recorded(platform.request(deployment, now));
    RequestId request = RequestId.create(now);
    recorded(noted(request, request, About.incident(incident), "slow"));

    LedgerRecord others =
        noted(request, RequestId.create(now), About.incident(incident), null, MALLORY);
    assertThat(refusal(others))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.FORBIDDEN,
                "annotation "
                    + request
                    + ": expected its author, who alone replaces or withdraws it, found another"
                    + " person; make one of your own; nothing was recorded"));
    assertThat(refusal(noted(request, RequestId.create(now), About.deployment(deployment), "slow")))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.INVALID_INPUT,
                "annotation "
                    + request
                    + ": expected one about deployment "
                    + deployment
                    + ", found one about incident "
                    + incident
                    + "; nothing was recorded"));
    RequestId nobody = RequestId.create(now);
    assertThat(refusal(noted(nobody, request, About.incident(incident), "slow")))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.UNKNOWN_ANNOTATION,
                "no annotation " + nobody + " was made; nothing was recorded"));
    assertThat(platform.verify(Series.INCIDENTS).trusted()).isEqualTo(2);
  }

  @Test
  void oneIsAboutWhatTheLedgersKnowOrACommitOfARegisteredRepository() {
    CommitId commit = new CommitId("c".repeat(40));
    assertThat(refusal(fresh(About.incident(incident))).reason())
        .isEqualTo(RefusalReason.UNKNOWN_INCIDENT);
    assertThat(refusal(fresh(About.deployment(deployment))).reason())
        .isEqualTo(RefusalReason.UNKNOWN_DEPLOYMENT);
    assertThat(refusal(fresh(About.report(deployment.subject()))).reason())
        .isEqualTo(RefusalReason.UNKNOWN_DEPLOYMENT);
    assertThat(refusal(fresh(About.commit(new RepositoryName("moon"), commit))))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.UNKNOWN_REPOSITORY,
                "repository: expected a registered one, found 'moon' of the commit; nothing was"
                    + " recorded"));
    assertThat(platform.verify(Series.INCIDENTS).trusted()).isZero();

    recorded(platform.request(deployment, now));
    recorded(fresh(About.deployment(deployment)));
    recorded(fresh(About.commit(new RepositoryName("shop"), commit)));
    RequestId request = RequestId.create(now);
    assertThat(refusal(noted(request, request, About.deployment(deployment), null)).reason())
        .as("a new one that says nothing")
        .isEqualTo(RefusalReason.INVALID_INPUT);
    assertThat(refusal(fresh(About.incident(new IncidentId(request.uuid())))).reason())
        .as("an annotation is no incident")
        .isEqualTo(RefusalReason.UNKNOWN_INCIDENT);
    assertThat(platform.verify(Series.INCIDENTS).trusted()).isEqualTo(2);
  }

  @Test
  void oneThatNobodyMeantOrAnotherMeantIsNotRecorded() {
    reportIncident();
    RequestId request = RequestId.create(now);
    LedgerRecord meant = noted(request, request, About.incident(incident), "slow");
    Annotation spoken = (Annotation) meant.body();
    Annotation forAnother = new Annotation(spoken.about(), spoken.text(), MALLORY, null);
    Annotation other = new Annotation(spoken.about(), "slower", spoken.annotatedBy(), null);
    for (RecordInput input :
        List.of(
            RecordInput.of(forAnother).with(Objects.requireNonNull(spoken.intent())),
            RecordInput.of(other).with(Objects.requireNonNull(spoken.intent())),
            RecordInput.of(other))) {
      assertThat(refusal(LedgerRecord.of(meant.header(), input)).reason())
          .isEqualTo(RefusalReason.INTENT_NOT_PROVEN);
    }
    assertThat(platform.verify(Series.INCIDENTS).trusted()).isEqualTo(1);
  }

  private void reportIncident() {
    recorded(
        platform.ofIncident(
            incident,
            LogicalStep.of(Action.REPORT_INCIDENT, new RequestId(incident.uuid())),
            TestIncidents.report(IncidentPhase.OPENED, now, null)));
  }

  private LedgerRecord fresh(About about) {
    RequestId request = RequestId.create(now);
    return noted(request, request, about, "slow");
  }

  private LedgerRecord noted(
      RequestId annotation, RequestId request, About about, @Nullable String text) {
    return noted(annotation, request, about, text, TestPlatform.ALICE);
  }

  private LedgerRecord noted(
      RequestId annotation,
      RequestId request,
      About about,
      @Nullable String text,
      PersonId person) {
    return platform.meant(
        new SubjectId(annotation.uuid()),
        LogicalStep.of(Action.ANNOTATE, request),
        new Annotation(about, text, person, null));
  }
}
