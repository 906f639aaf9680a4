package com.caiatech.afdp.schemas.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Bad;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Good;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Missing;
import com.caiatech.afdp.schemas.signing.SignatureCheck.UnknownKey;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Unreadable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenPgpVerifierTest {
  private static final byte[] PAYLOAD = "payload".getBytes(UTF_8);
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
  private static final OpenPgpSecretKey KEY = OpenPgpSecretKey.generate("one", CREATED);
  private static final OpenPgpSecretKey OTHER = OpenPgpSecretKey.generate("two", CREATED);
  private static final Map<KeyFingerprint, OpenPgpPublicKey> KEYS =
      Map.of(KEY.fingerprint(), KEY.publicKey(), OTHER.fingerprint(), OTHER.publicKey());

  @Test
  void aGoodSignatureNamesKeyAndTime() {
    Instant signed = Instant.parse("2026-03-04T05:06:07.890Z");

    assertThat(check(KEY.signDetached(PAYLOAD, signed)))
        .isEqualTo(new Good(KEY.fingerprint(), Instant.parse("2026-03-04T05:06:07Z")));
    assertThat(KEY.signDetached(PAYLOAD))
        .startsWith("-----BEGIN PGP SIGNATURE-----\n\n")
        .endsWith("\n-----END PGP SIGNATURE-----\n");
  }

  @Test
  void aMissingSignatureIsMissing() {
    assertThat(OpenPgpVerifier.check(PAYLOAD, Optional.empty(), KEYS)).isEqualTo(new Missing());
  }

  @Test
  void aSignatureOverOtherBytesIsBad() {
    assertThat(check(KEY.signDetached("payloae".getBytes(UTF_8), CREATED)))
        .isEqualTo(new Bad(KEY.fingerprint()));
  }

  @Test
  void anUnknownKeyIsNamed() {
    OpenPgpSecretKey stranger = OpenPgpSecretKey.generate("stranger", CREATED);

    assertThat(check(stranger.signDetached(PAYLOAD)))
        .isEqualTo(new UnknownKey(stranger.fingerprint().value()));
  }

  @Test
  void aKeyUnderAnothersFingerprintIsNotTakenForIt() {
    assertThat(
            OpenPgpVerifier.check(
                PAYLOAD,
                Optional.of(KEY.signDetached(PAYLOAD)),
                Map.of(KEY.fingerprint(), OTHER.publicKey())))
        .isEqualTo(new UnknownKey(KEY.fingerprint().value()));
  }

  /// Of many signatures, because a twelfth of them ends with bits that a lenient decoder ignores.
  @Test
  void noChangedCharacterLeavesASignatureGood() {
    for (int number = 0; number < 100; number++) {
      byte[] payload = ("payload " + number).getBytes(UTF_8);
      String good = KEY.signDetached(payload, CREATED);
      assertThat(check(payload, good)).isInstanceOf(Good.class);
      int body = good.indexOf("\n\n") + 2;
      int end = good.indexOf("\n=", body);
      for (int i = body; i < end; i++) {
        if (good.charAt(i) == '\n') {
          continue;
        }
        String changed =
            good.substring(0, i) + (good.charAt(i) == 'A' ? 'B' : 'A') + good.substring(i + 1);
        assertThat(check(payload, changed)).as(changed).isNotInstanceOf(Good.class);
      }
    }
  }

  @Test
  void whatIsNoSignatureIsUnreadable() {
    String good = KEY.signDetached(PAYLOAD);
    String wrong = "OpenPGP armor: expected exactly one ASCII block of PGP SIGNATURE";
    for (String text :
        List.of(
            "",
            "nonsense",
            "\n" + good,
            good + good,
            good + "trailing",
            KEY.publicKey().armored(),
            good.replace("\n\n", "\nComment: ü\n\n"))) {
      assertThat(check(text)).isEqualTo(new Unreadable(wrong));
    }
    assertThat(check(good + " ".repeat(20_000)))
        .isEqualTo(
            new Unreadable(
                "OpenPGP armor: at most 16384 characters of PGP SIGNATURE are allowed, found "
                    + (good.length() + 20_000)));
  }

  @Test
  void twoSignaturePacketsAreUnreadable() {
    byte[] one = Armor.decode(Armor.SIGNATURE, KEY.signDetached(PAYLOAD), 10_000);
    byte[] two = new byte[2 * one.length];
    System.arraycopy(one, 0, two, 0, one.length);
    System.arraycopy(one, 0, two, one.length, one.length);

    assertThat(check(Armor.encode(two)))
        .isEqualTo(new Unreadable("OpenPGP signature: expected exactly one signature packet"));
  }

  @Test
  void keysReadBackAsTheyWereWritten(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys/worker.asc");

    OpenPgpSecretKey written = OpenPgpSecretKey.readOrGenerate(file, "worker");

    assertThat(OpenPgpSecretKey.read(file).fingerprint()).isEqualTo(written.fingerprint());
    assertThat(OpenPgpSecretKey.readOrGenerate(file, "worker").fingerprint())
        .isEqualTo(written.fingerprint());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys"))))
        .isEqualTo("rwx------");
    OpenPgpPublicKey read = OpenPgpPublicKey.parse(written.publicKey().armored());
    assertThat(read).isEqualTo(written.publicKey()).hasSameHashCodeAs(written.publicKey());
    assertThat(read.userIds()).containsExactly("worker");
    assertThat(read.isRevoked()).isFalse();
    assertThat(read.expiresAt()).isEmpty();
  }

  @Test
  void aSecretThatOthersMayReadIsRefused(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("worker.asc");
    OpenPgpSecretKey.readOrGenerate(file, "worker");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatExceptionOfType(KeyFault.class)
        .isThrownBy(() -> OpenPgpSecretKey.read(file))
        .withMessage(
            "the secret %s is open to others (rw-r-----), expected rw-------; run: chmod 600 %s",
            file, file);
    assertThatExceptionOfType(KeyFault.class)
        .isThrownBy(() -> OpenPgpSecretKey.read(folder.resolve("none.asc")))
        .withMessage("the secret %s is missing", folder.resolve("none.asc"));
  }

  @Test
  void allWhoMakeOneKeyAtOnceGetTheSame(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("worker.asc");
    Callable<KeyFingerprint> make =
        () -> OpenPgpSecretKey.readOrGenerate(file, "worker").fingerprint();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<KeyFingerprint>> made =
          threads.invokeAll(IntStream.range(0, 16).mapToObj(ignored -> make).toList());
      assertThat(made.stream().map(Future::resultNow).collect(Collectors.toSet())).hasSize(1);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void keysAreBounded() {
    assertThatExceptionOfType(LimitExceeded.class)
        .isThrownBy(() -> OpenPgpPublicKey.parse("x".repeat(64 * 1024 + 1)));
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> OpenPgpPublicKey.parse(KEY.armored()));
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> OpenPgpPublicKey.parse(twice(KEY.publicKey().armored())))
        .withMessage("OpenPGP key: expected exactly one certificate");
  }

  private static String twice(String armored) {
    byte[] one = Armor.decode(Armor.PUBLIC_KEY, armored, 10_000);
    byte[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    return Armor.encode(two);
  }

  private static SignatureCheck check(String signature) {
    return check(PAYLOAD, signature);
  }

  private static SignatureCheck check(byte[] payload, String signature) {
    return OpenPgpVerifier.check(payload, Optional.of(signature), KEYS);
  }
}
