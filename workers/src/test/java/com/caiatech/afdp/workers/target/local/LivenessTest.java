package com.caiatech.afdp.workers.target.local;

import static com.caiatech.afdp.workers.target.local.SampleService.SERVICE;
import static com.caiatech.afdp.workers.target.local.SampleService.STAGING;
import static com.caiatech.afdp.workers.target.local.SampleService.fence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.testing.TestPatience;
import com.caiatech.afdp.workers.output.OutputLog;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.caiatech.afdp.workers.target.Release;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// Real processes that run on and answer no more.
class LivenessTest {
  /// What is slow counts as hung in tests with this tag alone.
  static final String HANGS = "hangs";

  @TempDir Path folder;
  SampleService sample;
  LocalTarget target;
  Release one;
  final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void deploy(TestInfo test) {
    sample = SampleService.in(folder);
    target =
        LocalTarget.open(
            sample.settings(LocalTargetSettings.Continuation.LAST_GOOD, liveness(test)));
    one = sample.release("one", 1);
    assertThat(target.start(fence(1), one, 1, () -> {})).isEqualTo(new InstanceOutcome.Healthy());
    target.shift(fence(1), List.of(new TrafficShare(one.deploymentId(), 100)));
  }

  @AfterEach
  void close() {
    target.close();
    sample.close();
    client.shutdownNow();
  }

  @Test
  void theDefaultIsPatient() {
    assertThat(Liveness.DEFAULT)
        .isEqualTo(new Liveness(Duration.ofSeconds(5), Duration.ofSeconds(5), 3));
  }

  @Test
  void refusesALivenessThatAsksNothing() {
    assertThatThrownBy(() -> new Liveness(Duration.ZERO, Duration.ofSeconds(1), 0))
        .hasMessage(
            "Liveness: expected two times above 0 and at least one question, found PT0S, PT1S and 0");
  }

  @Test
  @Tag(HANGS)
  void aProcessThatStandsStillIsReplacedAndItsLogSaysWhy() throws Exception {
    ProcessHandle hung = target.processes(SERVICE, STAGING, one.deploymentId()).getFirst();
    new ProcessBuilder("kill", "-STOP", Long.toString(hung.pid())).start().waitFor();
    awaitAnotherThan(hung);
    assertThat(get("/")).isEqualTo("200 one");
    await().until(() -> !hung.isAlive());
    assertThat(new OutputLog(sample.releaseFolder(one).resolve("log/instance-1.log")).lastLines(20))
        .anyMatch(
            line ->
                line.contains(
                    "stopped, because this instance was asked 3 times in a row for its health without status 200 to 299, last found no answer in time"));
  }

  @Test
  @Tag(HANGS)
  void aServiceWhoseHealthIsNeverAnsweredIsReplacedThoughItsProcessRuns() throws Exception {
    ProcessHandle hung = target.processes(SERVICE, STAGING, one.deploymentId()).getFirst();
    assertThat(get("/hang")).isEqualTo("200 one");
    await().untilAsserted(() -> assertThat(target.observe(SERVICE, STAGING)).isEmpty());
    awaitAnotherThan(hung);
    assertThat(target.observe(SERVICE, STAGING))
        .containsExactly(new TrafficShare(one.deploymentId(), 100));
  }

  @Test
  void aServiceThatFaltersAndComesBackByItselfIsLeftAlone() throws Exception {
    long pid = target.instances(SERVICE, STAGING).getFirst().pid();
    assertThat(get("/falter")).isEqualTo("200 one");
    long before = asked();
    await().until(() -> asked() > before + 6);
    assertThat(target.instances(SERVICE, STAGING))
        .singleElement()
        .matches(status -> status.pid() == pid && status.healthy() && status.restarts() == 0);
  }

  static Liveness liveness(TestInfo test) {
    Duration within = test.getTags().contains(HANGS) ? Duration.ofSeconds(2) : TestPatience.LONGEST;
    return new Liveness(Duration.ofMillis(50), within, 3);
  }

  private void awaitAnotherThan(ProcessHandle hung) {
    await()
        .untilAsserted(
            () ->
                assertThat(target.instances(SERVICE, STAGING))
                    .singleElement()
                    .matches(
                        status ->
                            status.pid() != hung.pid()
                                && status.healthy()
                                && status.restarts() > 0));
  }

  private long asked() throws IOException, InterruptedException {
    return Long.parseLong(get("/asked").substring("200 ".length()));
  }

  private String get(String path) throws IOException, InterruptedException {
    URI uri = target.address(SERVICE, STAGING).resolve(path);
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(uri).timeout(TestPatience.LONGEST).build(),
            HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
