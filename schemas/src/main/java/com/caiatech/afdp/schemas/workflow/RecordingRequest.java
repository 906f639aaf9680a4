package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.PersonCaused;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/// One record that a person caused and that needs no other work, such as an incident report.
public record RecordingRequest(Header header, PersonCaused body) {
  /// Reads the JSON form, in which the header's kind tells the body's type.
  ///
  /// @throws IllegalArgumentException when the kind is none that a person causes, or the body is
  ///   not of it
  @JsonCreator
  public static RecordingRequest fromJson(
      @JsonProperty("header") Header header, @JsonProperty("body") JsonNode body) {
    try {
      RecordBody read = RecordJson.mapper().treeToValue(body, header.kind().bodyType());
      if (read instanceof PersonCaused caused) {
        return new RecordingRequest(header, caused);
      }
      throw new IllegalArgumentException(
          "RecordingRequest: expected a kind of record that a person causes, found "
              + header.kind());
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(
          "RecordingRequest: the body is no "
              + header.kind()
              + ": "
              + malformed.getOriginalMessage(),
          malformed);
    }
  }
}
