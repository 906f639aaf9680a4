package com.caiatech.afdp.workers.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckRunTest {
  @TempDir Path folder;

  @Test
  void aCommandThatExitsWithZeroPasses() {
    CheckOutcome outcome = command(10, "sh", "-c", "echo hello; test \"$A\" = b");
    assertThat(outcome.status()).isEqualTo(CheckStatus.PASSED);
    assertThat(String.valueOf(outcome.outputSha256()))
        .isEqualTo("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
    assertThat(outcome.reason()).isNull();
  }

  @Test
  void aCommandThatFailsTellsItsCodeAndTheEndOfItsOutput() {
    CheckOutcome outcome = command(10, "sh", "-c", "echo boom; exit 3");
    assertThat(outcome.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(outcome.reason()).isEqualTo("expected exit code 0, found 3: boom");
  }

  @Test
  void aCommandThatDoesNotEndIsStoppedWithItsChildren() {
    CheckOutcome outcome = command(1, "sh", "-c", "sleep 600 & sleep 600");
    assertThat(outcome.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(outcome.reason()).isEqualTo("it had not ended after 1 s and was stopped");
  }

  @Test
  void aCommandThatIsNotThereIsAnErrorAndNoPass() {
    CheckOutcome outcome = command(1, "no-such-command");
    assertThat(outcome.status()).isEqualTo(CheckStatus.ERROR);
    assertThat(String.valueOf(outcome.reason())).startsWith("it could not be started: ");
  }

  @Test
  void aCommandInheritsNothingFromTheRunner() {
    assertThat(command(5, "sh", "-c", "test -z \"$HOME\"").status()).isEqualTo(CheckStatus.PASSED);
  }

  @Test
  void aServiceThatAnswersAsExpectedPassesWithItsMeasurements() throws IOException {
    CheckOutcome outcome = http(20, 1.0, null, number -> 200);
    assertThat(outcome.status()).isEqualTo(CheckStatus.PASSED);
    assertThat(outcome.measurements().passRate()).isEqualTo(1.0);
    assertThat(outcome.measurements().samples()).isEqualTo(20L);
    assertThat(outcome.measurements().latencyP95()).isPositive();
  }

  @Test
  void aServiceThatFailsTooOftenFailsTheCheck() throws IOException {
    CheckOutcome outcome = http(20, 0.99, null, number -> number % 4 == 0 ? 500 : 200);
    assertThat(outcome.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(outcome.reason())
        .isEqualTo(
            "expected status 200 in at least 99.0 % of samples, found 75.0 %: {200=15, 500=5}");
  }

  @Test
  void aServiceThatIsNotThereNeverPasses() {
    CheckContext nothing = new CheckContext(folder, Map.of(), Optional.empty(), List.of());
    Descriptor.HttpCheck check = new Descriptor.HttpCheck("smoke", "/", 200, 5, 0.0, null, 5);
    assertThat(CheckRun.run(check, CheckStage.POST, nothing).status()).isEqualTo(CheckStatus.ERROR);
  }

  private CheckOutcome command(int timeoutSeconds, String... command) {
    CheckContext context =
        new CheckContext(
            folder,
            Map.of("PATH", String.valueOf(System.getenv("PATH")), "A", "b"),
            Optional.empty(),
            List.of());
    return CheckRun.run(
        new Descriptor.CommandCheck("command", List.of(command), timeoutSeconds),
        CheckStage.PRE,
        context);
  }

  private CheckOutcome http(
      int samples, double minPassRate, @Nullable Integer maxP95, IntUnaryOperator statusOf)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger number = new AtomicInteger();
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(statusOf.applyAsInt(number.getAndIncrement()), -1);
          exchange.close();
        });
    server.start();
    try {
      CheckContext context =
          new CheckContext(
              folder,
              Map.of(),
              Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")),
              List.of(ProcessHandle.current()));
      return CheckRun.run(
          new Descriptor.HttpCheck("smoke", "/", 200, samples, minPassRate, maxP95, 30),
          CheckStage.POST,
          context);
    } finally {
      server.stop(0);
    }
  }
}
