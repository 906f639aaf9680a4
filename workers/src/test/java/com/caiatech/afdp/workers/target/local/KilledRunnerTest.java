package com.caiatech.afdp.workers.target.local;

import static com.caiatech.afdp.workers.target.local.SampleService.SERVICE;
import static com.caiatech.afdp.workers.target.local.SampleService.STAGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.TrafficShare;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledRunnerTest {
  @TempDir Path folder;

  @Test
  void adoptsWhatShouldServeAndStopsTheRestAfterAKill() throws Exception {
    List<DeploymentId> deployments = runAndKill(KilledRunner.class);
    DeploymentId one = deployments.get(0);
    DeploymentId two = deployments.get(1);
    assertThat(SampleService.processesWith(one.value())).isEqualTo(1);
    assertThat(SampleService.processesWith(two.value())).isEqualTo(1);
    try (SampleService sample = SampleService.in(folder);
        LocalTarget target =
            LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD))) {
      assertThat(target.revivals())
          .containsExactly(
              new LocalTarget.Revival(
                  new LocalTargetSettings.Place(SERVICE, STAGING),
                  List.of(new TrafficShare(one, 100)),
                  1,
                  0,
                  null));
      assertThat(get(target.address(SERVICE, STAGING))).isEqualTo("one");
      await().untilAsserted(() -> assertThat(SampleService.processesWith(two.value())).isZero());
      crashTheAdopted(target);
      await()
          .untilAsserted(() -> assertThat(get(target.address(SERVICE, STAGING))).isEqualTo("one"));
    }
    await().untilAsserted(() -> assertThat(SampleService.processesWith(one.value())).isZero());
  }

  @Test
  void takesEverythingUpAgainWhereItsWorkflowsGoOn() throws Exception {
    List<DeploymentId> deployments = runAndKill(KilledRunner.class);
    try (SampleService sample = SampleService.in(folder);
        LocalTarget target =
            LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.AS_IT_WAS))) {
      assertThat(target.instances(SERVICE, STAGING))
          .extracting(LocalTarget.InstanceStatus::deploymentId)
          .containsExactlyInAnyOrderElementsOf(deployments);
      assertThat(target.instances(SERVICE, STAGING)).allMatch(LocalTarget.InstanceStatus::healthy);
      target.shift(SampleService.fence(2), List.of(new TrafficShare(deployments.get(1), 100)));
      assertThat(get(target.address(SERVICE, STAGING))).isEqualTo("two");
    }
  }

  @Test
  void aCheckThatOutlivedAKilledRunnerIsEndedByTheNext() throws Exception {
    DeploymentId checked = runAndKill(KilledCheck.class).getFirst();
    assertThat(SampleService.processesWith(checked.value())).isGreaterThanOrEqualTo(3);
    try (SampleService sample = SampleService.in(folder);
        LocalTarget target =
            LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD))) {
      assertThat(target.revivals()).allMatch(revival -> revival.serving().isEmpty());
      assertThat(SampleService.processesWith(checked.value())).isZero();
    }
  }

  private static void crashTheAdopted(LocalTarget target) {
    long pid = target.instances(SERVICE, STAGING).getFirst().pid();
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    await()
        .untilAsserted(
            () ->
                assertThat(target.instances(SERVICE, STAGING))
                    .singleElement()
                    .matches(status -> status.pid() != pid && status.healthy()));
  }

  private List<DeploymentId> runAndKill(Class<?> main) throws IOException, InterruptedException {
    Process runner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = runner.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null && !line.startsWith(KilledRunner.READY)) {
        line = lines.readLine();
      }
      assertThat(line).as("the runner's last line").isNotNull();
      return List.of(line.substring(KilledRunner.READY.length()).split(" ", -1)).stream()
          .map(DeploymentId::parse)
          .toList();
    } finally {
      runner.destroyForcibly().waitFor();
    }
  }

  private static String get(URI address) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
