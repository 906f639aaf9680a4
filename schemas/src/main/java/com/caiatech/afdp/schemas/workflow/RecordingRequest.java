package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.RecordInput;

/// One record that a person caused and that needs no other work, such as an incident report.
///
/// @param input the record to be, made and proven by the gateway
public record RecordingRequest(Header header, RecordInput input) {
  public RecordingRequest {
    if (input.kind() != header.kind()) {
      throw new IllegalArgumentException(
          "RecordingRequest: expected an input of kind "
              + header.kind()
              + ", found "
              + input.kind());
    }
  }
}
