package com.caiatech.afdp.workers.target.local;

import static com.caiatech.afdp.workers.target.local.SampleService.SERVICE;
import static com.caiatech.afdp.workers.target.local.SampleService.STAGING;
import static com.caiatech.afdp.workers.target.local.SampleService.fence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.output.OutputLog;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.caiatech.afdp.workers.target.Release;
import com.caiatech.afdp.workers.target.RestoreOutcome;
import com.caiatech.afdp.workers.target.ShiftOutcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LocalTargetTest extends LocalTargetFixture {
  @Test
  void replacesAReleaseUnderLoadWithoutAFailedRequest() throws Exception {
    Release one = deploy(1, sample.release("one", 2));
    AtomicBoolean go = new AtomicBoolean(true);
    AtomicInteger done = new AtomicInteger();
    Map<String, Integer> seen = new ConcurrentHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> load =
          List.of(
              threads.submit(() -> load(go, done, seen)),
              threads.submit(() -> load(go, done, seen)),
              threads.submit(() -> load(go, done, seen)));
      await().until(() -> done.get() > 200);
      Release two = sample.release("two", 2);
      assertThat(target.start(fence(2), two, 1, LocalTargetFixture::noHeartbeat))
          .isInstanceOf(InstanceOutcome.Healthy.class);
      target.shift(
          fence(2),
          List.of(
              new TrafficShare(one.deploymentId(), 50), new TrafficShare(two.deploymentId(), 50)));
      target.retire(fence(2), one.deploymentId(), 1);
      assertThat(target.start(fence(2), two, 2, LocalTargetFixture::noHeartbeat))
          .isInstanceOf(InstanceOutcome.Healthy.class);
      target.shift(fence(2), List.of(new TrafficShare(two.deploymentId(), 100)));
      target.retire(fence(2), one.deploymentId(), 0);
      target.confirm(fence(2), two.deploymentId());
      int after = done.get();
      await().until(() -> done.get() > after + 200);
      go.set(false);
      for (Future<Object> client : load) {
        client.get();
      }
      assertThat(seen.keySet()).containsExactlyInAnyOrder("200 one", "200 two");
      assertThat(target.observe(SERVICE, STAGING))
          .containsExactly(new TrafficShare(two.deploymentId(), 100));
      assertThat(target.processes(SERVICE, STAGING, one.deploymentId())).isEmpty();
      assertThat(target.processes(SERVICE, STAGING, two.deploymentId())).hasSize(2);
    }
  }

  @Test
  void anAbortInTheMiddleOfADrainCutsNoRequestAndGoesBackAtOnce() throws Exception {
    Release plain = sample.release("one", 1);
    Release one =
        deploy(
            1,
            new Release(
                plain.deploymentId(), plain.sources(), plain.run(), plain.health(), 120, null));
    URI leaving = target.addresses(SERVICE, STAGING, one.deploymentId()).getFirst();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer = threads.submit(() -> get("/wait"));
      await().until(() -> ask(leaving.resolve("/waiting")).equals("200 1"));
      Release two = sample.release("two", 1);
      target.start(fence(2), two, 1, LocalTargetFixture::noHeartbeat);
      target.shift(fence(2), List.of(new TrafficShare(two.deploymentId(), 100)));
      Thread activity =
          Thread.ofVirtual()
              .start(
                  () ->
                      assertThatThrownBy(() -> target.retire(fence(2), one.deploymentId(), 0))
                          .hasMessageContaining("they go on to their end"));
      await().until(() -> target.addresses(SERVICE, STAGING, one.deploymentId()).isEmpty());
      activity.interrupt();
      activity.join();
      assertThat(get("/")).isEqualTo("200 two");
      assertThat(target.restore(fence(2), one.deploymentId(), LocalTargetFixture::noHeartbeat))
          .isEqualTo(new RestoreOutcome.Restored(one.deploymentId()));
      assertThat(get("/")).isEqualTo("200 one");
      assertThat(target.processes(SERVICE, STAGING, one.deploymentId())).hasSize(2);
      assertThat(ask(leaving.resolve("/go-on"))).isEqualTo("200 one");
      assertThat(answer.get()).isEqualTo("200 one");
      await().until(() -> target.processes(SERVICE, STAGING, one.deploymentId()).size() == 1);
      assertThat(get("/")).isEqualTo("200 one");
      assertThat(target.observe(SERVICE, STAGING))
          .containsExactly(new TrafficShare(one.deploymentId(), 100));
    }
  }

  @Test
  void keepsTheLogOfAReleaseThatDiesAndTheOldServing() throws Exception {
    Release one = deploy(1, sample.release("one", 1));
    Release dies = sample.release("dies", 1);
    InstanceOutcome outcome = target.start(fence(2), dies, 1, LocalTargetFixture::noHeartbeat);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            InstanceOutcome.Failed.class,
            failed ->
                assertThat(failed.reason().text())
                    .endsWith("ended before it was healthy with exit code 3"));
    assertThat(logOf(dies)).contains("cannot find its database");
    assertThat(get("/")).isEqualTo("200 one");
    assertThat(target.observe(SERVICE, STAGING))
        .containsExactly(new TrafficShare(one.deploymentId(), 100));
    assertThat(target.instances(SERVICE, STAGING)).hasSize(1);
  }

  @Test
  void givesUpOnAReleaseThatIsNeverHealthyAndLeavesNoProcess() {
    Release sick = sample.release("sick", 1);
    InstanceOutcome outcome = target.start(fence(1), sick, 1, LocalTargetFixture::noHeartbeat);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            InstanceOutcome.Failed.class,
            failed ->
                assertThat(failed.reason().text())
                    .contains(
                        "was not healthy within 1 s: expected status 200 to 299, last found "));
    assertThat(SampleService.processesWith(sick.deploymentId().value())).isZero();
    assertThat(target.shift(fence(1), List.of(new TrafficShare(sick.deploymentId(), 100))))
        .isInstanceOfSatisfying(
            ShiftOutcome.Refused.class,
            refused ->
                assertThat(refused.reason().text())
                    .endsWith("no instance of it is healthy; traffic flows as before"));
  }

  @Test
  void refusesAReleaseWhoseProgramIsNotThere() throws Exception {
    Release release = sample.release("one", 1, List.of("no-such-program", "{port}"));
    assertThat(target.start(fence(1), release, 1, LocalTargetFixture::noHeartbeat))
        .isInstanceOfSatisfying(
            InstanceOutcome.Failed.class,
            failed ->
                assertThat(failed.reason().text())
                    .endsWith("could not be started; its program is not there or cannot be run"));
    assertThat(logOf(release)).contains("the program 'no-such-program' is not on the PATH");
  }

  @Test
  void startsACrashedInstanceAgainAndCountsIt() throws Exception {
    Release one = deploy(1, sample.release("one", 1));
    long before = target.instances(SERVICE, STAGING).getFirst().pid();
    assertThatThrownBy(() -> direct("/crash")).isInstanceOf(IOException.class);
    await()
        .untilAsserted(
            () -> {
              assertThat(get("/")).isEqualTo("200 one");
              assertThat(target.instances(SERVICE, STAGING)).hasSize(1);
            });
    LocalTarget.InstanceStatus status = target.instances(SERVICE, STAGING).getFirst();
    assertThat(status.restarts()).isEqualTo(1);
    assertThat(status.pid()).isNotEqualTo(before);
    assertThat(target.observe(SERVICE, STAGING))
        .containsExactly(new TrafficShare(one.deploymentId(), 100));
  }

  @Test
  void refusesADeploymentThatANewerOneHasOvertaken() {
    Release release = sample.release("one", 1);
    target.prepare(fence(7), release);
    assertThatThrownBy(() -> target.prepare(fence(6), release))
        .isInstanceOf(WorkersException.TargetFenced.class)
        .hasMessageContaining("by the deployment of sequence 6 was refused: sequence 7");
    target.close();
    target = LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD));
    assertThatThrownBy(() -> target.start(fence(6), release, 1, LocalTargetFixture::noHeartbeat))
        .isInstanceOf(WorkersException.TargetFenced.class);
  }

  @Test
  void goesBackToAReleaseThatWasStopped() throws Exception {
    Release one = deploy(1, sample.release("one", 1));
    Release two = deploy(2, sample.release("two", 1));
    assertThat(get("/")).isEqualTo("200 two");
    assertThat(target.restore(fence(3), one.deploymentId(), LocalTargetFixture::noHeartbeat))
        .isEqualTo(new RestoreOutcome.Restored(one.deploymentId()));
    assertThat(get("/")).isEqualTo("200 one");
    assertThat(target.processes(SERVICE, STAGING, two.deploymentId())).isEmpty();
    target.retire(fence(3), one.deploymentId(), 0);
    assertThat(target.observe(SERVICE, STAGING)).isEmpty();
    assertThat(get("/")).startsWith("503 nothing serves cart in staging");
  }

  @Test
  void doesNotGoBackToWhatWasPreparedAndNeverStarted() throws Exception {
    deploy(1, sample.release("one", 1));
    Release waits = sample.release("waits", 1);
    target.prepare(fence(2), waits);
    assertThat(target.restore(fence(2), waits.deploymentId(), LocalTargetFixture::noHeartbeat))
        .isInstanceOfSatisfying(
            RestoreOutcome.Failed.class,
            failed ->
                assertThat(failed.reason().text())
                    .isEqualTo(
                        "deployment %s was prepared and never started here"
                            .formatted(waits.deploymentId())));
    assertThat(get("/")).isEqualTo("200 one");
  }

  @Test
  void givesProcessesACleanEnvironmentAndTheRunnersJdk() throws Exception {
    deploy(1, sample.release("one", 1));
    String environment = get("/environment");
    assertThat(environment)
        .contains(
            "PATH=" + System.getProperty("java.home") + "/bin:",
            "GREETING=hello",
            "AFDP_SERVICE=cart",
            "AFDP_ENVIRONMENT=staging",
            "AFDP_DEPLOYMENT_ID=")
        .doesNotContain("JAVA_HOME", "MAVEN", "USER=");
  }

  @Test
  void servesAFolderByTheJdksOwnServer() throws Exception {
    Release sources =
        sample.release("static", 1, List.of("jwebserver", "-b", "127.0.0.1", "-p", "{port}"));
    deploy(
        1,
        new Release(
            sources.deploymentId(),
            sources.sources(),
            sources.run(),
            new Descriptor.Health("/", 600, 50),
            1,
            null));
    assertThat(get("/version.txt")).isEqualTo("200 static");
  }

  @Test
  void endsChildrenOfInstancesWithTheTarget() throws Exception {
    Release parent = deploy(1, sample.release("parent", 1));
    String id = parent.deploymentId().value();
    assertThat(SampleService.processesWith(id)).isEqualTo(2);
    target.close();
    await().untilAsserted(() -> assertThat(SampleService.processesWith(id)).isZero());
  }

  @Test
  void endsChildrenOfAnInstanceThatCrashed() throws Exception {
    Release parent = deploy(1, sample.release("parent", 1));
    List<ProcessHandle> before =
        target.processes(SERVICE, STAGING, parent.deploymentId()).getFirst().children().toList();
    assertThat(before).hasSize(1);
    assertThatThrownBy(() -> direct("/crash")).isInstanceOf(IOException.class);
    await().untilAsserted(() -> assertThat(get("/")).isEqualTo("200 parent"));
    String id = parent.deploymentId().value();
    await().untilAsserted(() -> assertThat(SampleService.processesWith(id)).isEqualTo(2));
  }

  @Test
  void bringsTheLastGoodReleaseBackOnTheSamePort() throws Exception {
    Release one = deploy(1, sample.release("one", 1));
    URI address = target.address(SERVICE, STAGING);
    Release two = sample.release("two", 1);
    target.start(fence(2), two, 1, LocalTargetFixture::noHeartbeat);
    target.shift(fence(2), List.of(new TrafficShare(two.deploymentId(), 100)));
    target.close();
    target = LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD));
    assertThat(target.address(SERVICE, STAGING)).isEqualTo(address);
    assertThat(get("/")).isEqualTo("200 one");
    assertThat(target.revivals())
        .containsExactly(
            new LocalTarget.Revival(
                new LocalTargetSettings.Place(SERVICE, STAGING),
                List.of(new TrafficShare(one.deploymentId(), 100)),
                0,
                1,
                null));
    assertThat(target.lastGood(SERVICE, STAGING)).contains(one);
  }

  @Test
  void keepsLogsBounded() throws Exception {
    Release one = deploy(1, sample.release("one", 1));
    Path log = sample.releaseFolder(one).resolve("log/instance-1.log");
    for (int i = 0; i < 5; i++) {
      get("/print");
    }
    await().untilAsserted(() -> assertThat(Files.size(log)).isLessThan((long) OutputLog.LONGEST));
    assertThat(Files.size(log.resolveSibling("instance-1.log.1")))
        .isLessThanOrEqualTo((long) OutputLog.LONGEST);
    get("/print");
    assertThat(Files.readString(log)).doesNotContain("\0");
  }

  @Test
  void cleansUpWhatWasLeftHalfDone() throws Exception {
    Release one = sample.release("one", 1);
    target.prepare(fence(1), one);
    target.close();
    Path partial = sample.releaseFolder(one).resolve("iac.partial-123");
    Files.createDirectories(partial);
    Files.writeString(partial.resolve("file"), "half");
    target = LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD));
    assertThat(partial).doesNotExist();
  }

  @Test
  void refusesAFolderThatAnotherRunnerHolds() {
    assertThatThrownBy(
            () -> LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD)))
        .isInstanceOf(WorkersException.TargetUnavailable.class)
        .hasMessageContaining("another runner holds the folder; stop it, or choose another");
  }

  @Test
  void aReleaseThatPrintsMuchAndDiesLeavesABoundedLogForItsOwnerAlone() throws Exception {
    Release loud =
        sample.release(
            "loud",
            1,
            List.of("sh", "-c", "head -c 5000000 /dev/zero | tr '\\0' x; echo; echo last"));
    assertThat(target.start(fence(1), loud, 1, LocalTargetFixture::noHeartbeat))
        .isInstanceOf(InstanceOutcome.Failed.class);
    Path log = sample.releaseFolder(loud).resolve("log/instance-1.log");
    assertThat(Files.size(log)).isLessThanOrEqualTo(OutputLog.LONGEST);
    assertThat(new OutputLog(log).lastLines(1)).containsExactly("last");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.getParent())))
        .isEqualTo("rwx------");
    new OutputLog(log).erase();
    assertThat(new OutputLog(log).lastLines(1)).isEmpty();
  }

  @Test
  void releasesThatNeverSucceedDoNotPileUp() throws Exception {
    Release one = deploy(1, sample.release("one", 1));
    for (int i = 0; i < OldReleases.KEPT + 3; i++) {
      target.prepare(fence(2), sample.release("sick", 1));
    }
    try (Stream<Path> folders = Files.list(sample.releaseFolder(one).getParent())) {
      assertThat(folders.filter(Files::isDirectory)).hasSize(OldReleases.KEPT + 2);
    }
    assertThat(sample.releaseFolder(one)).exists();
  }

  private String logOf(Release release) throws IOException {
    return String.join(
        "\n",
        new OutputLog(sample.releaseFolder(release).resolve("log/instance-1.log")).lastLines(20));
  }

  private Object load(AtomicBoolean go, AtomicInteger done, Map<String, Integer> seen)
      throws IOException, InterruptedException {
    while (go.get()) {
      seen.merge(get("/"), 1, Integer::sum);
      done.incrementAndGet();
    }
    return done;
  }

  private String direct(String path) throws IOException, InterruptedException {
    return ask(target.instances(SERVICE, STAGING).getFirst().address().resolve(path));
  }
}
