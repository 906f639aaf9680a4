package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/// What a person causes: the body of a record to be, as the gateway made and proved it.
///
/// It travels from the gateway to the workers as a tree and enters the record member for member, so
/// that the digest that the person stated holds whatever either side's types know. In JSON it is
/// the body's members and `schema`.
public final class RecordInput {
  private final ObjectNode members;
  private final RecordKind kind;
  private final PersonCaused body;

  private RecordInput(ObjectNode members, RecordKind kind, PersonCaused body) {
    this.members = members;
    this.kind = kind;
    this.body = body;
  }

  /// The input in the newest version of its kind.
  public static RecordInput of(PersonCaused body) {
    RecordKind kind = RecordKind.of(body);
    ObjectNode members = RecordJson.tree(body);
    members.put(RecordTree.SCHEMA, RecordFormats.TODAY.newest(kind).text());
    return new RecordInput(members, kind, body);
  }

  /// What a standing record was made of.
  ///
  /// @throws IllegalArgumentException when it is of a kind that no person causes
  public static RecordInput of(LedgerRecord record) {
    return read(record.tree().members());
  }

  /// Reads the JSON form.
  ///
  /// @throws IllegalArgumentException when `schema` names no version of a kind that a person causes
  ///   and that this software knows, or the members do not fit it
  @JsonCreator
  public static RecordInput read(ObjectNode members) {
    SchemaVersion version =
        RecordFormats.TODAY
            .known(members.path(RecordTree.SCHEMA).asText())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "RecordInput: expected a schema that this software knows, found '"
                            + RecordFormats.shortened(members.path(RecordTree.SCHEMA).asText())
                            + "'"));
    RecordBody body = RecordFormats.TODAY.body(version, members);
    if (body instanceof PersonCaused caused) {
      return new RecordInput(members.deepCopy(), version.kind(), caused);
    }
    throw new IllegalArgumentException(
        "RecordInput: expected a kind of record that a person causes, found " + version);
  }

  /// The kind of record that it becomes.
  public RecordKind kind() {
    return kind;
  }

  /// What today's types make of it.
  public PersonCaused body() {
    return body;
  }

  /// What today's types make of it, of a type that is known from the request around it.
  ///
  /// @throws IllegalArgumentException when it is of another kind
  public <B extends PersonCaused> B body(Class<B> type) {
    if (!type.isInstance(body)) {
      throw new IllegalArgumentException(
          "RecordInput: expected a " + type.getSimpleName() + ", found a " + kind);
    }
    return type.cast(body);
  }

  /// How many characters its JSON has.
  public int length() {
    return members.toString().length();
  }

  /// What a statement of intent binds: its digest less `intent`.
  public Sha256 sha256() {
    return RecordTree.inputSha256(members);
  }

  /// The same with the person's intent.
  public RecordInput with(Intent intent) {
    ObjectNode proven = members.deepCopy();
    proven.set(RecordTree.INTENT, RecordJson.mapper().valueToTree(intent));
    return read(proven);
  }

  /// The body's members and `schema`, a copy.
  @JsonValue
  ObjectNode members() {
    return members.deepCopy();
  }

  /// Inputs are equal when their canonical JSON is.
  @Override
  public boolean equals(Object other) {
    return other instanceof RecordInput that
        && Arrays.equals(CanonicalJson.of(members), CanonicalJson.of(that.members));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(CanonicalJson.of(members));
  }

  @Override
  public String toString() {
    return "RecordInput[" + kind + ", " + body + "]";
  }
}
