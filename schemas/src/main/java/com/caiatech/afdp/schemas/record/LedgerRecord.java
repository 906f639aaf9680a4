package com.caiatech.afdp.schemas.record;

/// One record: its header and the fields of its kind. {@link RecordCodec} gives its bytes.
public record LedgerRecord(Header header, RecordBody body) {
  public LedgerRecord {
    if (!header.kind().bodyType().isInstance(body)) {
      throw new IllegalArgumentException(
          "LedgerRecord: a header of kind "
              + header.kind()
              + " expects a body of type "
              + header.kind().bodyType().getSimpleName()
              + ", found "
              + body.getClass().getSimpleName());
    }
  }
}
