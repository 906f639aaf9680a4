package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.signing.DsseCheck.BadSignature;
import com.caiatech.afdp.schemas.signing.DsseCheck.Malformed;
import com.caiatech.afdp.schemas.signing.DsseCheck.UnknownKey;
import com.caiatech.afdp.schemas.signing.DsseCheck.Verified;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A DSSE envelope (Dead Simple Signing Envelope, version 1): a payload, its type, and signatures
/// over both.
///
/// Here a signature's `keyid` is required and is the SHA-256 of the raw Ed25519 public key; base64
/// is that of RFC 4648 section 4 with padding, so that an envelope has one form only.
///
/// @param payload in base64
public record Dsse(String payloadType, String payload, List<Signature> signatures) {
  /// The most signatures that one envelope may carry.
  public static final int MAX_SIGNATURES = 16;

  private static final int MAX_TYPE_LENGTH = 256;

  /// One signature.
  ///
  /// @param sig in base64
  public record Signature(String keyId, String sig) {
    public Signature {
      decoded("sig", sig);
    }
  }

  public Dsse {
    decoded("payload", payload);
    signatures = List.copyOf(signatures);
    if (payloadType.isEmpty() || payloadType.length() > MAX_TYPE_LENGTH) {
      throw new MalformedInput(
          "DSSE envelope: expected a payloadType of 1 to 256 characters, found "
              + payloadType.length());
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new MalformedInput(
          "DSSE envelope: expected 1 to 16 signatures, found " + signatures.size());
    }
  }

  /// An envelope around the payload, signed by the key.
  public static Dsse sign(String payloadType, byte[] payload, Ed25519SigningKey key) {
    byte[] signature = key.sign(preAuthenticationEncoding(payloadType, payload));
    return new Dsse(
        payloadType,
        Base64.getEncoder().encodeToString(payload),
        List.of(new Signature(key.keyId().value(), Base64.getEncoder().encodeToString(signature))));
  }

  /// This envelope with one signature more.
  public Dsse alsoSignedBy(Ed25519SigningKey key) {
    List<Signature> more = new ArrayList<>(signatures);
    more.addAll(sign(payloadType, payloadBytes(), key).signatures());
    return new Dsse(payloadType, payload, more);
  }

  /// Reads the JSON form.
  ///
  /// @throws MalformedInput when a field is missing, unknown, of the wrong type or no base64
  public static Dsse ofJson(JsonNode json) {
    requireFields("the envelope", json, Set.of("payloadType", "payload", "signatures"));
    JsonNode listed = json.path("signatures");
    if (!listed.isArray() || listed.size() > MAX_SIGNATURES) {
      throw new MalformedInput("DSSE envelope: expected an array of 1 to 16 signatures");
    }
    List<Signature> signatures = new ArrayList<>();
    for (JsonNode one : listed) {
      requireFields("a signature", one, Set.of("keyid", "sig"));
      signatures.add(new Signature(text(one, "keyid"), text(one, "sig")));
    }
    return new Dsse(text(json, "payloadType"), text(json, "payload"), signatures);
  }

  /// The JSON form.
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("payloadType", payloadType).put("payload", payload);
    ArrayNode listed = json.putArray("signatures");
    signatures.forEach(one -> listed.addObject().put("keyid", one.keyId()).put("sig", one.sig()));
    return json;
  }

  /// Reads and checks the JSON form; what cannot be read is {@link Malformed}.
  public static DsseCheck check(
      JsonNode json, String payloadType, Map<Sha256, Ed25519VerifyingKey> keys) {
    try {
      return ofJson(json).check(payloadType, keys);
    } catch (MalformedInput malformed) {
      return new Malformed(String.valueOf(malformed.getMessage()));
    }
  }

  /// Whether one of the keys signed this envelope's payload under the expected type. One good
  /// signature is enough; else a bad one outranks an unknown one.
  public DsseCheck check(String expectedType, Map<Sha256, Ed25519VerifyingKey> keys) {
    if (!payloadType.equals(expectedType)) {
      return new Malformed(
          "DSSE envelope: expected payloadType " + expectedType + ", found " + payloadType);
    }
    byte[] content = payloadBytes();
    byte[] message = preAuthenticationEncoding(payloadType, content);
    DsseCheck outcome = new UnknownKey(signatures.getFirst().keyId());
    for (Signature signature : signatures) {
      for (Map.Entry<Sha256, Ed25519VerifyingKey> known : keys.entrySet()) {
        Sha256 keyId = known.getValue().keyId();
        if (!known.getKey().equals(keyId) || !keyId.value().equals(signature.keyId())) {
          continue;
        }
        if (known.getValue().made(decoded("sig", signature.sig()), message)) {
          return new Verified(content, keyId);
        }
        outcome = new BadSignature(keyId);
      }
    }
    return outcome;
  }

  /// The payload's bytes, a new array at each call.
  public byte[] payloadBytes() {
    return decoded("payload", payload);
  }

  /// `PAE(type, body)` of the DSSE protocol: what is signed.
  static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
    byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream encoding = new ByteArrayOutputStream();
    encoding.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
    encoding.writeBytes(type);
    encoding.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
    encoding.writeBytes(payload);
    return encoding.toByteArray();
  }

  private static byte[] decoded(String field, String base64) {
    try {
      return CanonicalBase64.decode(base64);
    } catch (IllegalArgumentException broken) {
      throw new MalformedInput(
          "DSSE envelope: expected base64 with padding in '" + field + "'", broken);
    }
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new MalformedInput("DSSE envelope: expected text in '" + field + "'");
    }
    return value.textValue();
  }

  private static void requireFields(String what, JsonNode json, Set<String> expected) {
    Set<String> found =
        json.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    if (!json.isObject() || !found.equals(expected)) {
      throw new MalformedInput(
          "DSSE envelope: expected in " + what + " exactly the fields " + sorted(expected));
    }
  }

  private static String sorted(Set<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }
}
