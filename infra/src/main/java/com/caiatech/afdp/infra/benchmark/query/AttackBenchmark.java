package com.caiatech.afdp.infra.benchmark.query;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.security.LocalToken;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.benchmark.Latencies;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.Identities;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/// How fast a gateway refuses what it has to, beside a good request, in turns. Its database is not
/// there, so that whatever reached it would be told as a fault.
public final class AttackBenchmark {
  private static final int MOST_BYTES = 2_048;
  private static final int MOST_READ = LimitConfiguration.DEFAULTS.maxBodyBytes();

  /// In place of a status.
  private static final int CLOSED = 0;

  private static final String NO_GRAPH = "bolt://127.0.0.1:1";

  private final Path work;
  private final String token = LocalToken.PREFIX + UUID.randomUUID();

  /// @param work an empty folder
  public AttackBenchmark(Path work) {
    this.work = work;
  }

  /// What one attack came to.
  ///
  /// @param status 0 where the connection was closed first
  /// @param bytes of the largest reply
  public record Result(String attack, int status, int bytes, Latencies took, Latencies good) {
    /// A line of the table.
    public String text() {
      return String.format(
          Locale.ROOT,
          "attack %-24s %d, %4d bytes  p50 %7.2f  p99 %7.2f ms, %5.2f x a good request's p50%n",
          attack,
          status,
          bytes,
          took.millis(50),
          took.millis(99),
          took.millis(50) / good.millis(50));
    }

    /// The same for programs.
    public ObjectNode toJson() {
      ObjectNode json =
          JsonNodeFactory.instance
              .objectNode()
              .put("attack", attack)
              .put("status", status)
              .put("bytes", bytes);
      json.set("took", took.toJson());
      json.set("goodRequest", good.toJson());
      return json;
    }
  }

  private record Answer(int status, int bytes) {}

  /// Tries each attack so many times.
  ///
  /// @param warmUp how often each is tried before anything counts
  /// @param progress is told how far it is
  /// @throws InfraException.Refused when an attack is not refused with a status of 4xx and a short
  ///   reply
  public List<Result> run(int warmUp, int times, Consumer<String> progress) throws IOException {
    try (ServerProcess gateway = gateway();
        CloseableHttpClient http = HttpClients.custom().disableAutomaticRetries().build()) {
      Trial good = new Trial(Attack.NONE, times);
      List<Trial> all = new ArrayList<>(List.of(good));
      Attack.ALL.forEach(attack -> all.add(new Trial(attack, times)));
      progress.accept("trying %d attacks, %d times each".formatted(Attack.ALL.size(), times));
      for (int round = -warmUp; round < times; round++) {
        for (Trial trial : all) {
          HttpPost request = request(gateway, trial.attack, round);
          long start = System.nanoTime();
          Answer answer = answer(http, request);
          trial.took(round, System.nanoTime() - start, answer);
        }
      }
      return all.stream().skip(1).map(trial -> trial.result(good.latencies())).toList();
    }
  }

  /// One attack, tried again and again.
  private static final class Trial {
    private final Attack attack;
    private final long[] nanos;
    private int status;
    private int bytes;

    Trial(Attack attack, int times) {
      this.attack = attack;
      this.nanos = new long[times];
    }

    void took(int round, long took, Answer answer) {
      judge(attack, answer);
      status = answer.status;
      bytes = Math.max(bytes, answer.bytes);
      if (round >= 0) {
        nanos[round] = took;
      }
    }

    Latencies latencies() {
      return Latencies.ofNanos(nanos);
    }

    Result result(Latencies good) {
      return new Result(attack.name(), status, bytes, latencies(), good);
    }
  }

  private static void judge(Attack attack, Answer answer) {
    boolean refused =
        (answer.status >= 400 && answer.status < 500)
            || (answer.status == CLOSED && attack.body(0).length() > MOST_READ);
    if (refused == attack.equals(Attack.NONE) || (refused && answer.bytes >= MOST_BYTES)) {
      throw new InfraException.Refused(
          "%s: expected %s, found status %d and %d bytes"
              .formatted(
                  attack.name(),
                  attack.equals(Attack.NONE)
                      ? "an answer"
                      : "a status of 4xx and less than " + MOST_BYTES + " bytes",
                  answer.status,
                  answer.bytes));
    }
  }

  private HttpPost request(ServerProcess gateway, Attack attack, int round) {
    HttpPost request = new HttpPost(gateway.address());
    String bearer = attack.token() == null ? token : attack.token();
    if (!bearer.isEmpty()) {
      request.setHeader("Authorization", "Bearer " + bearer);
    }
    request.setHeader("Accept", "application/graphql-response+json");
    request.setEntity(
        new StringEntity(attack.body(round), ContentType.parse(attack.contentType())));
    return request;
  }

  /// A gateway that does not read a body to its end may close before its reply is read.
  private static Answer answer(CloseableHttpClient http, HttpPost request) throws IOException {
    try {
      return http.execute(
          request,
          response ->
              new Answer(response.getCode(), EntityUtils.toByteArray(response.getEntity()).length));
    } catch (SocketException closed) {
      return new Answer(CLOSED, 0);
    }
  }

  private ServerProcess gateway() throws IOException {
    Path state = Files.createDirectories(work).resolve("state");
    try (StateFolder folder = StateFolder.open(state)) {
      StateLayout layout = folder.layout();
      var _ = Bootstrap.ensure(layout);
      var _ = Identities.neo4jPassword(layout);
    }
    return ServerProcess.java(
        "gateway", GatewayAlone.class, Map.of(GatewayAlone.TOKEN, token), work, state, NO_GRAPH);
  }
}
