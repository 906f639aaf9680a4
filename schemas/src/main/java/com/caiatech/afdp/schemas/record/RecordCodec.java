package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.json.JsonLimits;
import com.caiatech.afdp.schemas.json.SchemaProblem;
import com.caiatech.afdp.schemas.json.SchemaValidator;
import com.caiatech.afdp.schemas.json.StrictJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives records their bytes and reads them back: RFC 8785 canonical JSON, one flat object of the
/// header's fields and the fields of the kind.
public final class RecordCodec {
  private static final List<String> HEADER_FIELDS =
      List.of(
          "schema",
          "record_id",
          "kind",
          "subject_id",
          "logical_step",
          "environment",
          "service",
          "timestamp_utc");

  private static final Map<RecordKind, SchemaValidator> SCHEMAS = compileSchemas();

  private RecordCodec() {}

  /// The record's only encoding.
  ///
  /// @throws SchemasException.MalformedInput when the record breaks its schema, for example by a
  ///   text that is too long
  public static byte[] encode(LedgerRecord record) {
    ObjectNode object = bodyTree(record.body());
    Header header = record.header();
    object.put("schema", header.kind().schema());
    object.put("record_id", header.recordId().value());
    object.put("kind", header.kind().value());
    object.put("subject_id", header.subject().value());
    object.put("logical_step", header.logicalStep());
    object.put("environment", header.scope().environmentText());
    object.put("service", header.scope().serviceText());
    object.put("timestamp_utc", RecordJson.text(header.timestamp()));
    List<String> problems = problems(object);
    if (!problems.isEmpty()) {
      throw new SchemasException.MalformedInput(
          "Encoding "
              + header.kind()
              + " "
              + header.recordId()
              + ": the record breaks its schema: "
              + String.join("; ", problems));
    }
    return CanonicalJson.of(object);
  }

  /// Reads bytes of which nothing is known.
  public static DecodedRecord decode(byte[] bytes) {
    JsonNode tree;
    try {
      tree = StrictJson.parse(bytes, JsonLimits.RECORD);
    } catch (SchemasException.MalformedInput | SchemasException.LimitExceeded malformed) {
      return new DecodedRecord.Malformed(messageOf(malformed));
    }
    if (!CanonicalJson.isCanonical(bytes, tree)) {
      return new DecodedRecord.NotCanonical(
          "expected the canonical form (RFC 8785) of the same JSON, found other bytes");
    }
    List<String> problems = problems(tree);
    return problems.isEmpty() && tree instanceof ObjectNode object
        ? typed(object)
        : new DecodedRecord.SchemaViolation(problems);
  }

  /// SHA-256 of the canonical JSON of the body without its intent: what a person's statement binds.
  public static Sha256 inputDigest(PersonCaused body) {
    return Sha256.of(CanonicalJson.of(bodyTree(body.withIntent(null))));
  }

  private static DecodedRecord typed(ObjectNode object) {
    try {
      Header header =
          new Header(
              RecordKind.parse(text(object, "kind")),
              SubjectId.parse(text(object, "subject_id")),
              text(object, "logical_step"),
              Scope.parse(text(object, "environment"), text(object, "service")),
              RecordJson.instant(text(object, "timestamp_utc")));
      RecordId found = RecordId.parse(text(object, "record_id"));
      ObjectNode bodyTree = object.deepCopy().remove(HEADER_FIELDS);
      RecordBody body = RecordJson.mapper().treeToValue(bodyTree, header.kind().bodyType());
      LedgerRecord record = new LedgerRecord(header, body);
      RecordId expected = header.recordId();
      return found.equals(expected)
          ? new DecodedRecord.Valid(record)
          : new DecodedRecord.IdMismatch(record, expected, found);
    } catch (IllegalArgumentException wrongValue) {
      return new DecodedRecord.SchemaViolation(List.of(messageOf(wrongValue)));
    } catch (JsonProcessingException wrongType) {
      return new DecodedRecord.SchemaViolation(List.of(wrongType.getOriginalMessage()));
    }
  }

  private static String text(ObjectNode object, String field) {
    return Optional.ofNullable(object.get(field)).map(JsonNode::asText).orElse("");
  }

  private static String messageOf(Throwable problem) {
    return Optional.ofNullable(problem.getMessage()).orElse(problem.getClass().getSimpleName());
  }

  private static ObjectNode bodyTree(RecordBody body) {
    return RecordJson.mapper().valueToTree(body);
  }

  private static List<String> problems(JsonNode tree) {
    String kind = tree.path("kind").asText();
    Optional<SchemaValidator> schema =
        Arrays.stream(RecordKind.values())
            .filter(known -> known.value().equals(kind))
            .findFirst()
            .map(SCHEMAS::get);
    return schema
        .map(found -> found.validate(tree).stream().map(SchemaProblem::toString).toList())
        .orElseGet(
            () ->
                List.of(
                    "/kind: expected one of "
                        + Arrays.toString(RecordKind.values())
                        + ", found '"
                        + (kind.length() > 60 ? kind.substring(0, 60) + "…" : kind)
                        + "'"));
  }

  private static Map<RecordKind, SchemaValidator> compileSchemas() {
    Map<RecordKind, SchemaValidator> schemas = new EnumMap<>(RecordKind.class);
    for (RecordKind kind : RecordKind.values()) {
      schemas.put(
          kind,
          SchemaValidator.ofResource(
              RecordCodec.class, "/" + kind.schemaResource(), "defs.schema.json"));
    }
    return schemas;
  }
}
