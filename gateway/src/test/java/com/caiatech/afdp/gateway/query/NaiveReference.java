package com.caiatech.afdp.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.record.RecordJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;

/// Compares an answer with what plain statements say, one for each object and field of the types
/// that it knows.
final class NaiveReference {
  private static final Set<String> TYPES =
      Set.of(
          "Deployment",
          "Service",
          "Environment",
          "Commit",
          "Repository",
          "Check",
          "Approval",
          "Incident",
          "Annotation",
          "SavedQuery",
          "Record",
          "SigningKey",
          "Ledger",
          "Violation");
  private static final Set<String> COMPUTED =
      Set.of(
          "body",
          "description",
          "components",
          "violationCount",
          "pending",
          "commitCount",
          "stopped",
          "source",
          "displayName");
  private static final Map<String, String> HOPS =
      Map.ofEntries(
          Map.entry("Deployment.service", "-[:OF]->"),
          Map.entry("Deployment.environment", "-[:TO]->"),
          Map.entry("Deployment.requestedBy", "-[:REQUESTED_BY]->"),
          Map.entry("Deployment.previous", "-[:PREVIOUS]->"),
          Map.entry("Deployment.rollbackOf", "-[:ROLLBACK_OF]->"),
          Map.entry("Deployment.retryOf", "-[:RETRY_OF]->"),
          Map.entry("Deployment.retriedBy", "<-[:RETRY_OF]-"),
          Map.entry("Deployment.undoOf", "-[:UNDO_OF]->"),
          Map.entry("Deployment.undoneBy", "<-[:UNDO_OF]-"),
          Map.entry("Deployment.restored", "-[:RESTORED]->"),
          Map.entry("Deployment.approvals", "<-[:DECIDED]-"),
          Map.entry("Deployment.causedIncidents", "<-[:CAUSED_BY]-"),
          Map.entry("Deployment.evidence", "-[:EVIDENCED_BY]->"),
          Map.entry("Commit.repository", "-[:IN_REPOSITORY]->"),
          Map.entry("Commit.author", "-[:AUTHORED_BY]->"),
          Map.entry("Commit.committer", "-[:COMMITTED_BY]->"),
          Map.entry("Commit.coAuthors", "-[:CO_AUTHORED_BY]->"),
          Map.entry("Commit.parents", "-[:PARENT]->"),
          Map.entry("Check.deployment", "-[:CHECKED]->"),
          Map.entry("Check.evidence", "-[:EVIDENCED_BY]->"),
          Map.entry("Approval.deployment", "-[:DECIDED]->"),
          Map.entry("Approval.decidedBy", "-[:DECIDED_BY]->"),
          Map.entry("Incident.environment", "-[:IN]->"),
          Map.entry("Incident.services", "-[:AFFECTED]->"),
          Map.entry("Incident.reportedBy", "-[:REPORTED_BY]->"),
          Map.entry("Annotation.annotatedBy", "-[:ANNOTATED_BY]->"),
          Map.entry("Annotation.evidence", "-[:EVIDENCED_BY]->"),
          Map.entry("SavedQuery.savedBy", "-[:SAVED_BY]->"),
          Map.entry("SavedQuery.evidence", "-[:EVIDENCED_BY]->"),
          Map.entry("Record.signer", "-[:SIGNED_BY]->"));

  private final Driver driver;
  private int compared;

  NaiveReference(Driver driver) {
    this.driver = driver;
  }

  /// How many values were compared.
  int compared() {
    return compared;
  }

  void compare(List<RandomQuery.Asked> asked, @Nullable Object answer) {
    if (answer instanceof List<?> list) {
      list.forEach(element -> compare(asked, element));
    } else if (answer instanceof Map<?, ?> object) {
      for (RandomQuery.Asked field : asked) {
        if (TYPES.contains(field.parent()) && object.get("ref") instanceof String id) {
          compareField(field, id, object.get(field.key()));
        }
        compare(field.below(), object.get(field.key()));
      }
    }
  }

  private void compareField(RandomQuery.Asked field, String id, @Nullable Object found) {
    String hop = HOPS.get(field.parent() + "." + field.name());
    String where = field.parent() + "." + field.name() + " of " + id;
    if (hop != null) {
      compared++;
      assertThat(references(found))
          .as(where)
          .containsExactlyInAnyOrderElementsOf(
              rows("MATCH ({id: $id})" + hop + "(m) RETURN m.id AS value", id).stream()
                  .map(String::valueOf)
                  .toList());
    } else if (field.below().isEmpty()
        && !field.type().endsWith("Connection")
        && !COMPUTED.contains(field.name())
        && !(found instanceof List<?>)) {
      compared++;
      Object expected =
          rows("MATCH (n {id: $id}) RETURN n." + field.name() + " AS value", id).getFirst();
      assertThat(String.valueOf(found)).as(where).isEqualTo(shown(field.type(), expected));
    }
  }

  private static List<String> references(@Nullable Object found) {
    return switch (found) {
      case null -> List.of();
      case List<?> list ->
          list.stream().map(it -> String.valueOf(((Map<?, ?>) it).get("ref"))).toList();
      case Object one -> List.of(String.valueOf(((Map<?, ?>) one).get("ref")));
    };
  }

  private static String shown(String type, @Nullable Object value) {
    return type.equals("DateTime") && value instanceof Long millis
        ? RecordJson.text(Instant.ofEpochMilli(millis))
        : String.valueOf(value);
  }

  private List<@Nullable Object> rows(String statement, String id) {
    try (Session session = driver.session()) {
      return session.run(statement, Map.of("id", id)).list(row -> row.get("value").asObject());
    }
  }
}
