package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.Sha256;

/// Gives records their bytes and reads them back in the versions that this software knows: RFC 8785
/// canonical JSON, one flat object of the header's fields and the fields of the kind.
public final class RecordCodec {
  private RecordCodec() {}

  /// The record's only encoding.
  ///
  /// @throws SchemasException.MalformedInput when the record breaks its schema, for example by a
  ///   text that is too long
  public static byte[] encode(LedgerRecord record) {
    String schema = record.tree().node().path(RecordTree.SCHEMA).asText();
    SchemaVersion version =
        RecordFormats.TODAY
            .known(schema)
            .orElseThrow(
                () ->
                    new SchemasException.MalformedInput(
                        "Encoding "
                            + record.header().recordId()
                            + ": expected a schema that this software knows, found "
                            + RecordFormats.shortened(schema)));
    return RecordFormats.TODAY.encode(record.header(), version, record.tree());
  }

  /// Reads bytes of which nothing is known.
  public static DecodedRecord decode(byte[] bytes) {
    return RecordFormats.TODAY.decode(bytes);
  }

  /// Reads bytes that were {@link #decode decoded} as valid before, as the digest that was kept of
  /// them shows: their form and their schema are not looked at again.
  ///
  /// @throws SchemasException.MalformedInput when they have another digest, or are no record
  public static LedgerRecord decodeAgain(byte[] bytes, Sha256 sha256) {
    return RecordFormats.TODAY.decodeAgain(bytes, sha256);
  }
}
