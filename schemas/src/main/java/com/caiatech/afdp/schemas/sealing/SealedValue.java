package com.caiatech.afdp.schemas.sealing;

import com.caiatech.afdp.schemas.id.PersonId;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A personal value that only the holder of the person's key can read, written `sealed:v1:<person
/// id>:<base64url without padding>`.
///
/// @param ciphertext in base64url (RFC 4648 section 5) without padding
public record SealedValue(PersonId person, String ciphertext) {
  private static final String PREFIX = "sealed:v1:";
  private static final Pattern PATTERN =
      Pattern.compile("sealed:v1:(p_[0-9a-f]{32}):([A-Za-z0-9_-]{1,1500000})");

  public SealedValue {
    if (!PATTERN.matcher(PREFIX + person.value() + ":" + ciphertext).matches()) {
      throw new IllegalArgumentException("SealedValue: expected a ciphertext in base64url");
    }
  }

  /// Whether a text claims to be sealed.
  public static boolean isSealed(String text) {
    return text.startsWith(PREFIX);
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException when it is none
  @JsonCreator
  public static SealedValue parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "SealedValue: expected sealed:v1:<person id>:<base64url>, found a text of "
              + text.length()
              + " characters that is not");
    }
    return new SealedValue(new PersonId(matcher.group(1)), matcher.group(2));
  }

  static SealedValue of(PersonId person, byte[] ciphertext) {
    return new SealedValue(
        person, Base64.getUrlEncoder().withoutPadding().encodeToString(ciphertext));
  }

  /// @throws IllegalArgumentException when the ciphertext is not the one form of its bytes in
  ///   base64url (RFC 4648 section 3.5)
  byte[] bytes() {
    byte[] bytes = Base64.getUrlDecoder().decode(ciphertext);
    if (!equals(of(person, bytes))) {
      throw new IllegalArgumentException("SealedValue: expected no other bits at its end");
    }
    return bytes;
  }

  /// The text form, which is also the JSON form.
  @JsonValue
  public String text() {
    return PREFIX + person.value() + ":" + ciphertext;
  }

  @Override
  public String toString() {
    return text();
  }
}
