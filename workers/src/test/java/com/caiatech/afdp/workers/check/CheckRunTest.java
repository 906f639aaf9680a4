package com.caiatech.afdp.workers.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.workers.output.OutputFolder;
import com.caiatech.afdp.workers.output.OutputLog;
import com.caiatech.afdp.workers.output.Printed;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckRunTest {
  /// Seconds.
  private static final int AMPLE = 600;

  @TempDir Path folder;

  @Test
  void aCommandThatExitsWithZeroPasses() {
    CheckOutcome outcome = command(AMPLE, "sh", "-c", "echo hello; test \"$A\" = b");
    assertThat(outcome.status()).isEqualTo(CheckStatus.PASSED);
    assertThat(outcome.printed()).isEqualTo(new Printed(Sha256.ofUtf8("hello\n"), 6, 1));
    assertThat(outcome.reason()).isNull();
  }

  @Test
  void aCommandThatFailsTellsItsCodeAndLeavesItsOutputInTheLogAlone() throws IOException {
    CheckOutcome outcome = command(AMPLE, "sh", "-c", "echo boom; printf more >&2; exit 3");
    assertThat(outcome.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(text(outcome)).isEqualTo("expected exit code 0, found 3");
    assertThat(outcome.printed()).isEqualTo(new Printed(Sha256.ofUtf8("boom\nmore"), 9, 2));
    assertThat(lastLines()).containsExactly("boom", "more");
    Path log = folder.resolve("log/check-pre-checked.log");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
  }

  @Test
  void theLogIsThatOfTheLastRun() throws IOException {
    command(AMPLE, "sh", "-c", "echo first");
    command(AMPLE, "sh", "-c", "echo second");
    assertThat(lastLines()).containsExactly("second");
  }

  @Test
  void anOutputOfFiftyMegabytesIsCountedAndDigestedAndItsLastLinesKept() throws Exception {
    String line = "0123456789abcdef0123456789abcdef0123456789abcdef0";
    int lines = 1_000_000;
    CheckOutcome outcome = command(AMPLE, "sh", "-c", "yes " + line + " | head -n " + lines);
    MessageDigest expected = MessageDigest.getInstance("SHA-256");
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < lines; i++) {
      expected.update(bytes);
    }
    assertThat(outcome.printed())
        .isEqualTo(new Printed(Sha256.ofDigest(expected.digest()), 50_000_000, lines));
    try (Stream<Path> files = Files.list(folder.resolve("log"))) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum())
          .isBetween((long) OutputLog.LONGEST, 2L * OutputLog.LONGEST);
    }
    assertThat(lastLines()).hasSize(50).containsOnly(line);
  }

  @Test
  void aChildThatKeepsTheOutputOpenDoesNotKeepTheCheck() {
    CheckOutcome outcome = command(AMPLE, "sh", "-c", "sleep 600 & echo done");
    assertThat(outcome.status()).isEqualTo(CheckStatus.PASSED);
    assertThat(outcome.printed()).isEqualTo(new Printed(Sha256.ofUtf8("done\n"), 5, 1));
  }

  @Test
  void aCommandThatDoesNotEndIsStoppedWithItsChildren() throws IOException {
    String[] hangs = {"sh", "-c", "sleep 600 & echo $! >child; sleep 600"};
    int seconds = 1;
    CheckOutcome outcome = command(seconds, hangs);
    while (!Files.exists(folder.resolve("child")) && seconds < AMPLE) {
      seconds *= 2; // this machine is too slow to begin it in that time
      outcome = command(seconds, hangs);
    }
    assertThat(outcome.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(text(outcome))
        .isEqualTo("it had not ended after %d s and was stopped".formatted(seconds));
    assertThat(isAlive(child())).isFalse();
  }

  @Test
  void whatACommandLeavesInTheBackgroundEndsWithIt() throws IOException {
    for (String background :
        List.of(
            "sleep 600 & echo $! >child",
            "(sleep 600 & echo $! >child) &",
            "nohup sleep 600 >/dev/null 2>&1 & echo $! >child",
            "setsid sleep 600 & echo $! >child",
            "setsid sh -c 'echo $$ >child; exec sleep 600' >/dev/null 2>&1 & until test -s child; do :; done")) {
      CheckOutcome outcome =
          command(
              AMPLE,
              "sh",
              "-c",
              "rm -f child; " + background + "\nuntil test -s child; do :; done");
      assertThat(outcome.status()).as(background).isEqualTo(CheckStatus.PASSED);
      assertThat(isAlive(child())).as(background).isFalse();
    }
  }

  @Test
  void aCommandWhoseActivityIsCancelledEndsWithItsChildren() throws Exception {
    Thread activity =
        Thread.ofVirtual()
            .start(() -> command(600, "sh", "-c", "sleep 600 & echo $! >child; sleep 600"));
    await().until(() -> Files.exists(folder.resolve("child")) && child() > 0);
    activity.interrupt();
    activity.join();
    assertThat(isAlive(child())).isFalse();
  }

  @Test
  void aCommandWhoseFileIsNotThereIsAnErrorAndNoPass() throws IOException {
    assertThat(command(AMPLE, "./no-such-command").status()).isEqualTo(CheckStatus.ERROR);
    assertThat(String.join("", lastLines()))
        .contains("the program './no-such-command' cannot be run");
  }

  @Test
  void aCommandThatIsNotThereIsAnErrorAndNoPass() throws IOException {
    CheckOutcome outcome = command(AMPLE, "no-such-command");
    assertThat(outcome.status()).isEqualTo(CheckStatus.ERROR);
    assertThat(text(outcome))
        .isEqualTo("it could not be started; its program is not there or cannot be run");
    assertThat(outcome.printed()).isNull();
    assertThat(String.join("", lastLines()))
        .contains("the program 'no-such-command' is not on the PATH");
  }

  @Test
  void aCommandInheritsNothingFromTheRunner() {
    assertThat(System.getenv()).containsKey("HOME");
    assertThat(command(AMPLE, "sh", "-c", "test -z \"$HOME\"").status())
        .isEqualTo(CheckStatus.PASSED);
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
    assertThat(text(outcome))
        .isEqualTo(
            "expected status 200 in at least 99.0 % of samples, found 75.0 %: 15 × status 200, 5 × status 500");
    assertThat(lastLines()).hasSize(40).contains("body 19");
    byte[] log = Files.readAllBytes(folder.resolve("log/check-post-checked.log"));
    assertThat(outcome.printed()).isEqualTo(new Printed(Sha256.of(log), log.length, 40));
  }

  @Test
  void aServiceThatIsNotThereNeverPasses() {
    CheckContext nothing =
        new CheckContext(folder, Map.of(), List.of(), List.of(), new OutputFolder(folder));
    Descriptor.HttpCheck check = new Descriptor.HttpCheck("smoke", "/", 200, 5, 0.0, null, AMPLE);
    assertThat(CheckRun.run(check, CheckStage.POST, nothing).status()).isEqualTo(CheckStatus.ERROR);
  }

  private OutputFolder output() {
    return new OutputFolder(folder.resolve("log"));
  }

  private List<String> lastLines() throws IOException {
    return output().logs().getFirst().lastLines(50);
  }

  private static String text(CheckOutcome outcome) {
    return String.valueOf(outcome.reason());
  }

  /// What a command wrote as the process that it started; 0 before it did.
  private long child() throws IOException {
    String written = Files.readString(folder.resolve("child")).strip();
    return written.isEmpty() ? 0 : Long.parseLong(written);
  }

  /// A process that has ended and that nobody has waited for yet is not alive.
  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().isPresent())
        .isPresent();
  }

  private CheckOutcome command(int timeoutSeconds, String... command) {
    CheckContext context =
        new CheckContext(
            folder,
            Map.of("PATH", String.valueOf(System.getenv("PATH")), "A", "b"),
            List.of(),
            List.of(),
            output());
    return CheckRun.run(
        new Descriptor.CommandCheck("checked", List.of(command), timeoutSeconds),
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
          byte[] body = ("body " + number.get()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(statusOf.applyAsInt(number.getAndIncrement()), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      CheckContext context =
          new CheckContext(
              folder,
              Map.of(),
              List.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")),
              List.of(ProcessHandle.current()),
              output());
      return CheckRun.run(
          new Descriptor.HttpCheck("checked", "/", 200, samples, minPassRate, maxP95, AMPLE),
          CheckStage.POST,
          context);
    } finally {
      server.stop(0);
    }
  }
}
