package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the event of a plain Git server for each move of a ref, as the hook script for such
/// servers does, signed by `X-AFDP-Signature-256`. Events of one repository are sent one after the
/// other, those of several in parallel; moves of one ref that wait for their turn are told as one.
/// One that is not taken (connection, timeout, 5xx) is sent again under the same delivery id, for
/// about half a minute; then it is counted as failed, and reconciliation finds the push.
public final class WebhookSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int ATTEMPTS = 10;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LAST_SENDS = Duration.ofSeconds(2);

  private final URI target;
  private final Supplier<String> secret;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Map<ServedName, Lane> lanes = new ConcurrentHashMap<>();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong pending = new AtomicLong();

  /// The moves of one repository that wait, by ref, and the thread that sends them.
  private record Lane(Map<String, RefMove> waiting, ExecutorService thread) {
    Lane(ServedName name) {
      this(
          new LinkedHashMap<>(),
          Executors.newSingleThreadExecutor(
              Thread.ofVirtual().name("webhook " + name.fullName()).factory()));
    }

    /// Whether the move joined one that waits.
    boolean joined(RefMove move) {
      synchronized (waiting) {
        RefMove before = waiting.put(move.ref(), move);
        if (before == null) {
          return false;
        }
        if (before.before().equals(move.after())) {
          waiting.remove(move.ref());
        } else {
          waiting.put(
              move.ref(),
              new RefMove(
                  move.repository(), move.ref(), before.before(), move.after(), move.pusher()));
        }
        return true;
      }
    }

    Optional<RefMove> next(String ref) {
      synchronized (waiting) {
        return Optional.ofNullable(waiting.remove(ref));
      }
    }
  }

  /// @param target takes the events by POST
  /// @param secret what both sides sign with; asked for at each attempt, so that it can be rotated
  public WebhookSender(URI target, Supplier<String> secret) {
    this.target = target;
    this.secret = secret;
  }

  /// Queues the event of the move and returns at once.
  public void send(RefMove move) {
    Lane lane = lanes.computeIfAbsent(move.repository(), Lane::new);
    if (!lane.joined(move)) {
      pending.incrementAndGet();
      lane.thread.execute(
          () -> {
            lane.next(move.ref()).ifPresent(this::deliver);
            pending.decrementAndGet();
          });
    }
  }

  /// How many events were taken.
  public long delivered() {
    return delivered.get();
  }

  /// How many events were refused or given up.
  public long failed() {
    return failed.get();
  }

  /// How many events wait or are being sent.
  public long pending() {
    return pending.get();
  }

  /// Gives events that wait two seconds; what is left is found by reconciliation.
  @Override
  public void close() {
    lanes.values().forEach(lane -> lane.thread.shutdown());
    long deadline = System.nanoTime() + LAST_SENDS.toNanos();
    try {
      for (Lane lane : lanes.values()) {
        if (!lane.thread.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          lane.thread.shutdownNow();
        }
      }
    } catch (InterruptedException interrupted) {
      lanes.values().forEach(lane -> lane.thread.shutdownNow());
      Thread.currentThread().interrupt();
    }
    client.shutdownNow();
  }

  private void deliver(RefMove move) {
    byte[] body = payload(move);
    String delivery = UUID.randomUUID().toString();
    try {
      if (deliverWithRetry(move, body, delivery)) {
        delivered.incrementAndGet();
      } else {
        failed.incrementAndGet();
      }
    } catch (InterruptedException stopping) {
      failed.incrementAndGet();
      Thread.currentThread().interrupt();
    }
  }

  private boolean deliverWithRetry(RefMove move, byte[] body, String delivery)
      throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    String found = "";
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        int status = post(body, delivery);
        if (status >= 200 && status < 300) {
          return true;
        }
        found = "status " + status;
        if (status < 500) {
          break;
        }
      } catch (IOException | InfraException failure) {
        found = failure.toString();
      }
      if (attempt < ATTEMPTS) {
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
    LOG.warn(
        "Push event {} of {} {} was not taken by {}: {}; reconciliation will find the push",
        delivery,
        move.repository().fullName(),
        move.ref(),
        target,
        found);
    return false;
  }

  private int post(byte[] body, String delivery) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("User-Agent", "afdp-git-server")
            .header("X-AFDP-Event", "push")
            .header("X-AFDP-Delivery", delivery)
            .header("X-AFDP-Signature-256", "sha256=" + signature(body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static byte[] payload(RefMove move) {
    ObjectNode event = JSON.createObjectNode();
    event.put("ref", move.ref());
    event.put("before", move.before().name());
    event.put("after", move.after().name());
    event.putObject("repository").put("full_name", move.repository().fullName());
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String signature(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.get().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }
}
