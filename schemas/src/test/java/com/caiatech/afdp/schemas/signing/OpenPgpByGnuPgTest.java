package com.caiatech.afdp.schemas.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Bad;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Good;
import com.caiatech.afdp.schemas.signing.SignatureCheck.UnknownKey;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Unreadable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our signatures before stock gpg and git, and theirs before us.
final class OpenPgpByGnuPgTest {
  private static final byte[] PAYLOAD = "a payload\nof two lines".getBytes(UTF_8);
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

  private GnuPg gnupg;

  @BeforeEach
  void open() throws Exception {
    gnupg = new GnuPg();
  }

  @AfterEach
  void close() throws Exception {
    gnupg.close();
  }

  @Test
  void gpgCallsOurSignatureGood() throws Exception {
    OpenPgpSecretKey key = OpenPgpSecretKey.generate("AFDP worker <worker@afdp.invalid>", CREATED);
    GnuPg.require(gnupg.gpg(key.publicKey().armored().getBytes(UTF_8), "--import"));
    String signature = key.signDetached(PAYLOAD, CREATED.plusSeconds(60));

    GnuPg.Outcome good = gnupg.verify(PAYLOAD, signature);
    GnuPg.Outcome bad = gnupg.verify("other".getBytes(UTF_8), signature);

    assertThat(good.exitCode()).isZero();
    assertThat(good.stderr())
        .contains("Good signature from \"AFDP worker <worker@afdp.invalid>\"")
        .contains("VALIDSIG " + key.fingerprint().value().toUpperCase(Locale.ROOT))
        .contains("2026-01-02");
    assertThat(bad.stderr()).contains("BAD signature");
  }

  @Test
  void gpgTakesOurSecretKeyAndSignsWithIt() throws Exception {
    OpenPgpSecretKey key = OpenPgpSecretKey.generate("worker", CREATED);
    GnuPg.require(gnupg.gpg(key.armored().getBytes(UTF_8), "--import"));

    String signature = gnupg.sign("worker", PAYLOAD);

    assertThat(check(PAYLOAD, signature, key.publicKey())).isInstanceOf(Good.class);
  }

