package com.caiatech.afdp.workers.connection;

import com.caiatech.afdp.schemas.record.RecordJson;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/// The form of what goes through Temporal: JSON as {@link RecordJson} writes it, on both sides, and
/// of faults the reason alone.
public final class TemporalPayloads {
  private TemporalPayloads() {}

  /// The converter of every client and worker.
  public static DataConverter converter() {
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(RecordJson.payloads()))
        .withFailureConverter(new ReasonedFailures());
  }
}
