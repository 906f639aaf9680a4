package com.caiatech.afdp.graphmodel.digest;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.schemas.id.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Value;
import org.neo4j.driver.types.Type;
import org.neo4j.driver.types.TypeSystem;

/// Digests values in a form in which no two contents look alike: each value is a byte for its type,
/// its length in four bytes, and then as many bytes or, for a list or map, as many values. A map's
/// entries stand in the order of their keys.
final class DigestEncoding {
  private static final TypeSystem TYPES = TypeSystem.getDefault();

  private final MessageDigest digest = Sha256.newDigest();
  private final ByteBuffer head = ByteBuffer.allocate(1 + Integer.BYTES);

  /// The digest of what was added; the encoding is empty then.
  byte[] sha256() {
    return digest.digest();
  }

  DigestEncoding text(String text) {
    return bytes('s', text.getBytes(StandardCharsets.UTF_8));
  }

  DigestEncoding optionalText(@Nullable String text) {
    return text == null ? nothing() : text(text);
  }

  DigestEncoding count(long count) {
    return bytes('i', ByteBuffer.allocate(Long.BYTES).putLong(count).array());
  }

  DigestEncoding digest(byte[] sha256) {
    return bytes('d', sha256);
  }

  DigestEncoding texts(Collection<String> texts) {
    head('l', texts.size());
    texts.forEach(this::text);
    return this;
  }

  DigestEncoding value(Value value) {
    Type type = value.type();
    if (value.isNull()) {
      return nothing();
    }
    if (type.equals(TYPES.STRING())) {
      return text(value.asString());
    }
    if (type.equals(TYPES.INTEGER())) {
      return count(value.asLong());
    }
    if (type.equals(TYPES.FLOAT())) {
      return bytes('f', ByteBuffer.allocate(Double.BYTES).putDouble(value.asDouble()).array());
    }
    if (type.equals(TYPES.BOOLEAN())) {
      return bytes('b', new byte[] {(byte) (value.asBoolean() ? 1 : 0)});
    }
    if (type.equals(TYPES.BYTES())) {
      return bytes('y', value.asByteArray());
    }
    if (value.hasType(TYPES.LIST())) {
      head('l', value.size());
      value.values().forEach(this::value);
      return this;
    }
    return value.hasType(TYPES.MAP()) ? map(value.asMap(it -> it)) : other(value);
  }

  DigestEncoding map(Map<String, Value> map) {
    head('m', map.size());
    new TreeMap<>(map)
        .forEach(
            (key, value) -> {
              text(key);
              value(value);
            });
    return this;
  }

  /// What no projection writes: moments, durations, points, vectors.
  private DigestEncoding other(Value value) {
    if (value.hasType(TYPES.UNSUPPORTED())) {
      throw new GraphModelException.InconsistentGraph(
          "Computing the graph's digest: expected properties of types that this version knows, found"
              + " the value "
              + value
              + "; nothing was changed; rebuild the graph");
    }
    head('o', 2);
    return text(value.type().name()).text(value.toString());
  }

  private DigestEncoding nothing() {
    return head('n', 0);
  }

  private DigestEncoding bytes(char type, byte[] bytes) {
    head(type, bytes.length);
    digest.update(bytes);
    return this;
  }

  private DigestEncoding head(char type, int length) {
    digest.update(head.clear().put((byte) type).putInt(length).array());
    return this;
  }
}
