package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.workers.reason.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/// Sends JSON by POST, once. No redirect is followed, and of an answer that is no success only its
/// first bytes are read: no receiver can hold the sender up, or fill its memory.
final class HttpPost {
  /// What a receiver may add to a status, such as Slack's `no_service`: nothing else of what it
  /// sends is told.
  private static final Pattern WORD = Pattern.compile("[a-z_]{1,64}");

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private static final int TAKEN = 2;
  private static final int FIRST_BYTES = 1_024;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_EARLY = 425;
  private static final int TOO_MANY = 429;
  private static final int SERVER_FAULTS = 5;

  private final HttpClient client;
  private final Duration timeout;

  /// @param timeout until the end of what is read of the answer
  HttpPost(Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /// Whether an address is one that events may be sent to: `https`, or `http` on this machine.
  ///
  /// @throws IllegalArgumentException without the address, which may be a secret
  static URI address(String text) {
    URI address;
    try {
      address = URI.create(text);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("expected an address, found none"); // no cause: a secret
    }
    String host = address.getHost();
    if (host == null
        || address.getRawUserInfo() != null
        || address.getRawFragment() != null
        || !("https".equals(address.getScheme())
            || ("http".equals(address.getScheme()) && isThisMachine(host)))) {
      throw new IllegalArgumentException(
          "expected an address that begins with https://, without user and fragment, or one of"
              + " this machine that begins with http://, found another");
    }
    return address;
  }

  /// Whether a host's name is one that never leaves this machine.
  static boolean isThisMachine(String host) {
    return host.equals("127.0.0.1") || host.equals("[::1]") || host.equals("localhost");
  }

  /// Sends once.
  Delivery send(URI address, Map<String, String> headers, byte[] body) throws InterruptedException {
    return send(address, headers, body, HttpPost::judged);
  }

  /// Sends once.
  ///
  /// @param judging what an answer's status and, where that is no success, the beginning of its
  ///   body mean
  Delivery send(
      URI address,
      Map<String, String> headers,
      byte[] body,
      BiFunction<Integer, String, Delivery> judging)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("User-Agent", "afdp")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request.build(), head -> new FirstBytes(isTaken(head.statusCode()) ? 0 : FIRST_BYTES));
    try {
      HttpResponse<String> response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      Delivery delivery = judging.apply(response.statusCode(), response.body());
      return delivery instanceof Delivery.Failed(String reason, Duration _)
          ? new Delivery.Failed(reason, retryAfter(response.headers(), Instant.now()))
          : delivery;
    } catch (TimeoutException late) {
      return new Delivery.Failed(HttpAnswer.None.NO_ANSWER_IN_TIME.toString());
    } catch (ExecutionException failed) {
      IOException cause =
          failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
      return new Delivery.Failed(HttpAnswer.of(cause).toString());
    } finally {
      answer.cancel(true);
    }
  }

  /// What a status means: 2xx is taken; a receiver that is down, late or busy is asked again, and
  /// so is one that does not know us now and may once a secret is replaced.
  static Delivery judged(int status, String body) {
    if (isTaken(status)) {
      return new Delivery.Taken();
    }
    String reason =
        new HttpAnswer.Status(status)
            + (WORD.matcher(body.strip()).matches() ? " (%s)".formatted(body.strip()) : "");
    return status / 100 == SERVER_FAULTS
            || status == UNAUTHORIZED
            || status == FORBIDDEN
            || status == REQUEST_TIMEOUT
            || status == TOO_EARLY
            || status == TOO_MANY
        ? new Delivery.Failed(reason)
        : new Delivery.Refused(reason);
  }

  /// How long to wait by `Retry-After` (RFC 9110, section 10.2.3): seconds or a date, an hour at
  /// most.
  static Duration retryAfter(HttpHeaders headers, Instant now) {
    String text = headers.firstValue("Retry-After").orElse("").strip();
    if (SECONDS.matcher(text).matches()) {
      return bounded(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      return bounded(
          Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from)));
    } catch (DateTimeParseException none) {
      return Duration.ZERO;
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  private static boolean isTaken(int status) {
    return status / 100 == TAKEN;
  }

  /// Reads so many bytes of a body and lets go of the rest.
  private static final class FirstBytes implements HttpResponse.BodySubscriber<String> {
    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final ByteBuffer bytes;
    private Flow.Subscription subscription = new None();

    private FirstBytes(int most) {
      this.bytes = ByteBuffer.allocate(most);
    }

    private static final class None implements Flow.Subscription {
      @Override
      public void request(long items) {
        throw new IllegalStateException("nothing is subscribed to");
      }

      @Override
      public void cancel() {
        // nothing comes
      }
    }

    @Override
    public CompletionStage<String> getBody() {
      return text;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
      subscription = to;
      goOn();
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
      for (ByteBuffer chunk : chunks) {
        chunk.limit(Math.min(chunk.limit(), chunk.position() + bytes.remaining()));
        bytes.put(chunk);
      }
      goOn();
    }

    @Override
    public void onError(Throwable lost) {
      onComplete(); // the status tells enough
    }

    @Override
    public void onComplete() {
      text.complete(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
    }

    private void goOn() {
      if (bytes.hasRemaining()) {
        subscription.request(1);
      } else {
        subscription.cancel();
        onComplete();
      }
    }
  }
}
