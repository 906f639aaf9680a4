package com.caiatech.afdp.schemas.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.sealing.Opening.Erased;
import com.caiatech.afdp.schemas.sealing.Opening.NotReadable;
import com.caiatech.afdp.schemas.sealing.Opening.Opened;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealerTest {
  private static final PersonId ADA = new PersonId("p_" + "a".repeat(32));
  private static final PersonId BOB = new PersonId("p_" + "b".repeat(32));
  private static final String RECORD = "0190aaaa-0000-8000-8000-000000000000";
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path folder;

  @Test
  void opensWhatItSealed() {
    Sealer sealer = sealer();

    SealedValue sealed =
        sealer.seal(ADA, RECORD, PersonalPointers.DESCRIPTION, "Ada's ünïcode 😀 text");

    assertThat(sealed.text()).startsWith("sealed:v1:" + ADA + ":");
    assertThat(SealedValue.isSealed(sealed.text())).isTrue();
    assertThat(SealedValue.parse(sealed.text())).isEqualTo(sealed);
    assertThat(sealer.open(sealed, RECORD, PersonalPointers.DESCRIPTION))
        .isEqualTo(new Opened("Ada's ünïcode 😀 text"));
    assertThat(sealer().open(sealed, RECORD, PersonalPointers.DESCRIPTION))
        .isInstanceOf(Opened.class);
  }

  @Test
  void anyTextComesBack() {
    Sealer sealer = sealer();
    qt().withExamples(100)
        .forAll(strings().basicLatinAlphabet().ofLengthBetween(0, 500))
        .check(
            text ->
                sealer
                    .open(sealer.seal(ADA, RECORD, "/x", text), RECORD, "/x")
                    .equals(new Opened(text)));
  }

  @Test
  void theSameValueInTheSamePlaceGivesTheSameText() {
    SealedValue sealed = sealer().seal(ADA, RECORD, "/a", "text");

    assertThat(sealer().seal(ADA, RECORD, "/a", "text")).isEqualTo(sealed);
    assertThat(sealer().seal(ADA, RECORD, "/b", "text").ciphertext())
        .isNotEqualTo(sealed.ciphertext());
    assertThat(sealer().seal(BOB, RECORD, "/a", "text").ciphertext())
        .isNotEqualTo(sealed.ciphertext());
  }

  @Test
  void aValueThatWasMovedOrChangedIsNotReadable() {
    Sealer sealer = sealer();
    SealedValue sealed = sealer.seal(ADA, RECORD, "/a", "text");
    sealer.seal(BOB, RECORD, "/a", "text");
    String flipped =
        (sealed.ciphertext().charAt(9) == 'A' ? "B" : "A") + sealed.ciphertext().substring(10);

    assertThat(sealer.open(sealed, RECORD, "/b"))
        .isEqualTo(new NotReadable("it was not sealed at /b of " + RECORD));
    assertThat(sealer.open(sealed, "other", "/a")).isInstanceOf(NotReadable.class);
    assertThat(sealer.open(new SealedValue(BOB, sealed.ciphertext()), RECORD, "/a"))
        .isInstanceOf(NotReadable.class);
    assertThat(
            sealer.open(
                new SealedValue(ADA, sealed.ciphertext().substring(0, 9) + flipped), RECORD, "/a"))
        .isInstanceOf(NotReadable.class);
    String other = sealer.seal(ADA, RECORD, "/a", "texts").ciphertext();
    assertThat(other.length() % 4).as("unused bits at the end").isNotZero();
    char last = other.charAt(other.length() - 1);
    String twin = other.substring(0, other.length() - 1) + (char) (last + 1);
    assertThat(sealer.open(new SealedValue(ADA, twin), RECORD, "/a"))
        .isInstanceOf(NotReadable.class);
    assertThat(sealer.open(new SealedValue(ADA, "A"), RECORD, "/a"))
        .isInstanceOf(NotReadable.class);
  }

  @Test
  void withoutAKeyNothingIsReadable() {
    assertThat(sealer().open(new SealedValue(ADA, "AAAA"), RECORD, "/a"))
        .isEqualTo(new NotReadable("there is no key of " + ADA + " here"));
  }

  @Test
  void erasingAPersonIsForEver() throws Exception {
    PersonKeyStore store = new PersonKeyStore(folder.resolve("people"));
    Sealer sealer = new Sealer(store);
    SealedValue sealed = sealer.seal(ADA, RECORD, "/a", "text");
    SealedValue others = sealer.seal(BOB, RECORD, "/a", "text");

    store.erase(ADA, NOW);
    store.erase(ADA, NOW.plusSeconds(1));

    assertThat(store.isErased(ADA)).isTrue();
    assertThat(store.isErased(BOB)).isFalse();
    assertThat(sealer.open(sealed, RECORD, "/a")).isEqualTo(new Erased());
    assertThat(sealer.open(others, RECORD, "/a")).isInstanceOf(Opened.class);
    assertThatExceptionOfType(KeyFault.class)
        .isThrownBy(() -> sealer.seal(ADA, RECORD, "/a", "again"))
        .withMessage(
            "sealing /a of %s: %s was erased, nothing can be sealed for them any more",
            RECORD, ADA);
    assertThat(Files.readString(folder.resolve("people").resolve(ADA + ".key")))
        .isEqualTo("afdp-person-key-erased 2026-01-02T03:04:05Z\n");
  }

  @Test
  void erasingAPersonWithoutAKeyForbidsOne() {
    PersonKeyStore store = new PersonKeyStore(folder.resolve("people"));

    store.erase(ADA, NOW);

    assertThatExceptionOfType(KeyFault.class)
        .isThrownBy(() -> new Sealer(store).seal(ADA, RECORD, "/a", "text"));
  }

  @Test
  void allWhoSealAtOnceUseOneKey() throws Exception {
    Callable<String> seal = () -> sealer().seal(ADA, RECORD, "/a", "text").text();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<String>> sealed =
          threads.invokeAll(IntStream.range(0, 32).mapToObj(ignored -> seal).toList());
      assertThat(sealed.stream().map(Future::resultNow).collect(Collectors.toSet())).hasSize(1);
    }
    try (Stream<Path> files = Files.list(folder.resolve("people"))) {
      assertThat(files)
          .singleElement()
          .satisfies(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void aBrokenKeyFileIsAFault() throws Exception {
    sealer().seal(ADA, RECORD, "/a", "text");
    Files.writeString(folder.resolve("people").resolve(ADA + ".key"), "{\"key\":[{}]}");

    assertThatExceptionOfType(KeyFault.class)
        .isThrownBy(() -> sealer().seal(ADA, RECORD, "/a", "text"))
        .withMessage("the key file of " + ADA + " is broken; restore it from a backup");
  }

  @Test
  void refusesWhatHasNoPlaceOrIsTooLong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sealer().seal(ADA, "a\nb", "/a", "text"))
        .withMessageContaining("of one line each");
    assertThatExceptionOfType(LimitExceeded.class)
        .isThrownBy(() -> sealer().seal(ADA, RECORD, "/a", "x".repeat(Sealer.MAX_BYTES + 1)))
        .withMessageContaining("at most 524288 bytes are allowed, found 524289");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealedValue.parse("sealed:v1:nobody:AAAA"))
        .withMessageStartingWith("SealedValue: expected sealed:v1:<person id>:<base64url>");
    assertThatIllegalArgumentException().isThrownBy(() -> new SealedValue(ADA, "a=b"));
    SealedValue longest = sealer().seal(ADA, RECORD, "/a", "x".repeat(Sealer.MAX_BYTES));
    assertThat(SealedValue.parse(longest.text())).isEqualTo(longest);
  }

  @Test
  void aPersonIsAnHmacOfIssuerAndSubject() throws Exception {
    Pepper pepper = Pepper.of(new byte[32]);
    Path file = folder.resolve("pepper");

    // printf 'local\nada' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00…00
    assertThat(pepper.personId("local", "ada")).hasToString("p_3b9af4e856d4acc4ea6da07ac0a84037");
    assertThat(pepper.personId("local", "bob")).isNotEqualTo(pepper.personId("local", "ada"));
    assertThat(pepper.personId("git", "ada")).isNotEqualTo(pepper.personId("local", "ada"));
    assertThat(Pepper.readOrGenerate(file).personId("local", "ada"))
        .isEqualTo(Pepper.read(file).personId("local", "ada"))
        .isNotEqualTo(pepper.personId("local", "ada"));
    assertThat(Files.size(file)).isEqualTo(32);
    assertThatIllegalArgumentException().isThrownBy(() -> pepper.personId("a\nb", "c"));
    assertThatIllegalArgumentException().isThrownBy(() -> pepper.personId("a", " "));
    assertThatExceptionOfType(KeyFault.class)
        .isThrownBy(() -> Pepper.of(new byte[31]))
        .withMessage("pepper: expected 32 bytes, found 31");
  }

  private Sealer sealer() {
    return new Sealer(new PersonKeyStore(folder.resolve("people")));
  }
}