  @Test
  void gitCallsACommitThatWeSignedGood(@TempDir Path folder) throws Exception {
    OpenPgpSecretKey key = OpenPgpSecretKey.generate("AFDP worker <worker@afdp.invalid>", CREATED);
    GnuPg.require(gnupg.gpg(key.publicKey().armored().getBytes(UTF_8), "--import"));
    GnuPg.require(gnupg.git(folder, new byte[0], "init", "-q"));
    String tree = GnuPg.require(gnupg.git(folder, new byte[0], "mktree")).text().strip();
    String head =
        "tree " + tree + "\nauthor w <w@x> 1767323045 +0000\ncommitter w <w@x> 1767323045 +0000\n";
    String message = "\nsubject\n";
    String signature = key.signDetached((head + message).getBytes(UTF_8), CREATED).stripTrailing();
    String commit = head + "gpgsig " + signature.replace("\n", "\n ") + "\n" + message;

    String id =
        GnuPg.require(
                gnupg.git(
                    folder, commit.getBytes(UTF_8), "hash-object", "-t", "commit", "-w", "--stdin"))
            .text()
            .strip();
    GnuPg.Outcome verified = gnupg.git(folder, new byte[0], "verify-commit", id);
    GnuPg.Outcome log = gnupg.git(folder, new byte[0], "log", "-1", "--show-signature", id);

    assertThat(verified.exitCode()).as(verified.all()).isZero();
    assertThat(log.all()).contains("Good signature from \"AFDP worker <worker@afdp.invalid>\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "rsa3072", "nistp256"})
  void weJudgeSignaturesOfGpg(String algorithm) throws Exception {
    OpenPgpPublicKey key =
        OpenPgpPublicKey.parse(gnupg.makeKey("someone", algorithm, "sign", "never"));
    String signature = gnupg.sign("someone", PAYLOAD);

    assertThat(check(PAYLOAD, signature, key))
        .isInstanceOfSatisfying(
            Good.class, good -> assertThat(good.fingerprint()).isEqualTo(key.fingerprint()));
    assertThat(check("other".getBytes(UTF_8), signature, key))
        .isEqualTo(new Bad(key.fingerprint()));
    assertThat(OpenPgpVerifier.check(PAYLOAD, Optional.of(signature), Map.of()))
        .isEqualTo(new UnknownKey(key.fingerprint().value()));
    assertThat(key.userIds()).containsExactly("someone");
    assertThat(OpenPgpPublicKey.parse(key.armored())).isEqualTo(key);
  }

  @Test
  void aSigningSubkeySignsInTheNameOfItsPrimaryKey() throws Exception {
    gnupg.makeKey("boss", "ed25519", "cert", "never");
    String listing = gnupg.gpg(new byte[0], "--with-colons", "--list-keys", "boss").text();
    String primary =
        listing.lines().filter(line -> line.startsWith("fpr")).findFirst().orElseThrow();
    GnuPg.require(
        gnupg.gpg(
            new byte[0], "--quick-add-key", primary.split(":", -1)[9], "ed25519", "sign", "never"));
    OpenPgpPublicKey key = OpenPgpPublicKey.parse(gnupg.export("boss"));

    assertThat(check(PAYLOAD, gnupg.sign("boss", PAYLOAD), key))
        .isInstanceOfSatisfying(
            Good.class, good -> assertThat(good.fingerprint()).isEqualTo(key.fingerprint()));
    assertThat(key.signingKeys())
        .singleElement()
        .satisfies(subkey -> assertThat(subkey.key().isMasterKey()).isFalse());
  }

  @Test
  void revocationAndExpiryAreReportedAndDecideNothing() throws Exception {
    gnupg.makeKey("leaver", "ed25519", "sign", "1y");
    String signature = gnupg.sign("leaver", PAYLOAD);
    try (Stream<Path> files = Files.list(gnupg.home().resolve("openpgp-revocs.d"))) {
      Path certificate = files.findFirst().orElseThrow();
      String usable = Files.readString(certificate).replace(":-----BEGIN", "-----BEGIN");
      GnuPg.require(gnupg.gpg(usable.getBytes(UTF_8), "--import"));
    }
    OpenPgpPublicKey key = OpenPgpPublicKey.parse(gnupg.export("leaver"));

    assertThat(key.isRevoked()).isTrue();
    assertThat(key.expiresAt())
        .hasValueSatisfying(
            expiry -> assertThat(expiry).isAfter(key.createdAt().plusSeconds(360 * 24 * 3600)));
    assertThat(check(PAYLOAD, signature, key)).isInstanceOf(Good.class);
  }

  @Test
  void weRefuseWhatAgedBadly() throws Exception {
    OpenPgpPublicKey key = OpenPgpPublicKey.parse(gnupg.makeKey("old", "rsa2048", "sign", "never"));

    assertThat(check(PAYLOAD, gnupg.sign("old", PAYLOAD, "--digest-algo", "SHA1"), key))
        .isEqualTo(
            new Unreadable(
                "OpenPGP signature: expected hash algorithm SHA-256, SHA-384 or SHA-512, found"
                    + " number 2"));
    assertThat(check(PAYLOAD, gnupg.sign("old", PAYLOAD, "--textmode"), key))
        .isEqualTo(
            new Unreadable("OpenPGP signature: expected type 0x00 (binary document), found 0x01"));
    assertThat(check(PAYLOAD, gnupg.sign("old", PAYLOAD, "--default-sig-expire", "1d"), key))
        .isEqualTo(new Unreadable("OpenPGP signature: expected a signature that never expires"));
    assertThat(check(PAYLOAD, gnupg.sign("old", PAYLOAD, "--sig-notation", "!a@b.example=c"), key))
        .isEqualTo(
            new Unreadable("OpenPGP signature: subpacket 20 is critical and not understood"));
  }

  @Test
  void weRefuseKeysThatCannotSignAndSecretKeysWithAPassphrase() throws Exception {
    String weak = gnupg.makeKey("weak", "rsa1024", "sign", "never");
    assertThatExceptionOfType(KeyFault.class)
        .isThrownBy(() -> OpenPgpPublicKey.parse(weak))
        .withMessageContaining("holds no key that may sign data");
    GnuPg.require(
        gnupg.gpg(
            new byte[0],
            "--passphrase",
            "secret",
            "--quick-generate-key",
            "guarded",
            "ed25519",
            "sign"));
    String guarded =
        GnuPg.require(
                gnupg.gpg(
                    new byte[0],
                    "--passphrase",
                    "secret",
                    "--armor",
                    "--export-secret-keys",
                    "guarded"))
            .text();
    assertThatExceptionOfType(KeyFault.class)
        .isThrownBy(() -> OpenPgpSecretKey.parse(guarded))
        .withMessageContaining("has a passphrase, expected one without");
  }

  private static SignatureCheck check(byte[] payload, String signature, OpenPgpPublicKey key) {
    return OpenPgpVerifier.check(payload, Optional.of(signature), Map.of(key.fingerprint(), key));
  }
}
