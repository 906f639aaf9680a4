package com.caiatech.afdp.workers.target.local;

import static com.caiatech.afdp.workers.target.local.SampleService.fence;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.caiatech.afdp.workers.target.Preparation;
import com.caiatech.afdp.workers.target.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a rollback starts where it is kept.
class KeptReleaseTest extends LocalTargetFixture {
  @Test
  void aReleaseGoneBackToRunsWhereItIsKeptWithWhatWasBuiltThere() throws Exception {
    Release one = built(1);
    deploy(2, sample.release("two", 1));
    Release back = deploy(3, again(one));
    assertThat(get("/")).isEqualTo("200 needs built");
    assertThat(sample.releaseFolder(back).resolve("application")).doesNotExist();
    assertThat(target.prepare(fence(3), back))
        .isInstanceOfSatisfying(
            Preparation.Prepared.class,
            prepared ->
                assertThat(prepared.application())
                    .isEqualTo(sample.releaseFolder(one).resolve("application")));
    deploy(4, sample.release("three", 1));
    deploy(5, again(back));
    assertThat(get("/")).isEqualTo("200 needs built");
    target.close();
    target = LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD));
    assertThat(get("/")).isEqualTo("200 needs built");
  }

  @Test
  void whatARunningReleaseWroteBesideItsFilesTakesNothingAway() throws Exception {
    Release one = built(1);
    Files.writeString(sample.releaseFolder(one).resolve("application/access.log"), "GET /");
    deploy(2, sample.release("two", 1));
    deploy(3, again(one));
    assertThat(get("/")).isEqualTo("200 needs built");
  }

  @Test
  void aReleaseOfOtherCommitsIsNotRunWhereAnEarlierOneIsKept() throws Exception {
    Release one = built(1);
    Release two = sample.release("two", 1).withKeptFrom(one.deploymentId());
    deploy(2, two);
    assertThat(get("/")).isEqualTo("200 two");
    assertThat(sample.releaseFolder(two).resolve("application/version.txt")).hasContent("two");
  }

  @Test
  void whatWasBuiltAndNeverStartedIsNotGoneBackTo() throws Exception {
    Release checked = sample.release("needs built", 1);
    prepare(1, checked);
    Release back = again(checked);
    assertThat(prepare(2, back)).isEqualTo(sample.releaseFolder(back).resolve("application"));
  }

  @Test
  void aReleaseStaysAsLongAsOneIsKeptThatRunsThere() throws Exception {
    Release one = built(1);
    deploy(2, sample.release("two", 1));
    Release back = deploy(3, again(one));
    deploy(4, sample.release("three", 1));
    for (int i = 0; i < OldReleases.KEPT - 1; i++) {
      target.prepare(fence(5), sample.release("sick", 1));
    }
    assertThat(sample.releaseFolder(back)).exists();
    assertThat(sample.releaseFolder(one)).exists();
    for (int i = 0; i < 2; i++) {
      target.prepare(fence(5), sample.release("sick", 1));
    }
    assertThat(sample.releaseFolder(back)).doesNotExist();
    assertThat(sample.releaseFolder(one)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"built", "version.txt"})
  void aReleaseOfWhichAFileIsNoLongerWhatItWasIsMadeAnewAndTheReasonSaysSo(String bent)
      throws Exception {
    Release one = built(1);
    deploy(2, sample.release("two", 1));
    Files.writeString(sample.releaseFolder(one).resolve("application").resolve(bent), "bent");
    Release back = again(one);
    assertThat(target.start(fence(3), back, 1, LocalTargetFixture::noHeartbeat))
        .isInstanceOfSatisfying(
            InstanceOutcome.Failed.class,
            failed ->
                assertThat(failed.reason().text())
                    .contains("ended before it was healthy with exit code 4; deployment ")
                    .endsWith(
                        "is no longer kept here as it was started, so its commits were checked out anew, without what its pre-deployment checks had built: where they build, deploy its commits"));
    assertThat(sample.releaseFolder(back).resolve("application/version.txt"))
        .hasContent("needs built");
    assertThat(get("/")).isEqualTo("200 two");
  }

  /// A release that was built before it was started, and serves.
  private Release built(long sequence) throws IOException {
    Release release = sample.release("needs built", 1);
    Files.writeString(prepare(sequence, release).resolve("built"), "by its checks");
    return deploy(sequence, release);
  }

  private Path prepare(long sequence, Release release) {
    return ((Preparation.Prepared) target.prepare(fence(sequence), release)).application();
  }

  /// A release of a rollback to that one.
  private static Release again(Release earlier) {
    return new Release(
        DeploymentId.create(Instant.now()),
        earlier.sources(),
        earlier.run(),
        earlier.health(),
        earlier.drainSeconds(),
        earlier.deploymentId());
  }
}
