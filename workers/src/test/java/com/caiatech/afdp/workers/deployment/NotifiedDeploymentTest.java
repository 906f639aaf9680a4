package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.signing.SecretFile;
import com.caiatech.afdp.workers.notification.NotificationFiles;
import com.caiatech.afdp.workers.notification.Receiver;
import com.caiatech.afdp.workers.target.local.SampleService;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All of the workers on in-process Temporal, with a receiver of what happens.
class NotifiedDeploymentTest {
  @TempDir Path folder;

  @Test
  void aDeploymentThatFailsIsToldExactlyOnce() throws Exception {
    try (Receiver receiver = new Receiver();
        RunningWorkers running = new RunningWorkers(folder, configured(receiver))) {
      DeploymentId one = running.deploy(SampleService.files("one"));
      assertThat(running.status(one)).isEqualTo(DeploymentStatus.SUCCEEDED);
      DeploymentId two = running.deploy(SampleService.files("dies"));
      assertThat(running.status(two)).isEqualTo(DeploymentStatus.FAILED);

      await().until(() -> !receiver.got().isEmpty());
      DeploymentId three =
          running.deploy(SampleService.files("broken", SampleService.blueGreen("broken", 0)));
      assertThat(running.status(three)).isEqualTo(DeploymentStatus.FAILED);
      await().until(() -> receiver.got().size() > 1);

      assertThat(receiver.got())
          .extracting(it -> it.headers().get("webhook-id"))
          .containsExactly("deployment_failed_" + two, "deployment_failed_" + three);
      assertThat(
              RecordJson.mapper()
                  .readTree(receiver.got().getFirst().body())
                  .path("data")
                  .path("reason")
                  .asText())
          .isEqualTo(running.body(two, DeploymentManifestClosed.class).reason());
      assertThat(running.target().observe(CART, STAGING))
          .containsExactly(new TrafficShare(one, 100));
    }
  }

  private NotificationFiles configured(Receiver receiver) throws Exception {
    SecretFile.replace(
        folder.resolve("ops.secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".getBytes(UTF_8));
    Path file =
        Files.writeString(
            folder.resolve("notifications.yaml"),
            """
            channels:
              - name: ops
                kind: webhook
                url: %s
                secretFile: ops.secret
                events: [deployment.failed, deployment.rolled_back]
            """
                .formatted(receiver.address("/afdp")));
    return new NotificationFiles(file, folder.resolve("notifications"));
  }
}
