package com.caiatech.afdp.workers.target.local;

import static com.caiatech.afdp.workers.target.local.SampleService.SERVICE;
import static com.caiatech.afdp.workers.target.local.SampleService.STAGING;
import static com.caiatech.afdp.workers.target.local.SampleService.fence;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.testing.TestPatience;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.caiatech.afdp.workers.target.Release;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A target on this machine and a sample service for it.
abstract class LocalTargetFixture {
  @TempDir Path folder;
  SampleService sample;
  LocalTarget target;
  final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void open() {
    sample = SampleService.in(folder);
    target = LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD));
  }

  @AfterEach
  void close() {
    target.close();
    sample.close();
    client.shutdownNow();
  }

  static void noHeartbeat() {}

  Release deploy(long sequence, Release release) {
    assertThat(
            target.start(
                fence(sequence),
                release,
                release.run().replicas(),
                LocalTargetFixture::noHeartbeat))
        .isEqualTo(new InstanceOutcome.Healthy());
    target.shift(fence(sequence), List.of(new TrafficShare(release.deploymentId(), 100)));
    target.confirm(fence(sequence), release.deploymentId());
    return release;
  }

  String get(String path) throws IOException, InterruptedException {
    return ask(target.address(SERVICE, STAGING).resolve(path));
  }

  String ask(URI uri) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(uri).timeout(TestPatience.LONGEST).build(),
            HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
