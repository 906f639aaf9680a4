package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.Excerpt;
import com.caiatech.afdp.schemas.signing.SecretFile;
import com.caiatech.afdp.workers.reason.HttpAnswer;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/// Sends plain text by SMTP (RFC 5321). Each message bears the event's id in `Message-ID`, so that
/// mailboxes can tell one that comes twice.
record MailChannel(
    Server server, InternetAddress from, List<InternetAddress> to, Texts texts, Duration within)
    implements Channel {
  /// A server that takes mail.
  ///
  /// @param security whether the connection is encrypted
  /// @param user the account; absent where none is asked for
  /// @param password the file with its password, read at each attempt
  record Server(
      String host, int port, Security security, @Nullable String user, @Nullable Path password) {}

  /// How a connection is encrypted. The server's certificate has to be trusted and to bear its
  /// name.
  enum Security {
    /// By STARTTLS (RFC 3207), without which nothing is sent.
    STARTTLS,
    /// From its beginning (RFC 8314).
    TLS,
    /// Not at all: only to this machine.
    NONE;

    /// The one of that name.
    static Security of(String name) {
      for (Security security : values()) {
        if (security.name().toLowerCase(Locale.ROOT).equals(name)) {
          return security;
        }
      }
      throw new IllegalArgumentException(
          "expected starttls, tls, or none for a server on this machine, found '" + name + "'");
    }
  }

  private static final int REFUSED = 500;

  /// Of all that a server says in one connection, its certificates included.
  private static final long MOST_BYTES = 256 * 1_024;

  MailChannel {
    to = List.copyOf(to);
  }

  /// Reads an address.
  ///
  /// @throws IllegalArgumentException when it is none
  static InternetAddress mailbox(String text) {
    try {
      return new InternetAddress(text, true);
    } catch (AddressException malformed) {
      throw new IllegalArgumentException(
          "expected an address such as team@example.org, found '" + Excerpt.of(text, 100) + "'",
          malformed);
    }
  }

  @Override
  public Delivery send(Event event) throws InterruptedException {
    // a thread of its own, since a server that trickles resets each time limit of the library
    FutureTask<Delivery> sending = new FutureTask<>(() -> sent(event));
    Thread.ofVirtual().name("mail").start(sending);
    try {
      return sending.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return new Delivery.Failed(HttpAnswer.None.NO_ANSWER_IN_TIME.toString());
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException fault
          ? fault
          : new IllegalStateException("sending mail failed by an error", failed);
    } finally {
      sending.cancel(true); // closes a connection that is waited for
    }
  }

  private Delivery sent(Event event) {
    try {
      Transport.send(message(event));
      return new Delivery.Taken();
    } catch (MessagingException failed) {
      int code = code(failed);
      String reason = code == 0 ? failed.getClass().getSimpleName() : "the server answered " + code;
      return code >= REFUSED ? new Delivery.Refused(reason) : new Delivery.Failed(reason);
    }
  }

  /// The reply code of the server; 0 where none tells more than that it failed. The texts beside it
  /// are the server's, and not shown.
  private static int code(MessagingException failed) {
    return switch (failed) {
      case SMTPSendFailedException send ->
          send.getNextException() instanceof MessagingException first && code(first) != 0
              ? code(first)
              : send.getReturnCode();
      case SMTPSenderFailedException sender -> sender.getReturnCode();
      case SMTPAddressFailedException address -> address.getReturnCode();
      default -> failed.getNextException() instanceof MessagingException next ? code(next) : 0;
    };
  }

  private MimeMessage message(Event event) throws MessagingException {
    MimeMessage message =
        new MimeMessage(session()) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + event.id() + "@afdp.invalid>");
          }
        };
    message.setFrom(from);
    message.setRecipients(Message.RecipientType.TO, to.toArray(InternetAddress[]::new));
    message.setSubject(subject(event), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(event.happenedAt()));
    message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834
    message.setText(
        texts.of(event, UnaryOperator.identity())
            + event.value(Place.GATEWAY).map("\n\n%s"::formatted).orElse("")
            + "\n",
        StandardCharsets.UTF_8.name());
    return message;
  }

  /// Values are on one line ({@link Event}), so that none of them is another header.
  private static String subject(Event event) {
    String about =
        event
            .value(Place.TITLE)
            .orElseGet(
                () ->
                    "%s in %s"
                        .formatted(
                            event.value(Place.SERVICE).orElse("?"),
                            event.value(Place.ENVIRONMENT).orElse("?")));
    return "[AFDP] %s: %s".formatted(event.kind().value(), about);
  }

  private Session session() {
    String millis = String.valueOf(within.toMillis());
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", server.host);
    properties.setProperty("mail.smtp.port", String.valueOf(server.port));
    properties.setProperty("mail.smtp.connectiontimeout", millis);
    properties.setProperty("mail.smtp.timeout", millis);
    properties.setProperty("mail.smtp.writetimeout", millis);
    properties.put("mail.smtp.socketFactory", new BoundedSockets(MOST_BYTES));
    properties.setProperty("mail.smtp.socketFactory.fallback", "false");
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.ssl.enable", String.valueOf(server.security == Security.TLS));
    String starttls = String.valueOf(server.security == Security.STARTTLS);
    properties.setProperty("mail.smtp.starttls.enable", starttls);
    properties.setProperty("mail.smtp.starttls.required", starttls);
    if (server.user == null || server.password == null) {
      return Session.getInstance(properties);
    }
    properties.setProperty("mail.smtp.auth", "true");
    PasswordAuthentication account =
        new PasswordAuthentication(
            server.user,
            new String(SecretFile.read(server.password), StandardCharsets.UTF_8).strip());
    return Session.getInstance(
        properties,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return account;
          }
        });
  }
}
