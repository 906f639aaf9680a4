package com.caiatech.afdp.workers.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPostTest {
  private Receiver receiver;

  @BeforeEach
  void open() throws Exception {
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void aStatusTellsWhetherToSendAgain() throws Exception {
    for (int taken : new int[] {200, 202, 204}) {
      assertThat(answeredBy(Receiver.status(taken))).isEqualTo(new Delivery.Taken());
    }
    for (int again : new int[] {401, 403, 408, 425, 429, 500, 502, 503}) {
      assertThat(answeredBy(Receiver.status(again)))
          .isEqualTo(new Delivery.Failed("status " + again));
    }
    for (int never : new int[] {400, 404, 410}) {
      assertThat(answeredBy(Receiver.status(never)))
          .isEqualTo(new Delivery.Refused("status " + never));
    }
  }

  @Test
  void aReceiverSaysWhenItWantsToBeAskedAgainAndNotLaterThanInAnHour() throws Exception {
    assertThat(answeredBy(Receiver.busy(429, "120")))
        .isEqualTo(new Delivery.Failed("status 429", Duration.ofMinutes(2)));
    assertThat(answeredBy(Receiver.busy(503, "999999999")))
        .isEqualTo(new Delivery.Failed("status 503", Duration.ofHours(1)));
    assertThat(answeredBy(Receiver.busy(503, "Thu, 31 Dec 2099 23:59:59 GMT")))
        .isEqualTo(new Delivery.Failed("status 503", Duration.ofHours(1)));
    for (String nothing : new String[] {"Fri, 31 Dec 1999 23:59:59 GMT", "-1", "soon", "1e9"}) {
      assertThat(answeredBy(Receiver.busy(503, nothing)))
          .isEqualTo(new Delivery.Failed("status 503"));
    }
  }

  @Test
  void aWordBesideAStatusIsToldAndNothingElse() throws Exception {
    assertThat(answeredBy(Receiver.status(404, "no_service")))
        .isEqualTo(new Delivery.Refused("status 404 (no_service)"));
    assertThat(answeredBy(Receiver.status(404, "your secret is tea-time")))
        .isEqualTo(new Delivery.Refused("status 404"));
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    assertThat(answeredBy(Receiver.redirect(receiver.address("/elsewhere"))))
        .isEqualTo(new Delivery.Refused("status 307"));
    assertThat(receiver.got()).extracting(Receiver.Got::path).containsExactly("/here");
  }

  @Test
  void aReceiverThatHangsIsLeft() throws Exception {
    receiver.answers(receiver.hang());
    assertThat(sent(Duration.ofSeconds(1))).isEqualTo(new Delivery.Failed("no answer in time"));
  }

  @Test
  void anAnswerWithoutEndIsCutOff() throws Exception {
    assertThat(answeredBy(receiver.streamWithoutEnd(200))).isEqualTo(new Delivery.Taken());
    assertThat(answeredBy(receiver.streamWithoutEnd(500)))
        .isEqualTo(new Delivery.Failed("status 500"));
  }

  @Test
  void whereNobodyListensIsAskedAgain() throws Exception {
    receiver.close();
    assertThat(answeredBy(Receiver.status(200))).isEqualTo(new Delivery.Failed("no connection"));
  }

  @Test
  void onlyTheBeginningOfAFailureIsRead() throws Exception {
    receiver.answers(Receiver.status(400, "x".repeat(100_000)));
    Delivery read =
        new HttpPost(Duration.ofSeconds(20))
            .send(
                receiver.address("/here"),
                Map.of(),
                new byte[0],
                (status, body) -> new Delivery.Refused(status + " " + body.length()));
    assertThat(read).isEqualTo(new Delivery.Refused("400 1024"));
  }

  @Test
  void addressesAreEncryptedOrOnThisMachineAndNeverQuoted() {
    assertThat(HttpPost.address("https://ops.example/afdp?team=1").getHost())
        .isEqualTo("ops.example");
    assertThat(HttpPost.address("http://127.0.0.1:8080/x").getPort()).isEqualTo(8080);
    for (String wrong :
        List.of(
            "http://ops.example/secret",
            "file:///etc/secret",
            "https://user:secret@ops.example/",
            "https:///secret",
            "https://ops.example/#secret",
            "ht tp://secret",
            "secret")) {
      assertThatThrownBy(() -> HttpPost.address(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("expected an address")
          .hasMessageNotContaining("secret")
          .hasNoCause();
    }
  }

  private Delivery answeredBy(Receiver.Answer answer) throws InterruptedException {
    receiver.answers(answer);
    return sent(Duration.ofSeconds(20));
  }

  private Delivery sent(Duration timeout) throws InterruptedException {
    return new HttpPost(timeout).send(receiver.address("/here"), Map.of(), new byte[] {'{', '}'});
  }
}
