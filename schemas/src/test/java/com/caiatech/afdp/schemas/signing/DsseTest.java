package com.caiatech.afdp.schemas.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.json.JsonLimits;
import com.caiatech.afdp.schemas.json.StrictJson;
import com.caiatech.afdp.schemas.signing.DsseCheck.BadSignature;
import com.caiatech.afdp.schemas.signing.DsseCheck.Malformed;
import com.caiatech.afdp.schemas.signing.DsseCheck.UnknownKey;
import com.caiatech.afdp.schemas.signing.DsseCheck.Verified;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DsseTest {
  private static final String TYPE = "http://example.com/HelloWorld";
  private static final byte[] HELLO = "hello world".getBytes(UTF_8);
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final Ed25519SigningKey KEY = Ed25519SigningKey.generate();
  private static final Ed25519SigningKey OTHER = Ed25519SigningKey.generate();
  private static final Map<Sha256, Ed25519VerifyingKey> KEYS =
      Map.of(KEY.keyId(), KEY.verifyingKey());

  @Test
  void encodesWhatIsSignedAsTheProtocolSays() {
    assertThat(Dsse.preAuthenticationEncoding(TYPE, HELLO))
        .asString(UTF_8)
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  @Test
  void readsBackWhatItSigned() {
    JsonNode json =
        StrictJson.parse(
            Dsse.sign(TYPE, HELLO, KEY).toJson().toString().getBytes(UTF_8), JsonLimits.ENVELOPE);

    assertThat(json.get("payload").textValue()).isEqualTo("aGVsbG8gd29ybGQ=");
    assertThat(Dsse.check(json, TYPE, KEYS))
        .isInstanceOfSatisfying(
            Verified.class,
            verified -> {
              assertThat(verified.payload()).isEqualTo(HELLO);
              assertThat(verified.keyId()).isEqualTo(KEY.keyId());
            });
  }

  @Test
  void oneGoodSignatureAmongOthersIsEnough() {
    Dsse envelope = Dsse.sign(TYPE, HELLO, OTHER).alsoSignedBy(KEY);

    assertThat(envelope.signatures()).hasSize(2);
    assertThat(envelope.check(TYPE, KEYS)).isInstanceOf(Verified.class);
  }

  @Test
  void anUnknownKeyIsNamed() {
    assertThat(Dsse.sign(TYPE, HELLO, OTHER).check(TYPE, KEYS))
        .isEqualTo(new UnknownKey(OTHER.keyId().value()));
  }

  @Test
  void aChangedPayloadTypeOrSignatureIsBad() {
    Dsse good = Dsse.sign(TYPE, HELLO, KEY);
    String sig = good.signatures().getFirst().sig();
    String changed = (sig.charAt(0) == 'A' ? 'B' : 'A') + sig.substring(1);

    assertThat(new Dsse(TYPE, "aGVsbG8gd29ybGU=", good.signatures()).check(TYPE, KEYS))
        .isEqualTo(new BadSignature(KEY.keyId()));
    assertThat(new Dsse("other", good.payload(), good.signatures()).check("other", KEYS))
        .isEqualTo(new BadSignature(KEY.keyId()));
    assertThat(
            new Dsse(
                    TYPE, good.payload(), List.of(new Dsse.Signature(KEY.keyId().value(), changed)))
                .check(TYPE, KEYS))
        .isEqualTo(new BadSignature(KEY.keyId()));
    assertThat(
            new Dsse(TYPE, good.payload(), List.of(new Dsse.Signature(KEY.keyId().value(), "AAAA")))
                .check(TYPE, KEYS))
        .isEqualTo(new BadSignature(KEY.keyId()));
  }

  @Test
  void anotherPayloadTypeIsRefused() {
    assertThat(Dsse.sign(TYPE, HELLO, KEY).check("other", KEYS))
        .isEqualTo(new Malformed("DSSE envelope: expected payloadType other, found " + TYPE));
  }

  @Test
  void malformedEnvelopesSayWhy() {
    ObjectNode good = Dsse.sign(TYPE, HELLO, KEY).toJson();

    assertMalformed(
        good.deepCopy().put("x", 1),
        "expected in the envelope exactly the fields payload, payloadType, signatures");
    assertMalformed(
        good.deepCopy().without("payload"),
        "expected in the envelope exactly the fields payload, payloadType, signatures");
    assertMalformed(good.deepCopy().put("payload", 1), "expected text in 'payload'");
    assertMalformed(
        good.deepCopy().put("payload", "aGVsbG8"), "expected base64 with padding in 'payload'");
    assertMalformed(
        good.deepCopy().put("payload", "-_-_"), "expected base64 with padding in 'payload'");
    assertMalformed(
        good.deepCopy().put("payload", "aGVsbG9="), "expected base64 with padding in 'payload'");
    assertMalformed(
        good.deepCopy().put("signatures", 1), "expected an array of 1 to 16 signatures");
    ObjectNode unsigned = good.deepCopy();
    unsigned.putArray("signatures");
    assertMalformed(unsigned, "expected 1 to 16 signatures, found 0");
    ObjectNode nameless = good.deepCopy();
    ((ObjectNode) nameless.at("/signatures/0")).remove("keyid");
    assertMalformed(nameless, "expected in a signature exactly the fields keyid, sig");
  }

  @Test
  void signsAsRfc8032Says() {
    // RFC 8032 section 7.1, test 2
    Ed25519VerifyingKey key =
        Ed25519VerifyingKey.ofRaw(
            HexFormat.of()
                .parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    byte[] signature =
        HexFormat.of()
            .parseHex(
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

    assertThat(key.made(signature, new byte[] {0x72})).isTrue();
    assertThat(key.made(signature, new byte[] {0x73})).isFalse();
  }

  @Test
  void keysReadBackAsTheyWereWritten(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("gateway.ed25519");

    Ed25519SigningKey written = Ed25519SigningKey.readOrGenerate(file);

    assertThat(Ed25519SigningKey.readOrGenerate(file).keyId()).isEqualTo(written.keyId());
    assertThat(Ed25519SigningKey.read(file).keyId()).isEqualTo(written.keyId());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Ed25519VerifyingKey key = written.verifyingKey();
    assertThat(Ed25519VerifyingKey.ofBase64(key.base64())).isEqualTo(key);
    assertThat(Ed25519VerifyingKey.ofPem(key.pem())).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(key.keyId()).isEqualTo(Sha256.of(key.raw()));
    assertThat(key).hasToString("Ed25519VerifyingKey[" + key.keyId() + "]");
  }

  @Test
  void readsTheKeysOfRfc8410() {
    // section 10: the same key pair
    String secret =
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----
        """;
    String shared =
        """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----
        """;

    Ed25519SigningKey key = Ed25519SigningKey.ofPem(secret);

    assertThat(key.pem()).isEqualTo(secret);
    assertThat(key.verifyingKey().pem()).isEqualTo(shared);
    assertThat(Ed25519VerifyingKey.ofPem(shared)).isEqualTo(key.verifyingKey());
  }

  @Test
  void unusableKeysAreRefused() {
    assertThatExceptionOfType(KeyFault.class)
        .isThrownBy(() -> Ed25519VerifyingKey.ofRaw(new byte[31]));
    assertThatExceptionOfType(KeyFault.class) // a point of small order
        .isThrownBy(() -> Ed25519VerifyingKey.ofRaw(new byte[32]));
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> Ed25519VerifyingKey.ofBase64("ä"))
        .withMessage("Ed25519 public key: expected base64 of 32 bytes");
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> Ed25519SigningKey.ofPem(KEY.verifyingKey().pem()))
        .withMessage("PEM: expected exactly one block of PRIVATE KEY");
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(
            () ->
                Ed25519SigningKey.ofPem(
                    "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"));
    assertThatExceptionOfType(MalformedInput.class) // another object identifier
        .isThrownBy(() -> Ed25519SigningKey.ofPem(KEY.pem().replace("DK2VwB", "DK1VwB")))
        .withMessage("Ed25519 secret key: the PEM cannot be read");
  }

  @Test
  void aKeyHasOneFormInBase64AndInPem() {
    String base64 = KEY.verifyingKey().base64();
    String last = base64.substring(42, 43);
    int digit = BASE64.indexOf(last);
    String twin = base64.substring(0, 42) + BASE64.charAt(digit ^ 1) + "=";
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> Ed25519VerifyingKey.ofBase64(twin));
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> Ed25519VerifyingKey.ofBase64(base64.replace("=", "")));
    String pem = KEY.verifyingKey().pem();
    for (String other :
        List.of(pem.replace("=", ""), pem.replace("-----\nM", "-----M"), pem.replace("M", "M "))) {
      assertThatExceptionOfType(MalformedInput.class)
          .as(other)
          .isThrownBy(() -> Ed25519VerifyingKey.ofPem(other));
    }
    assertThat(Ed25519VerifyingKey.ofPem(pem.replace("\n", "\r\n"))).isEqualTo(KEY.verifyingKey());
  }

  private static void assertMalformed(JsonNode envelope, String reason) {
    assertThat(Dsse.check(envelope, TYPE, KEYS))
        .isEqualTo(new Malformed("DSSE envelope: " + reason));
  }
}
