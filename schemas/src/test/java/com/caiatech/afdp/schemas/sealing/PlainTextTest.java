package com.caiatech.afdp.schemas.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.sealing.PlainTextCheck.Accepted;
import com.caiatech.afdp.schemas.sealing.PlainTextCheck.Refused;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainTextTest {
  private static final PersonId ADA = new PersonId("p_" + "a".repeat(32));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Checkout fails for 3 of 10 users since 2026-11-21T04:00:00.000Z",
        "rolled back to 4f2a9c01d3e4b5a697887766554433221100ffee, see @ada",
        "record 0190a5d1-ac96-774b-8cce-b302099a8057 and 01890a5d-0123-7456-8901-012345678901",
        "digest 0123456789012345678901234567890123456789012345678901234567890123",
        "host 10.0.0.1:8080 and 192.168.100.200, port 5432",
        "latency went from 1200 to 4500 ms, p95 +250 %, 1234567890 requests",
        "upgrade react@18.3.1 and image registry/app@sha256:aa",
        "clone git@github.com:caiatech/afdp.git",
        "version 1.24.0-rc.1, build 2026.08.1, 2026-11-21 04:05:06",
        "range 0.001-0.002, 100-200-300",
        "two\nlines\tand a tab, ünïcode 😀",
        "user@localhost is no address",
        "epoch 1767323045 and 1767323045123",
        "@ada",
      })
  void acceptsWhatEngineersWrite(String text) {
    assertThat(PlainText.check("reason", text, 200)).isEqualTo(new Accepted(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ask ada@example.com",
        "<ada.lovelace+x@mail.example.co.uk>",
        "ADA@EXAMPLE.COM",
        "mailto:ada@example.com",
        "ada@bücher.example",
        "o'hara@example.org, please",
      })
  void refusesEMailAddresses(String text) {
    assertThat(PlainText.check("reason", text, 200))
        .isEqualTo(
            new Refused(
                "reason: holds an e-mail address, which would stand in clear for ever; mention the"
                    + " person as @name instead"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "call +49 170 1234567",
        "call +1 (555) 123-4567.",
        "+491701234567",
        "0049 170 1234567",
        "00491701234567",
        "0170 1234567",
        "030/1234567",
        "(030) 123 456 78",
        "01701234567",
        "555-123-4567",
        "(555) 123-4567",
        "tel:+44 20 7946 0958",
      })
  void refusesTelephoneNumbers(String text) {
    assertThat(PlainText.check("comment", text, 200))
        .isEqualTo(
            new Refused(
                "comment: holds a telephone number, which would stand in clear for ever; mention"
                    + " the person as @name instead"));
  }

  @Test
  void refusesNothingTooMuchAndControlCharacters() {
    assertThat(PlainText.check("title", " ", 10))
        .isEqualTo(new Refused("title: expected a text, found none"));
    assertThat(PlainText.check("title", "12345678901", 10))
        .isEqualTo(
            new Refused(
                "title: expected at most 10 characters, found 11; put longer text where it is"
                    + " sealed"));
    assertThat(PlainText.check("title", "😀".repeat(10), 10)).isInstanceOf(Accepted.class);
    for (String text :
        new String[] {
          "a\u0000b",
          "a\rb",
          "a\ud800b",
          "a\u001b[31mb",
          "a\u202eb",
          "a\u202ab",
          "a\u2066b",
          "a\u2069b"
        }) {
      assertThat(PlainText.check("title", text, 10))
          .isEqualTo(
              new Refused(
                  "title: expected text without control characters, marks that turn its direction and"
                      + " unpaired surrogates"));
    }
  }

  @Test
  void takesTextOfEitherDirection() {
    for (String text : new String[] {"שלום", "مرحبا 12", "abc \u200fאבג\u200e"}) {
      assertThat(PlainText.check("title", text, 20)).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void findsMentions() {
    assertThat(PlainText.mentions("@ada and @bob-2, (@c.d). @ada again; react@18 a@b @@x @"))
        .containsExactly("ada", "bob-2", "c.d");
    String longest = "a".repeat(64);
    assertThat(PlainText.mentions("@" + longest + ". @b" + longest + " @c" + longest + "-d"))
        .containsExactly(longest);
  }

  @Test
  void replacesMentionsOfKnownPeople() {
    String replaced =
        PlainText.replaceMentions(
            "@ada's fault, says @$1 and @nobody. Ask @ada.",
            name -> name.equals("ada") ? Optional.of(ADA) : Optional.empty());

    assertThat(replaced).isEqualTo("@" + ADA + "'s fault, says @$1 and @nobody. Ask @" + ADA + ".");
    assertThat(PlainText.replaceMentions(replaced, name -> Optional.empty())).isEqualTo(replaced);
    assertThat(PlainText.check("reason", replaced, 200)).isInstanceOf(Accepted.class);
  }

  @Test
  void aLongTextIsJudgedInTime() {
    String text = "a.".repeat(2000) + "@" + "0 ".repeat(2000) + "a@" + "b-".repeat(2000);

    PlainTextCheck outcome =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1), () -> PlainText.check("reason", text, 20_000));
    assertThat(outcome).isEqualTo(new Accepted(text));
  }
}
