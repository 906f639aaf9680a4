package com.caiatech.afdp.schemas.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.record.Annotation.About;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AnnotationTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final PersonId ANN = new PersonId("p_" + "a".repeat(32));
  private static final PersonId BEN = new PersonId("p_" + "b".repeat(32));
  private static final RepositoryName SHOP = new RepositoryName("shop");
  private static final CommitId COMMIT = new CommitId("c".repeat(40));

  private final DeploymentId deployment = DeploymentId.create(NOW);
  private final IncidentId incident = IncidentId.create(NOW);

  @Test
  void it_is_about_exactly_one_thing() {
    assertThat(About.commit(SHOP, COMMIT)).hasToString("commit shop@" + COMMIT);
    assertThat(About.deployment(deployment)).hasToString("deployment " + deployment);
    assertThat(About.report(deployment.subject())).hasToString("report " + deployment);
    assertThatThrownBy(() -> new About(null, null, null, null, null))
        .hasMessageEndingWith("found 0 of them");
    assertThatThrownBy(() -> new About(deployment, null, incident, null, null))
        .hasMessageEndingWith("found 2 of them");
    assertThatThrownBy(() -> new About(null, null, incident, SHOP, null))
        .hasMessageEndingWith("found 1 and half of a commit");
  }

  @Test
  void only_its_author_tells_more_of_it_and_of_the_same_thing() {
    Annotation first = new Annotation(About.incident(incident), "slow", ANN, null);
    assertThat(new Annotation(About.incident(incident), null, ANN, null).follows(first)).isTrue();
    assertThat(new Annotation(About.incident(incident), "slow", BEN, null).follows(first))
        .isFalse();
    assertThat(new Annotation(About.deployment(deployment), "slow", ANN, null).follows(first))
        .isFalse();
  }

  @Test
  void the_schema_refuses_what_is_about_two_things_half_a_commit_or_says_too_much()
      throws IOException {
    Header header =
        new Header(RecordKind.ANNOTATION, incident.subject(), "annotate-1", Scope.global(), NOW);
    LedgerRecord good =
        LedgerRecord.of(
            header, new Annotation(About.commit(SHOP, COMMIT), "😀".repeat(1000), ANN, null));
    JsonNode tree = RecordJson.mapper().readTree(RecordCodec.encode(good));
    assertThat(RecordCodec.decode(CanonicalJson.of(tree))).isEqualTo(new DecodedRecord.Valid(good));
    String incident = this.incident.value();
    List<Consumer<ObjectNode>> changes =
        List.of(
            it -> about(it).put("incident_id", incident),
            it -> about(it).remove("commit_hash"),
            it -> about(it).put("incident_id", incident).remove("commit_hash"),
            it -> about(it).removeAll(),
            it -> it.put("text", ""),
            it -> it.put("text", "x".repeat(1001)));
    for (Consumer<ObjectNode> change : changes) {
      ObjectNode changed = tree.deepCopy();
      change.accept(changed);
      assertThat(RecordCodec.decode(CanonicalJson.of(changed)))
          .as(changed.toString())
          .isInstanceOf(DecodedRecord.SchemaViolation.class);
    }
  }

  private static ObjectNode about(ObjectNode record) {
    return (ObjectNode) record.get("about");
  }
}
