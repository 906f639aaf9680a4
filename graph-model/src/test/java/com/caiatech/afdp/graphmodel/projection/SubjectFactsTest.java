package com.caiatech.afdp.graphmodel.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubjectFactsTest {
  private static final VolumeName VOLUME = Series.DEPLOYMENT_MANIFESTS.firstVolume();
  private static final VolumeName SUCCESSOR = new VolumeName(VOLUME + "-2");

  private final DeploymentId id = DeploymentId.create(Story.START);

  @Test
  void aFurtherAttemptSaysNothingWhileOneBeforeItIsTrustedWhateverTheRecordedTimes() {
    SubjectRecord first = request(VOLUME, 7, 20, "first");
    SubjectRecord second = request(VOLUME, 10, 20, "second");
    SubjectRecord third = request(SUCCESSOR, 0, 10, "third");

    assertThat(facts(third, second, first)).isEqualTo(facts(first));
    assertThat(facts(third, second)).isEqualTo(facts(second));
    assertThat(reasons(facts(third))).containsExactly("third");
    assertThat(reasons(facts(second))).containsExactly("second");
  }

  @Test
  void leaveToGoIsEvidenceOfTheDeploymentAndNoStepOfIt() {
    Story story = new Story();
    DeploymentId deployed = story.deploy(1);
    List<SubjectRecord> records =
        story.volumes().values().stream()
            .flatMap(Collection::stream)
            .map(ProjectedEntry::trustedRecord)
            .flatMap(Optional::stream)
            .toList();
    SubjectRecord go =
        records.stream()
            .filter(it -> it.record().header().logicalStep().equals(LogicalStep.GO))
            .findFirst()
            .orElseThrow();

    List<Fact> facts = SubjectFacts.of(deployed.subject(), records);

    assertThat(nodes(facts, NodeKind.STEP))
        .extracting(step -> step.properties().get(Properties.NUMBER))
        .containsExactly(1L, 2L);
    assertThat(nodes(facts, NodeKind.STEP))
        .extracting(Fact.Node::id)
        .doesNotContain(Urns.step(go.recordId()));
    assertThat(facts)
        .anyMatch(
            fact ->
                fact instanceof Fact.Edge edge
                    && edge.kind() == EdgeKind.DEPLOYMENT_EVIDENCE
                    && edge.to().equals(Urns.record(go.volume(), go.index())));
    assertThat(SubjectFacts.of(deployed.subject(), List.of(go))).isEmpty();
  }

  private List<Fact> facts(SubjectRecord... records) {
    return SubjectFacts.of(id.subject(), List.of(records));
  }

  private static List<Object> reasons(List<Fact> facts) {
    return nodes(facts, NodeKind.DEPLOYMENT).stream()
        .map(node -> node.properties().getOrDefault(Properties.REASON, ""))
        .toList();
  }

  private static List<Fact.Node> nodes(List<Fact> facts, NodeKind kind) {
    return facts.stream()
        .filter(Fact.Node.class::isInstance)
        .map(Fact.Node.class::cast)
        .filter(node -> node.kind() == kind)
        .toList();
  }

  private SubjectRecord request(VolumeName volume, long index, long seconds, String reason) {
    LedgerRecord record =
        LedgerRecord.of(
            new Header(
                RecordKind.DEPLOYMENT_REQUEST,
                id.subject(),
                LogicalStep.REQUEST,
                Scope.of(Story.STAGING, Story.SERVICE),
                Story.START),
            new DeploymentRequest(
                RequestedAction.DEPLOY,
                Map.of(SourceRole.APPLICATION, new RequestedSource(Story.REPOSITORY, "main")),
                null,
                Story.ANN,
                reason,
                null));
    return new SubjectRecord(volume, index, Story.START.plusSeconds(seconds), record);
  }
}
