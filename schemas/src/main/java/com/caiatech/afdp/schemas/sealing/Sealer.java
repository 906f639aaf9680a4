package com.caiatech.afdp.schemas.sealing;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.sealing.Opening.Erased;
import com.caiatech.afdp.schemas.sealing.Opening.NotReadable;
import com.caiatech.afdp.schemas.sealing.Opening.Opened;
import com.google.crypto.tink.DeterministicAead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;

/// Seals and opens personal values with AES-256-SIV (RFC 5297), a key per person.
///
/// A value is bound to the person and to its place, `context` (a record id or the URN of what holds
/// it) and JSON pointer; moved elsewhere it cannot be opened. Sealing is deterministic: the same
/// value in the same place gives the same text, so that records and graph digests repeat.
public final class Sealer {
  /// The longest text that is sealed, in bytes of UTF-8.
  public static final int MAX_BYTES = 512 * 1024;

  private final PersonKeyStore keys;

  public Sealer(PersonKeyStore keys) {
    this.keys = keys;
  }

  /// Seals a text for a person; their key is made where there is none.
  ///
  /// @param context where the value stands: a record id or a URN, on one line
  /// @param pointer JSON pointer of the value in it
  /// @throws KeyFault when the person was erased (see {@link PersonKeyStore#isErased}) or the key
  ///   cannot be read or written
  /// @throws LimitExceeded when the text is longer than {@link #MAX_BYTES}
  public SealedValue seal(PersonId person, String context, String pointer, String plaintext) {
    return sealUnlessErased(person, context, pointer, plaintext)
        .orElseThrow(
            () ->
                new KeyFault(
                    "sealing %s of %s: %s was erased, nothing can be sealed for them any more"
                        .formatted(pointer, context, person)));
  }

  /// The same, or nothing where the person was erased.
  public Optional<SealedValue> sealUnlessErased(
      PersonId person, String context, String pointer, String plaintext) {
    byte[] text = plaintext.getBytes(StandardCharsets.UTF_8);
    if (text.length > MAX_BYTES) {
      throw new LimitExceeded(
          "sealing %s of %s: at most %d bytes are allowed, found %d"
              .formatted(pointer, context, MAX_BYTES, text.length));
    }
    byte[] place = place(person, context, pointer);
    return switch (keys.findOrCreate(person)) {
      case PersonKey.Usable(DeterministicAead key) -> {
        try {
          yield Optional.of(SealedValue.of(person, key.encryptDeterministically(text, place)));
        } catch (GeneralSecurityException failed) {
          throw new KeyFault("sealing %s of %s failed".formatted(pointer, context), failed);
        }
      }
      case PersonKey.Erased() -> Optional.empty();
      case PersonKey.Absent() ->
          throw new KeyFault("the key of " + person + " vanished while it was made; try again");
    };
  }

  /// Opens a value that stands at this place.
  ///
  /// @throws KeyFault when the key store cannot be read
  public Opening open(SealedValue value, String context, String pointer) {
    byte[] place = place(value.person(), context, pointer);
    return switch (keys.find(value.person())) {
      case PersonKey.Usable(DeterministicAead key) -> {
        try {
          byte[] text = key.decryptDeterministically(value.bytes(), place);
          yield new Opened(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
          yield new NotReadable("it was not sealed at " + pointer + " of " + context);
        }
      }
      case PersonKey.Erased() -> new Erased();
      case PersonKey.Absent() -> new NotReadable("there is no key of " + value.person() + " here");
    };
  }

  private static byte[] place(PersonId person, String context, String pointer) {
    if (context.isEmpty() || context.indexOf('\n') >= 0 || pointer.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "Sealer: expected a context and a pointer of one line each, found a line feed or none");
    }
    return (context + "\n" + pointer + "\n" + person.value()).getBytes(StandardCharsets.UTF_8);
  }
}
