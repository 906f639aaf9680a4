package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A SHA-256 digest (FIPS 180-4), written as 64 lower-case hexadecimal digits.
public record Sha256(@JsonValue String value) implements Comparable<Sha256> {
  private static final Pattern PATTERN = Pattern.compile("[0-9a-f]{64}");

  @JsonCreator
  public Sha256 {
    if (!Ids.isHex(value, 64)) {
      Ids.requireMatch("Sha256", value, PATTERN); // which says what is wrong
    }
  }

  /// The digest of the bytes.
  public static Sha256 of(byte[] content) {
    return ofDigest(newDigest().digest(content));
  }

  /// The digest of the text's UTF-8 bytes.
  public static Sha256 ofUtf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A digest that was computed elsewhere, 32 bytes.
  public static Sha256 ofDigest(byte[] digest) {
    return new Sha256(HexFormat.of().formatHex(digest));
  }

  /// A fresh computation, for content that comes in pieces.
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /// The 32 bytes of the digest, a new array at each call.
  public byte[] bytes() {
    return HexFormat.of().parseHex(value);
  }

  @Override
  public int compareTo(Sha256 other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
