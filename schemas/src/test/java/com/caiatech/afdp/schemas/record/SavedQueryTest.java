package com.caiatech.afdp.schemas.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SavedQueryTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final PersonId ANN = new PersonId("p_" + "a".repeat(32));
  private static final PersonId BEN = new PersonId("p_" + "b".repeat(32));

  @Test
  void only_its_author_tells_more_of_it() {
    SavedQuery first = query(ANN, "{ __typename }");
    assertThat(query(ANN, "{ ledgers { size } }").follows(first)).isTrue();
    assertThat(SavedQuery.withdrawn(ANN).follows(first)).isTrue();
    assertThat(query(BEN, "{ __typename }").follows(first)).isFalse();
  }

  @Test
  void a_name_stands_with_a_document() {
    assertThatThrownBy(() -> new SavedQuery("all", null, null, List.of(), List.of(), ANN, null))
        .hasMessageEndingWith("found a name alone");
  }

  @Test
  void the_schema_refuses_one_that_says_too_much_or_half_of_it() throws IOException {
    Header header =
        new Header(RecordKind.SAVED_QUERY, SubjectId.create(NOW), "save-1", Scope.global(), NOW);
    LedgerRecord good = LedgerRecord.of(header, query(ANN, "x".repeat(SavedQuery.MAX_DOCUMENT)));
    JsonNode tree = RecordJson.mapper().readTree(RecordCodec.encode(good));
    assertThat(RecordCodec.decode(CanonicalJson.of(tree))).isEqualTo(new DecodedRecord.Valid(good));
    List<Consumer<ObjectNode>> changes =
        List.of(
            it -> it.put("document", "x".repeat(SavedQuery.MAX_DOCUMENT + 1)),
            it -> it.put("document", ""),
            it -> it.put("name", "x".repeat(SavedQuery.MAX_NAME + 1)),
            it -> it.put("purpose", "x".repeat(SavedQuery.MAX_PURPOSE + 1)),
            it -> it.remove("name"),
            it -> it.remove("document"),
            it -> it.remove("saved_by"),
            it -> it.putArray("shared_with").add("Approver"),
            it -> it.putArray("shared_with").add("approver").add("approver"),
            it -> it.putArray("variables").add("x".repeat(SavedQuery.MAX_VARIABLE + 1)));
    for (Consumer<ObjectNode> change : changes) {
      ObjectNode changed = tree.deepCopy();
      change.accept(changed);
      assertThat(RecordCodec.decode(CanonicalJson.of(changed)))
          .as(changed.toString().substring(0, 100))
          .isInstanceOf(DecodedRecord.SchemaViolation.class);
    }
  }

  private static SavedQuery query(PersonId person, String document) {
    return new SavedQuery(
        "all",
        "what there is",
        document,
        List.of("$first: Int"),
        List.of("approver"),
        person,
        null);
  }
}
