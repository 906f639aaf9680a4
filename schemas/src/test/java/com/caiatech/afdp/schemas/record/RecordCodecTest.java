package com.caiatech.afdp.schemas.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.longs;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.testing.Golden;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordCodecTest {
  private static final long GOLDEN_SEED = 7;

  @Test
  void what_is_encoded_decodes_to_the_same_record() {
    qt().withExamples(600)
        .forAll(longs().all(), arbitrary().enumValues(RecordKind.class))
        .check(
            (seed, kind) -> {
              LedgerRecord record = new RandomRecords(seed).next(kind);
              return RecordCodec.decode(RecordCodec.encode(record))
                  .equals(new DecodedRecord.Valid(record));
            });
  }

  @ParameterizedTest
  @EnumSource(RecordKind.class)
  void the_bytes_of_each_kind_are_golden(RecordKind kind) throws IOException {
    byte[] bytes = RecordCodec.encode(new RandomRecords(GOLDEN_SEED).next(kind));
    Golden.check("record/" + kind.value() + ".json", new String(bytes, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @EnumSource(RecordKind.class)
  void every_field_of_a_schema_has_a_description_and_the_schema_is_closed(RecordKind kind)
      throws IOException {
    try (InputStream resource =
        RecordCodec.class.getResourceAsStream(kind.value() + ".schema.json")) {
      JsonNode schema = RecordJson.mapper().readTree(Objects.requireNonNull(resource));
      assertThat(schema.path("$id").asText())
          .isEqualTo("https://schemas.caiatech.com/afdp/" + kind.value() + "/1");
      assertThat(schema.path("additionalProperties").isBoolean()).isTrue();
      assertThat(schema.path("additionalProperties").asBoolean()).isFalse();
      assertThat(schema.path("properties"))
          .isNotEmpty()
          .allSatisfy(field -> assertThat(field.path("description").asText()).isNotEmpty());
    }
  }

  @Test
  void an_unknown_field_breaks_the_schema() {
    assertThat(decodeChanged(object -> object.put("colour", "red")))
        .isInstanceOfSatisfying(
            DecodedRecord.SchemaViolation.class,
            violation ->
                assertThat(violation.problems()).singleElement().asString().contains("colour"));
  }

  @Test
  void a_missing_field_breaks_the_schema() {
    assertThat(decodeChanged(object -> object.remove("status")))
        .isInstanceOfSatisfying(
            DecodedRecord.SchemaViolation.class,
            violation ->
                assertThat(violation.problems()).anySatisfy(p -> assertThat(p).contains("status")));
  }

  @Test
  void an_unknown_status_breaks_the_schema() {
    assertThat(decodeChanged(object -> object.put("status", "splendid")))
        .isInstanceOfSatisfying(
            DecodedRecord.SchemaViolation.class,
            violation ->
                assertThat(violation.problems()).singleElement().asString().startsWith("/status"));
  }

  @Test
  void a_day_that_no_calendar_has_breaks_the_schema() {
    assertThat(decodeChanged(object -> object.put("timestamp_utc", "2026-02-30T00:00:00.000Z")))
        .isInstanceOf(DecodedRecord.SchemaViolation.class);
  }

  @Test
  void a_kind_that_does_not_exist_is_named() {
    assertThat(decodeChanged(object -> object.put("schema", "weather")))
        .isInstanceOfSatisfying(
            DecodedRecord.SchemaViolation.class,
            violation ->
                assertThat(violation.problems())
                    .singleElement()
                    .asString()
                    .startsWith("/schema: expected one of")
                    .endsWith("found 'weather'"));
  }

  @Test
  void a_version_or_a_kind_that_this_software_does_not_know_is_newer() {
    assertThat(decodeChanged(object -> object.put("schema", "check-result/2")))
        .isEqualTo(new DecodedRecord.Newer("check-result", 2));
    assertThat(decodeChanged(object -> object.put("schema", "weather/1")))
        .isEqualTo(new DecodedRecord.Newer("weather", 1));
    assertThat(decodeChanged(object -> object.put("schema", "check-result/0")))
        .isInstanceOf(DecodedRecord.SchemaViolation.class);
  }

  @Test
  void an_id_that_does_not_follow_from_the_content_is_a_mismatch() {
    assertThat(decodeChanged(object -> object.put("logical_step", "another")))
        .isInstanceOf(DecodedRecord.IdMismatch.class);
  }

  @Test
  void other_bytes_of_the_same_json_are_not_canonical() {
    byte[] bytes = RecordCodec.encode(new RandomRecords(1).next(RecordKind.CHECK_RESULT));
    byte[] withLineFeed = Arrays.copyOf(bytes, bytes.length + 1);
    withLineFeed[bytes.length] = '\n';
    assertThat(RecordCodec.decode(withLineFeed)).isInstanceOf(DecodedRecord.NotCanonical.class);
  }

  @Test
  void bytes_that_are_no_json_are_malformed() {
    assertThat(RecordCodec.decode("{\"kind\":".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(DecodedRecord.Malformed.class);
    assertThat(RecordCodec.decode(new byte[0])).isInstanceOf(DecodedRecord.Malformed.class);
  }

  @Test
  void a_text_that_is_too_long_is_not_encoded() {
    LedgerRecord record = new RandomRecords(1).next(RecordKind.APPROVAL_DECISION);
    ApprovalDecision decision = (ApprovalDecision) record.body();
    LedgerRecord tooLong =
        LedgerRecord.of(
            record.header(),
            new ApprovalDecision(
                decision.decision(),
                decision.decidedBy(),
                decision.role(),
                decision.planSha256(),
                decision.rule(),
                "x".repeat(501),
                null));
    assertThatThrownBy(() -> RecordCodec.encode(tooLong))
        .isInstanceOf(SchemasException.MalformedInput.class)
        .hasMessageContaining("/reason")
        .hasMessageContaining("500");
  }

  @Test
  void the_digest_of_the_input_leaves_the_intent_out() {
    qt().withExamples(100)
        .forAll(longs().all())
        .check(
            seed -> {
              LedgerRecord record = new RandomRecords(seed).next(RecordKind.DEPLOYMENT_REQUEST);
              DeploymentRequest body = (DeploymentRequest) record.body();
              RecordInput bare =
                  RecordInput.of(
                      new DeploymentRequest(
                          body.action(),
                          body.sources(),
                          body.rollbackTargetId(),
                          body.ofDeploymentId(),
                          body.step(),
                          body.requestedBy(),
                          body.reason(),
                          null));
              return record.tree().inputSha256().equals(bare.sha256());
            });
  }

  private static DecodedRecord decodeChanged(Consumer<ObjectNode> change) {
    byte[] bytes = RecordCodec.encode(new RandomRecords(3).next(RecordKind.CHECK_RESULT));
    try {
      ObjectNode object = (ObjectNode) RecordJson.mapper().readTree(bytes);
      change.accept(object);
      return RecordCodec.decode(CanonicalJson.of(object));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
