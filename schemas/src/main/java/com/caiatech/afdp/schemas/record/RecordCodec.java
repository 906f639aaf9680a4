package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;

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
    return canonical(object);
  }

  /// Reads bytes of which nothing is known.
  public static DecodedRecord decode(byte[] bytes) {
    JsonNode tree;
    try {
      tree = RecordJson.mapper().readTree(bytes);
    } catch (IOException malformed) {
      return new DecodedRecord.Malformed("no JSON: " + malformed.getMessage());
    }
    if (!(tree instanceof ObjectNode object)) {
      return new DecodedRecord.SchemaViolation(List.of("expected a JSON object"));
    }
    if (!Arrays.equals(canonical(object), bytes)) {
      return new DecodedRecord.NotCanonical("the bytes are not the RFC 8785 form of their content");
    }
    return typed(object);
  }

  /// SHA-256 of the canonical JSON of the body without its intent: what a person's statement binds.
  public static Sha256 inputDigest(PersonCaused body) {
    return Sha256.of(canonical(bodyTree(body.withIntent(null))));
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

  private static byte[] canonical(JsonNode tree) {
    try {
      return new JsonCanonicalizer(tree.toString()).getEncodedUTF8();
    } catch (IOException impossible) {
      throw new SchemasException.MalformedInput("JSON cannot be made canonical", impossible);
    }
  }
}
