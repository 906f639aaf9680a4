package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.ArmoredOutputStream;

/// ASCII armor (RFC 9580 section 6): exactly one block, nothing before it and only white space
/// after it.
final class Armor {
  static final String SIGNATURE = "PGP SIGNATURE";
  static final String PUBLIC_KEY = "PGP PUBLIC KEY BLOCK";
  static final String PRIVATE_KEY = "PGP PRIVATE KEY BLOCK";

  private Armor() {}

  /// The bytes inside one block of the given type.
  ///
  /// @throws LimitExceeded when the text is longer than `maxLength`
  /// @throws MalformedInput when it is not one such block, or its checksum is wrong
  static byte[] decode(String type, String armored, int maxLength) {
    if (armored.length() > maxLength) {
      throw new LimitExceeded(
          "OpenPGP armor: at most %d characters of %s are allowed, found %d"
              .formatted(maxLength, type, armored.length()));
    }
    String text = armored.stripTrailing();
    String begin = "-----BEGIN " + type + "-----\n";
    String end = "\n-----END " + type + "-----";
    String lines = text.replace("\r\n", "\n");
    if (!lines.startsWith(begin)
        || !lines.endsWith(end)
        || lines.indexOf("-----BEGIN ", begin.length()) >= 0
        || !lines.chars().allMatch(unit -> unit == '\n' || (unit >= ' ' && unit <= '~'))) {
      throw new MalformedInput("OpenPGP armor: expected exactly one ASCII block of " + type);
    }
    byte[] packets = packets(type, lines);
    if (!base64(lines).equals(Base64.getEncoder().encodeToString(packets))) {
      throw new MalformedInput(
          "OpenPGP armor: expected the canonical base64 of the block of "
              + type
              + " (RFC 4648 section 3.5), found other bits at its end");
    }
    return packets;
  }

  private static byte[] packets(String type, String lines) {
    byte[] bytes = (lines + "\n").getBytes(StandardCharsets.US_ASCII);
    try (ArmoredInputStream stream = new ArmoredInputStream(new ByteArrayInputStream(bytes))) {
      return stream.readAllBytes();
    } catch (IOException | RuntimeException broken) {
      // the decoder throws unchecked exceptions of many kinds for broken input
      throw new MalformedInput(
          "OpenPGP armor: the block of " + type + " is broken: " + broken.getMessage(), broken);
    }
  }

  /// What stands between the empty line and the checksum, if there is one, else the last line.
  private static String base64(String lines) {
    int start = lines.indexOf("\n\n") + 2;
    int end = lines.lastIndexOf("\n-----END ");
    String body = start < end ? lines.substring(start, end) : "";
    int checksum = body.lastIndexOf("\n=");
    return (checksum < 0 ? body : body.substring(0, checksum)).replace("\n", "");
  }

  /// One block; its type follows from the first packet. Lines end with a line feed.
  static String encode(byte[] packets) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArmoredOutputStream armor =
        ArmoredOutputStream.builder().setVersion(null).enableCRC(true).build(bytes)) {
      armor.write(packets);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return bytes.toString(StandardCharsets.US_ASCII).replace("\r\n", "\n");
  }
}
