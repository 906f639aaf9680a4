package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.Series;
import java.nio.charset.StandardCharsets;

/// The final bytes of a record and where they go; it can be kept and sent as JSON, so that a
/// repeated write means the same bytes.
///
/// @param path of the first attempt; the writer chooses the attempt
/// @param json the record's canonical JSON
public record RecordToWrite(Series series, String path, String json) {
  /// Encodes the record for writing.
  public static RecordToWrite of(LedgerRecord record) {
    return new RecordToWrite(
        record.header().kind().series(),
        LedgerPath.of(record.header()).text(),
        new String(RecordCodec.encode(record), StandardCharsets.UTF_8));
  }

  /// The record that the bytes are.
  ///
  /// @throws IllegalStateException when they are none
  public LedgerRecord decoded() {
    return switch (RecordCodec.decode(bytes())) {
      case DecodedRecord.Valid(LedgerRecord record) -> record;
      case DecodedRecord other -> throw new IllegalStateException(path + ": " + other);
    };
  }

  /// The bytes as they stand in the ledger, a new array at each call.
  public byte[] bytes() {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /// Digest of the bytes.
  public Sha256 sha256() {
    return Sha256.ofUtf8(json);
  }
}
