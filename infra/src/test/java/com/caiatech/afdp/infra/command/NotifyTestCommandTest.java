package com.caiatech.afdp.infra.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.signing.SecretFile;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trying a channel, with no platform up.
class NotifyTestCommandTest {
  @TempDir Path folder;
  private final List<String> got = new CopyOnWriteArrayList<>();
  private Commands afdp;
  private HttpServer receiver;

  @BeforeEach
  void configure() throws Exception {
    afdp = new Commands(folder, folder.resolve("state"));
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            got.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            boolean known = exchange.getRequestURI().getPath().equals("/afdp");
            exchange.sendResponseHeaders(known ? 204 : 404, -1);
          }
        });
    receiver.start();
    SecretFile.replace(
        folder.resolve("state").resolve("ops.secret"),
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".getBytes(UTF_8));
    Files.writeString(
        folder.resolve("state").resolve("notifications.yaml"),
        """
        channels:
          - name: ops
            kind: webhook
            url: http://127.0.0.1:%1$d/afdp
            secretFile: ops.secret
            events: [deployment.failed]
          - name: elsewhere
            kind: webhook
            url: http://127.0.0.1:%1$d/elsewhere
            secretFile: ops.secret
            events: [deployment.failed]
        """
            .formatted(receiver.getAddress().getPort()));
  }

  @AfterEach
  void close() {
    receiver.stop(0);
  }

  @Test
  void whatCameOfASampleIsTold() throws Exception {
    Commands.Ended taken = afdp.onState("notify", "test", "ops", "--event", "incident.opened");
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(got).hasSize(1).first().asString().startsWith("incident_opened_");
    assertThat(taken.out()).isEqualTo("channel ops: " + got.getFirst() + " was taken");

    Commands.Ended refused = afdp.onState("notify", "test", "elsewhere", "--json");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.json().path("result").asText()).isEqualTo("refused");
    assertThat(refused.json().path("reason").asText()).isEqualTo("status 404");
  }

  @Test
  void whatCannotBeSentIsTold() throws Exception {
    Commands.Ended unknown = afdp.onState("notify", "test", "opps");
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.err())
        .contains("expected one of the channels [ops, elsewhere] of ")
        .contains("found 'opps'; nothing was sent");
    Commands.Ended event = afdp.onState("notify", "test", "ops", "--event", "deployment.faild");
    assertThat(event.code()).isEqualTo(2);
    assertThat(event.err()).contains("--event: expected events among deployment.opened, ");
    Commands.Ended missing = afdp.onState("notify", "test", "ops", "--file", "nowhere.yaml");
    assertThat(missing.code()).isEqualTo(3);
    assertThat(missing.err()).contains("found no file; nothing was sent");
    assertThat(got).isEmpty();
  }
}
