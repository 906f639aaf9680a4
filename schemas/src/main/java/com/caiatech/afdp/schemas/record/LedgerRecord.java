package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// One record: what today's types make of it, and the tree that its bytes hold.
///
/// Digests are taken over the tree, never over the types: a record of an earlier version is upcast
/// for reading only. {@link RecordCodec} gives its bytes.
public final class LedgerRecord {
  private final Header header;
  private final RecordBody body;
  private final RecordTree tree;

  private LedgerRecord(Header header, RecordBody body, RecordTree tree) {
    if (!header.kind().bodyType().isInstance(body)) {
      throw new IllegalArgumentException(
          "LedgerRecord: a header of kind "
              + header.kind()
              + " expects a body of type "
              + header.kind().bodyType().getSimpleName()
              + ", found "
              + body.getClass().getSimpleName());
    }
    this.header = header;
    this.body = body;
    this.tree = tree;
  }

  /// A new record in the newest version of its kind.
  public static LedgerRecord of(Header header, RecordBody body) {
    ObjectNode members = RecordJson.tree(body);
    return new LedgerRecord(header, body, RecordTree.of(header, RecordFormats.TODAY, members));
  }

  /// A new record of what a person stated, member for member.
  public static LedgerRecord of(Header header, RecordInput input) {
    return new LedgerRecord(header, input.body(), RecordTree.of(header, input.members()));
  }

  /// A record as it was read.
  static LedgerRecord read(Header header, RecordBody body, RecordTree tree) {
    return new LedgerRecord(header, body, tree);
  }

  /// The version of its kind in which its bytes stand.
  public SchemaVersion version() {
    return tree.version(header.kind());
  }

  /// What it says of itself.
  public Header header() {
    return header;
  }

  /// The fields of its kind.
  public RecordBody body() {
    return body;
  }

  /// What its bytes hold.
  public RecordTree tree() {
    return tree;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LedgerRecord that && tree.equals(that.tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  @Override
  public String toString() {
    return "LedgerRecord[" + header + ", " + body + "]";
  }
}
