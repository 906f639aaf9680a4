package com.caiatech.afdp.workers.target.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.testing.TestPatience;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.output.OutputFolder;
import com.caiatech.afdp.workers.reason.HttpAnswer;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthProbeTest {
  @TempDir Path folder;
  private Process process;

  /// The connections that stay open: what nothing holds is closed when memory is tidied up.
  private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whatComesInsteadOfHttpIsInTheLogAlone() throws Exception {
    assertThat(inTime(seconds -> reason("-----BEGIN PRIVATE KEY-----\r\nc2VjcmV0\r\n", seconds)))
        .endsWith("expected status 200 to 299, last found no http");
    assertThat(String.join("\n", new OutputFolder(folder).ofInstance(1).lastLines(10)))
        .contains("Invalid status line: \"-----BEGIN PRIVATE KEY-----\"");
  }

  @Test
  void anAnswerThatNeverEndsIsNoAnswer() throws Exception {
    assertThat(reason("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nc2VjcmV0", 1))
        .endsWith("last found no answer in time");
  }

  @Test
  void aPathThatNoUrlHasIsAnOutcomeAndNoFault() throws Exception {
    assertThat(outcome(0, "/a|b", 1))
        .endsWith("cannot be asked: its health path is none that a URL can have");
  }

  @Test
  void aPathNamesNoOtherServer() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerAll(server, "HTTP/1.1 404 None\r\n\r\n"));
      String path = "//127.0.0.1:%d/".formatted(other.getLocalPort());
      assertThat(inTime(seconds -> outcome(server.getLocalPort(), path, seconds)))
          .endsWith("last found status 404");
    }
  }

  @Test
  void whatDoesNotAnswerOnceIsUnhealthyAndWhatCannotBeAskedIsUnknown() throws Exception {
    Descriptor.Health health = new Descriptor.Health("/health", 1, 50);
    HealthProbe probe = new HealthProbe();
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Instance instance = instance(silent.getLocalPort());
      await()
          .untilAsserted(
              () ->
                  assertThat(probe.look(instance, health, Duration.ofMillis(50)))
                      .isEqualTo(
                          new HealthProbe.Look.Unhealthy(HttpAnswer.None.NO_ANSWER_IN_TIME)));
      probe.close(); // as if there were no open files, ports or threads left
      assertThat(probe.look(instance, health, Duration.ofMillis(50)))
          .isEqualTo(new HealthProbe.Look.Unknown());
      assertThatThrownBy(() -> probe.await(instance, health, () -> {}))
          .isInstanceOf(WorkersException.TargetUnavailable.class)
          .hasMessageEndingWith(
              "could not be asked: this runner does not answer itself; a retry asks");
    }
  }

  /// What an answer comes to where this machine is as quick as it has to be: it has got twice the
  /// time as long as it was not.
  private static String inTime(IntFunction<String> outcome) {
    int seconds = 1;
    String found = outcome.apply(seconds);
    while (found.contains("no answer") && seconds < TestPatience.LONGEST.toSeconds()) {
      seconds *= 2;
      found = outcome.apply(seconds);
    }
    return found;
  }

  private String outcome(int port, String path, int seconds) {
    try (HealthProbe probe = new HealthProbe()) {
      InstanceOutcome outcome =
          probe.await(instance(port), new Descriptor.Health(path, seconds, 50), () -> {});
      assertThat(outcome).isInstanceOf(InstanceOutcome.Failed.class);
      return ((InstanceOutcome.Failed) outcome).reason().text();
    }
  }

  /// Why a service is not healthy that answers every connection with these bytes, and leaves it
  /// open where they promise more.
  private String reason(String answer, int seconds) {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerAll(server, answer));
      return outcome(server.getLocalPort(), "/health", seconds);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /// The process that the probe follows beside the answers.
  @BeforeEach
  void startAProcess() throws IOException {
    process = new ProcessBuilder("sleep", "3600").start();
  }

  @AfterEach
  void endIt() throws IOException {
    process.destroyForcibly();
    for (Socket each : List.copyOf(open)) {
      each.close();
    }
  }

  private Instance instance(int port) {
    return new Instance(
        new InstanceEntry(
            "probed",
            DeploymentId.create(Instant.now()),
            1,
            port,
            null,
            null,
            Sha256.ofUtf8("java"),
            0),
        process.toHandle(),
        Optional.empty(),
        new OutputFolder(folder).ofInstance(1));
  }

  private void answerAll(ServerSocket server, String answer) {
    try {
      while (true) {
        Socket asked = server.accept();
        asked.getInputStream().read(new byte[4_096]);
        asked.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        asked.getOutputStream().flush();
        if (answer.contains("Content-Length")) {
          open.add(asked);
        } else {
          asked.close();
        }
      }
    } catch (IOException closed) {
      // the test has ended
    }
  }
}
