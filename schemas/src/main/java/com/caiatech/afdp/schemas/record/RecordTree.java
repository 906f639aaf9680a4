package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The JSON object of a record as it was received or will be written, and every digest that is
/// taken of it. Immutable.
///
/// A digest is taken over the canonical JSON (RFC 8785) of the tree less the members named for it,
/// so members that this software does not know are covered too, and a field that comes later
/// changes no old digest.
public final class RecordTree {
  static final String SCHEMA = "schema";
  static final String INTENT = "intent";
  private static final String SIGNATURES = "signatures";
  private static final String PLAN = "plan";
  private static final String KIND = "kind";

  /// The members that every record has and that its header holds.
  static final List<String> HEADER =
      List.of(
          "record_id",
          KIND,
          "subject_id",
          "logical_step",
          "environment",
          "service",
          "timestamp_utc");

  private final ObjectNode object;
  private @Nullable Sha256 sha256;
  private @Nullable Sha256 planSha256;

  private RecordTree(ObjectNode object) {
    this.object = object;
  }

  /// A tree that was read, and that nobody else changes.
  ///
  /// @param sha256 of its canonical bytes
  static RecordTree read(ObjectNode object, Sha256 sha256) {
    RecordTree tree = new RecordTree(object);
    tree.sha256 = sha256;
    return tree;
  }

  static RecordTree of(Header header, RecordFormats formats, ObjectNode body) {
    body.put(SCHEMA, formats.newest(header.kind()).text());
    return of(header, body);
  }

  /// @param members the body's and `schema`
  static RecordTree of(Header header, ObjectNode members) {
    members.put("record_id", header.recordId().value());
    members.put(KIND, header.kind().value());
    members.put("subject_id", header.subject().value());
    members.put("logical_step", header.logicalStep());
    members.put("environment", header.scope().environmentText());
    members.put("service", header.scope().serviceText());
    members.put("timestamp_utc", RecordJson.text(header.timestamp()));
    return new RecordTree(members);
  }

  /// What a tree that follows its schema says of itself.
  ///
  /// @throws IllegalArgumentException when a value is none of its type
  static Header header(RecordKind kind, ObjectNode object) {
    return new Header(
        kind,
        SubjectId.parse(text(object, "subject_id")),
        text(object, "logical_step"),
        Scope.parse(text(object, "environment"), text(object, "service")),
        RecordJson.instant(text(object, "timestamp_utc")));
  }

  /// @throws IllegalArgumentException when it is no record's id
  static RecordId recordId(ObjectNode object) {
    return RecordId.parse(text(object, "record_id"));
  }

  /// The version that `schema` names.
  SchemaVersion version(RecordKind kind) {
    String schema = text(object, SCHEMA);
    return new SchemaVersion(kind, Integer.parseInt(schema.substring(schema.indexOf('/') + 1)));
  }

  private static String text(ObjectNode object, String member) {
    return object.path(member).asText();
  }

  /// The record's bytes: the canonical JSON of all of it.
  public byte[] bytes() {
    byte[] bytes = CanonicalJson.of(object);
    if (sha256 == null) {
      sha256 = Sha256.of(bytes);
    }
    return bytes;
  }

  /// Digest of the bytes, computed once.
  public Sha256 sha256() {
    Sha256 known = sha256;
    return known == null ? Sha256.of(bytes()) : known;
  }

  /// What a person's statement binds: the body and its `schema`, less `intent`.
  public Sha256 inputSha256() {
    return inputSha256(object);
  }

  static Sha256 inputSha256(ObjectNode tree) {
    ObjectNode input = tree.deepCopy();
    input.remove(HEADER);
    input.remove(INTENT);
    return Sha256.of(CanonicalJson.of(input));
  }

  /// Digest of the statement of intent; none in a record that carries no intent.
  public Optional<Sha256> statementSha256() {
    return digest(object.path(INTENT).path("statement"));
  }

  /// The plan digest: over the member `plan`, computed once; none in a record that has no plan.
  public Optional<Sha256> planSha256() {
    Sha256 known = planSha256;
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Sha256> digest = digest(object.path(PLAN));
    planSha256 = digest.orElse(null);
    return digest;
  }

  /// What roots sign: the canonical JSON of the whole record less `signatures`.
  public byte[] signedBytes() {
    ObjectNode signed = object.deepCopy();
    signed.remove(SIGNATURES);
    return CanonicalJson.of(signed);
  }

  /// The body's members and `schema`, a copy.
  ObjectNode members() {
    ObjectNode members = object.deepCopy();
    members.remove((Collection<String>) HEADER);
    return members;
  }

  /// The tree itself, not to be changed.
  JsonNode node() {
    return object;
  }

  /// Trees are equal when their bytes are.
  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof RecordTree that && sha256().equals(that.sha256()));
  }

  @Override
  public int hashCode() {
    return sha256().hashCode();
  }

  @Override
  public String toString() {
    return object.toString();
  }

  private static Optional<Sha256> digest(JsonNode member) {
    return member.isObject() ? Optional.of(Sha256.of(CanonicalJson.of(member))) : Optional.empty();
  }
}
