package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordRef;
import java.nio.charset.StandardCharsets;

/// The final bytes of a record and where they go; it can be kept and sent as JSON, so that a
/// repeated write means the same bytes.
///
/// @param json the record's canonical JSON
public record RecordToWrite(RecordRef ref, String json) {
  public RecordToWrite {
    Sha256 found = Sha256.ofUtf8(json);
    if (!found.equals(ref.sha256())) {
      throw new IllegalArgumentException(
          "RecordToWrite "
              + ref.path()
              + ": expected bytes with SHA-256 "
              + ref.sha256()
              + ", found "
              + found);
    }
  }

  /// Encodes the record for writing.
  public static RecordToWrite of(LedgerRecord record) {
    byte[] bytes = RecordCodec.encode(record);
    return new RecordToWrite(
        new RecordRef(
            record.header().kind().series(),
            LedgerPath.of(record.header()).text(),
            Sha256.of(bytes)),
        new String(bytes, StandardCharsets.UTF_8));
  }

  /// The bytes as they stand in the ledger, a new array at each call.
  public byte[] bytes() {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
