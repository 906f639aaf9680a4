package com.caiatech.afdp.gateway.execution;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The `data` of a response, in JSON already.
public final class WrittenData implements JsonSerializable {
  private final byte[] json;

  /// @param json UTF-8; not copied, so it must not change
  public WrittenData(byte[] json) {
    this.json = json;
  }

  /// Its text.
  public String text() {
    return new String(json, StandardCharsets.UTF_8);
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider serializers)
      throws IOException {
    if (generator.getOutputTarget() instanceof OutputStream bytes) {
      generator.writeRawValue(""); // the colon before it
      generator.flush();
      bytes.write(json);
    } else {
      generator.writeRawValue(text());
    }
  }

  @Override
  public void serializeWithType(
      JsonGenerator generator, SerializerProvider serializers, TypeSerializer typeSerializer)
      throws IOException {
    serialize(generator, serializers);
  }
}
