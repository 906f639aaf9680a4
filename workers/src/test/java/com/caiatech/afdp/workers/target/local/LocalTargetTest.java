package com.caiatech.afdp.workers.target.local;

import static com.caiatech.afdp.workers.target.local.SampleService.SERVICE;
import static com.caiatech.afdp.workers.target.local.SampleService.STAGING;
import static com.caiatech.afdp.workers.target.local.SampleService.fence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.output.OutputLog;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.caiatech.afdp.workers.target.Preparation;
import com.caiatech.afdp.workers.target.Release;
import com.caiatech.afdp.workers.target.RestoreOutcome;
import com.caiatech.afdp.workers.target.ShiftOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTargetTest {
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
      await().atMost(Duration.ofSeconds(30)).until(() -> done.get() > 200);
      Release two = sample.release("two", 2);
      assertThat(target.start(fence(2), two, 1, LocalTargetTest::noHeartbeat))
          .isInstanceOf(InstanceOutcome.Healthy.class);
      target.shift(
          fence(2),
          List.of(
              new TrafficShare(one.deploymentId(), 50), new TrafficShare(two.deploymentId(), 50)));
      target.retire(fence(2), one.deploymentId(), 1);
      assertThat(target.start(fence(2), two, 2, LocalTargetTest::noHeartbeat))
          .isInstanceOf(InstanceOutcome.Healthy.class);
      target.shift(fence(2), List.of(new TrafficShare(two.deploymentId(), 100)));
      target.retire(fence(2), one.deploymentId(), 0);
      target.confirm(fence(2), two.deploymentId());
      int after = done.get();
      await().atMost(Duration.ofSeconds(30)).until(() -> done.get() > after + 200);
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
  void anAbortInTheMiddleOfADrainCutsNoRequest() throws Exception {
    Release plain = sample.release("one", 1);
    Release one =
        deploy(
            1,
            new Release(plain.deploymentId(), plain.sources(), plain.run(), plain.health(), 120, null));
    URI leaving = target.addresses(SERVICE, STAGING, one.deploymentId()).getFirst();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer = threads.submit(() -> get("/wait"));
      await().until(() -> ask(leaving.resolve("/waiting")).equals("200 1"));
      Release two = sample.release("two", 1);
      target.start(fence(2), two, 1, LocalTargetTest::noHeartbeat);
      target.shift(fence(2), List.of(new TrafficShare(two.deploymentId(), 100)));
      Thread activity =
          Thread.ofVirtual().start(() -> target.retire(fence(2), one.deploymentId(), 0));
      await().until(() -> target.addresses(SERVICE, STAGING, one.deploymentId()).isEmpty());
      activity.interrupt();
      assertThat(get("/")).isEqualTo("200 two");
      assertThat(target.processes(SERVICE, STAGING, one.deploymentId())).hasSize(1);
      assertThat(ask(leaving.resolve("/go-on"))).isEqualTo("200 one");
      assertThat(answer.get()).isEqualTo("200 one");
      activity.join();
      assertThat(target.processes(SERVICE, STAGING, one.deploymentId())).isEmpty();
      assertThat(target.observe(SERVICE, STAGING))
          .containsExactly(new TrafficShare(two.deploymentId(), 100));
    }
  }

  @Test
  void keepsTheLogOfAReleaseThatDiesAndTheOldServing() throws Exception {
    Release one = deploy(1, sample.release("one", 1));
    Release dies = sample.release("dies", 1);
    InstanceOutcome outcome = target.start(fence(2), dies, 1, LocalTargetTest::noHeartbeat);
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
    InstanceOutcome outcome = target.start(fence(1), sick, 1, LocalTargetTest::noHeartbeat);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            InstanceOutcome.Failed.class,
            failed ->
                assertThat(failed.reason().text())
                    .contains(
                        "was not healthy within 3 s: expected status 200 to 299, last found "));
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
    assertThat(target.start(fence(1), release, 1, LocalTargetTest::noHeartbeat))
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
        .atMost(Duration.ofSeconds(30))
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
    assertThatThrownBy(() -> target.start(fence(6), release, 1, LocalTargetTest::noHeartbeat))
        .isInstanceOf(WorkersException.TargetFenced.class);
  }

  @Test
  void goesBackToAReleaseThatWasStopped() throws Exception {
    Release one = deploy(1, sample.release("one", 1));
    Release two = deploy(2, sample.release("two", 1));
    assertThat(get("/")).isEqualTo("200 two");
    assertThat(target.restore(fence(3), one.deploymentId(), LocalTargetTest::noHeartbeat))
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
    assertThat(target.restore(fence(2), waits.deploymentId(), LocalTargetTest::noHeartbeat))
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
            new Descriptor.Health("/", 60, 50),
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
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(get("/")).isEqualTo("200 parent"));
    String id = parent.deploymentId().value();
    await().untilAsserted(() -> assertThat(SampleService.processesWith(id)).isEqualTo(2));
  }

  @Test
  void bringsTheLastGoodReleaseBackOnTheSamePort() throws Exception {
    Release one = deploy(1, sample.release("one", 1));
    URI address = target.address(SERVICE, STAGING);
    Release two = sample.release("two", 1);
    target.start(fence(2), two, 1, LocalTargetTest::noHeartbeat);
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
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(Files.size(log)).isLessThan((long) OutputLog.LONGEST));
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
    assertThat(target.start(fence(1), loud, 1, LocalTargetTest::noHeartbeat))
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

  @ParameterizedTest
  @ValueSource(strings = {"built", "Main.java"})
  void aReleaseOfWhichAFileIsNoLongerWhatItWasIsMadeAnewAndTheReasonSaysSo(String bent)
      throws Exception {
    Release one = built(1);
    deploy(2, sample.release("two", 1));
    Files.writeString(sample.releaseFolder(one).resolve("application").resolve(bent), "bent");
    Release back = again(one);
    assertThat(target.start(fence(3), back, 1, LocalTargetTest::noHeartbeat))
        .isInstanceOfSatisfying(
            InstanceOutcome.Failed.class,
            failed ->
                assertThat(failed.reason().text())
                    .contains("ended before it was healthy with exit code 4; deployment ")
                    .endsWith(
                        "is no longer kept here as it was started, so its commits were checked out anew, without what its pre-deployment checks had built: where they build, deploy its commits"));
    assertThat(sample.releaseFolder(back).resolve("application/Main.java"))
        .content()
        .contains("HttpServer");
    assertThat(get("/")).isEqualTo("200 two");
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

  private String logOf(Release release) throws IOException {
    return String.join(
        "\n",
        new OutputLog(sample.releaseFolder(release).resolve("log/instance-1.log")).lastLines(20));
  }

  private static void noHeartbeat() {}

  private Release deploy(long sequence, Release release) {
    assertThat(
            target.start(
                fence(sequence), release, release.run().replicas(), LocalTargetTest::noHeartbeat))
        .isEqualTo(new InstanceOutcome.Healthy());
    target.shift(fence(sequence), List.of(new TrafficShare(release.deploymentId(), 100)));
    target.confirm(fence(sequence), release.deploymentId());
    return release;
  }

  private Object load(AtomicBoolean go, AtomicInteger done, Map<String, Integer> seen)
      throws IOException, InterruptedException {
    while (go.get()) {
      seen.merge(get("/"), 1, Integer::sum);
      done.incrementAndGet();
    }
    return done;
  }

  private String get(String path) throws IOException, InterruptedException {
    return ask(target.address(SERVICE, STAGING).resolve(path));
  }

  private String direct(String path) throws IOException, InterruptedException {
    return ask(target.instances(SERVICE, STAGING).getFirst().address().resolve(path));
  }

  private String ask(URI uri) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
            HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
