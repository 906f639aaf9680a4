package com.caiatech.afdp.workers.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.signing.SecretFile;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailChannelTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String GOOD_BYE = "250 forgotten\r\n221 bye\r\n";

  @TempDir Path folder;
  private GreenMail server;

  @BeforeEach
  void open() {
    server = new GreenMail(new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_SMTP));
    server.start();
  }

  @AfterEach
  void close() {
    server.stop();
  }

  @Test
  void aMessageTellsTheEventOnceForEachMailbox() throws Exception {
    Event event = failed("check smoke failed: grün");
    assertThat(plain().send(event)).isEqualTo(new Delivery.Taken());

    assertThat(server.getReceivedMessages()).hasSize(2);
    MimeMessage message = server.getReceivedMessages()[0];
    assertThat(message.getMessageID()).isEqualTo("<" + event.id() + "@afdp.invalid>");
    assertThat(message.getSubject()).isEqualTo("[AFDP] deployment.failed: sample in sample");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(String.valueOf(message.getContent()))
        .contains("ended as sample status: check smoke failed: grün.")
        .contains("https://afdp.example");
  }

  @Test
  void noTextByAPersonIsAHeader() throws Exception {
    Event sample = Event.sample(EventKind.INCIDENT_OPENED, Instant.now());
    Map<Place, String> values = new EnumMap<>(sample.values());
    values.put(Place.TITLE, "broken\r\nBcc: all@example.org\r\n\r\n<html>");
    assertThat(plain().send(with(sample, values))).isEqualTo(new Delivery.Taken());
    MimeMessage message = server.getReceivedMessages()[0];
    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(message.getSubject())
        .isEqualTo(
            "[AFDP] incident.opened: broken\\u{d}\\u{a}Bcc:"
                + " all@example.org\\u{d}\\u{a}\\u{d}\\u{a}<html>");
    assertThat(message.getContentType()).startsWith("text/plain");
  }

  @Test
  void anAccountIsToldAndAWrongPasswordIsTriedAgain() throws Exception {
    server.setUser("team@example.org", "afdp", "tea-time");
    Path password = folder.resolve("password");
    SecretFile.replace(password, "coffee\n".getBytes(UTF_8));
    MailChannel channel = channel(MailChannel.Security.NONE, "afdp", password);
    assertThat(channel.send(failed("x")))
        .isEqualTo(new Delivery.Failed("AuthenticationFailedException"));
    SecretFile.replace(password, "tea-time\n".getBytes(UTF_8));
    assertThat(channel.send(failed("x"))).isEqualTo(new Delivery.Taken());
  }

  @Test
  void withoutEncryptionOrATrustedServerNothingIsSent() throws Exception {
    assertThat(channel(MailChannel.Security.STARTTLS, null, null).send(failed("x")))
        .isInstanceOf(Delivery.Failed.class);
    GreenMail untrusted = new GreenMail(new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_SMTPS));
    untrusted.start();
    try {
      assertThat(
              channel(untrusted.getSmtps().getPort(), MailChannel.Security.TLS, null, null)
                  .send(failed("x")))
          .isInstanceOf(Delivery.Failed.class);
      assertThat(untrusted.getReceivedMessages()).isEmpty();
    } finally {
      untrusted.stop();
    }
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerThatSaysNothingIsLeftAndOneThatIsAwayIsTriedAgain() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      MailChannel channel =
          new MailChannel(
              new MailChannel.Server(
                  LOOPBACK, silent.getLocalPort(), MailChannel.Security.NONE, null, null),
              MailChannel.mailbox("afdp@example.org"),
              List.of(MailChannel.mailbox("team@example.org")),
              new Texts(Map.of()),
              Duration.ofSeconds(1));
      assertThat(channel.send(failed("x"))).isInstanceOf(Delivery.Failed.class);
    }
    MailChannel away = plain();
    server.stop();
    assertThat(away.send(failed("x"))).isInstanceOf(Delivery.Failed.class);
  }

  @Test
  void aServerThatTalksWithoutEndIsCutOff() throws Exception {
    assertThat(answeredWith("220-hello\r\n".repeat(1_000_000))).isInstanceOf(Delivery.Failed.class);
  }

  @Test
  void aServerThatRefusesTheMessageIsNotAskedAgain() throws Exception {
    assertThat(answeredWith("220 hello\r\n250 hello\r\n550 you are nobody\r\n" + GOOD_BYE))
        .isEqualTo(new Delivery.Refused("the server answered 550"));
    assertThat(answeredWith("220 hello\r\n250 hello\r\n451 later\r\n" + GOOD_BYE))
        .isEqualTo(new Delivery.Failed("the server answered 451"));
  }

  /// What comes of a server that says this whatever it is told.
  private static Delivery answeredWith(String said) throws Exception {
    try (ServerSocket talking = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread talk =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket to = talking.accept()) {
                      to.getOutputStream().write(said.getBytes(UTF_8));
                      to.getInputStream().readAllBytes();
                    } catch (IOException cutOff) {
                      // as is expected of who talks too much
                    }
                  });
      Delivery delivery =
          channel(talking.getLocalPort(), MailChannel.Security.NONE, null, null).send(failed("x"));
      talk.join();
      return delivery;
    }
  }

  private MailChannel plain() {
    return channel(MailChannel.Security.NONE, null, null);
  }

  private MailChannel channel(
      MailChannel.Security security, @Nullable String user, @Nullable Path password) {
    return channel(server.getSmtp().getPort(), security, user, password);
  }

  private static MailChannel channel(
      int port, MailChannel.Security security, @Nullable String user, @Nullable Path password) {
    return new MailChannel(
        new MailChannel.Server(LOOPBACK, port, security, user, password),
        MailChannel.mailbox("afdp@example.org"),
        List.of(MailChannel.mailbox("team@example.org"), MailChannel.mailbox("boss@example.org")),
        new Texts(Map.of()),
        Duration.ofSeconds(30));
  }

  private static Event failed(String reason) {
    Event sample = Event.sample(EventKind.FAILED, Instant.now());
    Map<Place, String> values = new EnumMap<>(sample.values());
    values.put(Place.REASON, reason);
    values.put(Place.GATEWAY, "https://afdp.example");
    return with(sample, values);
  }

  private static Event with(Event event, Map<Place, String> values) {
    return new Event(
        event.kind(),
        event.subject(),
        event.restored(),
        event.happenedAt(),
        event.services(),
        event.environment(),
        values,
        event.sources(),
        event.overtaken());
  }
}
