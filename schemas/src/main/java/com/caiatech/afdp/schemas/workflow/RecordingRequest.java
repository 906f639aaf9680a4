package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.RecordInput;
import org.jspecify.annotations.Nullable;

/// One record that a person caused and that needs no other work, such as an incident report.
///
/// @param input the record to be, made and proven by the gateway
/// @param after the last report of the incident, where the input builds on what is known of it:
///   with another one standing last nothing is recorded. Absent for what builds on nothing
public record RecordingRequest(Header header, RecordInput input, @Nullable RecordRef after) {
  public RecordingRequest {
    if (input.kind() != header.kind()) {
      throw new IllegalArgumentException(
          "RecordingRequest: expected an input of kind "
              + header.kind()
              + ", found "
              + input.kind());
    }
  }

  /// One that builds on nothing.
  public RecordingRequest(Header header, RecordInput input) {
    this(header, input, null);
  }
}
