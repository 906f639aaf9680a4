package com.caiatech.afdp.schemas.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.json.JsonLimits;
import com.caiatech.afdp.schemas.json.SchemaValidator;
import com.caiatech.afdp.schemas.json.StrictJson;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A next version of each kind, with one more field, one more list and one more constant in an
/// enumeration: nothing that was written before changes by it.
public class FormatEvolutionTest {
  private static final String FIELD = "colour";
  private static final String LIST = "shades";
  private static final String CONSTANT = "splendid";

  @ParameterizedTest
  @EnumSource(RecordKind.class)
  void what_was_written_before_keeps_every_digest(RecordKind kind) throws IOException {
    byte[] bytes = golden(kind);
    LedgerRecord today = valid(RecordFormats.TODAY, bytes);
    LedgerRecord tomorrow = valid(next(kind), bytes);

    assertThat(tomorrow.version()).isEqualTo(new SchemaVersion(kind, 1));
    assertThat(tomorrow.tree().bytes()).isEqualTo(bytes);
    assertThat(tomorrow.tree().sha256()).isEqualTo(today.tree().sha256());
    assertThat(tomorrow.tree().inputSha256()).isEqualTo(today.tree().inputSha256());
    assertThat(tomorrow.tree().planSha256()).isEqualTo(today.tree().planSha256());
    assertThat(tomorrow.tree().statementSha256()).isEqualTo(today.tree().statementSha256());
    assertThat(tomorrow.tree().signedBytes()).isEqualTo(today.tree().signedBytes());
  }

  @ParameterizedTest
  @EnumSource(RecordKind.class)
  void what_is_written_then_is_covered_by_digests_in_all_of_its_members(RecordKind kind)
      throws IOException {
    RecordFormats formats = next(kind);
    ObjectNode tree = tree(golden(kind));
    tree.put(RecordTree.SCHEMA, kind.value() + "/2");
    LedgerRecord plain = valid(formats, CanonicalJson.of(tree));
    tree.put(FIELD, "red");
    tree.putArray(LIST).add("dark");
    LedgerRecord more = valid(formats, CanonicalJson.of(tree));

    assertThat(more.version()).isEqualTo(new SchemaVersion(kind, 2));
    assertThat(more.tree().inputSha256()).isNotEqualTo(plain.tree().inputSha256());
    assertThat(more.tree().signedBytes()).isNotEqualTo(plain.tree().signedBytes());
    assertThat(more.tree().planSha256()).isEqualTo(plain.tree().planSha256());
    assertThat(RecordFormats.TODAY.decode(more.tree().bytes()))
        .isEqualTo(new DecodedRecord.Newer(kind.value(), 2));
  }

  @ParameterizedTest
  @EnumSource(RecordKind.class)
  void a_writer_whose_policy_names_the_version_before_writes_that_one(RecordKind kind)
      throws IOException {
    byte[] bytes = golden(kind);
    LedgerRecord record = valid(RecordFormats.TODAY, bytes);
    assertThat(next(kind).encode(record.header(), record.body(), new SchemaVersion(kind, 1)))
        .isEqualTo(bytes);
  }

  @Test
  void a_version_cannot_be_left_out() {
    SchemaVersion third = new SchemaVersion(RecordKind.CHECK_RESULT, 3);
    SchemaValidator schema = SchemaValidator.of(schema(RecordKind.CHECK_RESULT), definitions());
    assertThatThrownBy(() -> RecordFormats.TODAY.with(third, schema, node -> node, node -> node))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected the version after check-result/1, found check-result/3");
  }

  @Test
  void a_plan_of_version_1_is_read_with_its_digest_and_not_carried_out() throws IOException {
    byte[] bytes =
        Files.readAllBytes(
            Path.of("src/test/resources/earlier/manifest-with-a-plan-of-version-1.json"));
    LedgerRecord record = valid(RecordFormats.TODAY, bytes);
    Plan plan = ((DeploymentManifestOpened) record.body()).plan();

    assertThat(plan.canBeCarriedOut()).isFalse();
    assertThat(plan.steps(PlanStep.Check.class)).extracting(PlanStep.Check::stage).contains("pre");
    assertThat(plan.steps()).last().isEqualTo(new PlanStep.Unknown());
    assertThat(record.tree().planSha256())
        .contains(new Sha256("9f286e3788662c7a2f8695bd0d9cd2373cfc265e103c83520d8b18cb01a00251"));
    assertThat(record.tree().bytes()).isEqualTo(bytes);
  }

  @Test
  void a_step_that_newer_software_planned_is_read_and_covered_by_the_plan_digest()
      throws IOException {
    ObjectNode tree = tree(golden(RecordKind.MANIFEST_OPENED));
    LedgerRecord before = valid(RecordFormats.TODAY, CanonicalJson.of(tree));
    ((ArrayNode) tree.path("plan").path("steps")).addObject().put("type", "orbit").put("moons", 2);
    LedgerRecord after = valid(RecordFormats.TODAY, CanonicalJson.of(tree));

    assertThat(((DeploymentManifestOpened) after.body()).plan().steps().getLast())
        .isEqualTo(new PlanStep.Unknown());
    assertThat(after.tree().planSha256()).isNotEqualTo(before.tree().planSha256());
  }

  /// What software will know once a kind has a second version.
  public static RecordFormats next(RecordKind kind) {
    ObjectNode schema = schema(kind);
    schema.put("$id", "https://schemas.caiatech.com/afdp/" + kind.value() + "/2");
    ObjectNode properties = (ObjectNode) schema.path("properties");
    ((ObjectNode) properties.path(RecordTree.SCHEMA)).put("const", kind.value() + "/2");
    properties.putObject(FIELD).put("type", "string");
    properties.putObject(LIST).put("type", "array");
    firstEnumeration(properties).ifPresent(constants -> constants.add(CONSTANT));
    return RecordFormats.TODAY.with(
        new SchemaVersion(kind, 2),
        SchemaValidator.of(schema, definitions()),
        members -> members,
        FormatEvolutionTest::withoutNewMembers);
  }

  private static ObjectNode withoutNewMembers(ObjectNode members) {
    return members.deepCopy().remove(List.of(FIELD, LIST));
  }

  private static Optional<ArrayNode> firstEnumeration(JsonNode properties) {
    return Optional.ofNullable(properties.findValue("enum")).map(ArrayNode.class::cast);
  }

  private static ObjectNode schema(RecordKind kind) {
    return resource(kind.value() + ".schema.json");
  }

  private static List<JsonNode> definitions() {
    return List.of(resource("defs.schema.json"));
  }

  private static ObjectNode resource(String name) {
    try (InputStream resource = RecordFormats.class.getResourceAsStream(name)) {
      return tree(Objects.requireNonNull(resource).readAllBytes());
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static byte[] golden(RecordKind kind) throws IOException {
    return Files.readAllBytes(Path.of("src/test/resources/golden/record", kind.value() + ".json"));
  }

  private static ObjectNode tree(byte[] bytes) {
    return (ObjectNode) StrictJson.parse(bytes, JsonLimits.RECORD);
  }

  private static LedgerRecord valid(RecordFormats formats, byte[] bytes) {
    return ((DecodedRecord.Valid) formats.decode(bytes)).record();
  }
}
