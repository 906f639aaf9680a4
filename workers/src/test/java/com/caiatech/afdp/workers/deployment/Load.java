package com.caiatech.afdp.workers.deployment;

import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.testing.TestPatience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// Three clients that ask a service one request after the other, and what they were answered. Each
/// rests a moment between two: without, they take all of the processor.
final class Load implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration REST = Duration.ofMillis(2);

  private final Map<String, Integer> seen = new ConcurrentHashMap<>();
  private final List<Future<Integer>> clients = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean ended;

  Load(URI address) {
    for (int client = 0; client < 3; client++) {
      clients.add(threads.submit(() -> ask(address)));
    }
  }

  private int ask(URI address) throws IOException, InterruptedException {
    int asked = 0;
    while (!ended) {
      seen.merge(get(address), 1, Integer::sum);
      asked++;
      LockSupport.parkNanos(REST.toNanos());
    }
    return asked;
  }

  /// Status and body of one answer.
  static String get(URI address) throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(
            HttpRequest.newBuilder(address).timeout(TestPatience.LONGEST).build(),
            HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  /// Waits until so many more requests are answered.
  void awaitMore(int requests) {
    int before = total();
    await().until(() -> total() >= before + requests);
  }

  private int total() {
    return seen.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// How often each answer was given, once no request is under way.
  Map<String, Integer> end() throws InterruptedException, ExecutionException {
    ended = true;
    for (Future<Integer> client : clients) {
      client.get();
    }
    return new TreeMap<>(seen);
  }

  @Override
  public void close() {
    ended = true;
    threads.close();
  }
}
