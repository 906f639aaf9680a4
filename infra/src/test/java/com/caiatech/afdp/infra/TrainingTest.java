package com.caiatech.afdp.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When `infra/afdp` trains the cache of the JVM, and on which jars it runs, on a JVM that writes
/// down what it is asked for and whose trainings fail.
final class TrainingTest {
  @TempDir private Path root;

  private Path script;
  private Path asked;
  private Path build;
  private Path jar;

  @BeforeEach
  void makeWhatTheScriptFinds() throws IOException {
    script = Files.createDirectories(root.resolve("infra")).resolve("afdp");
    Files.copy(Path.of("afdp"), script);
    asked = root.resolve("asked");
    build = Files.createDirectories(root.resolve("infra/target/afdp"));
    jar = Files.writeString(root.resolve("infra/target/afdp-infra-1.jar"), "");
    Files.writeString(build.resolve("libraries"), "library.jar");
    Files.createDirectories(root.resolve("jdk/bin"));
    Files.writeString(root.resolve("jdk/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.1\"\n");
    program("jdk/bin/javac", "exit 1");
    program(
        "jdk/bin/java",
        """
        echo "$*" >>"%s"
        case "$*" in *AOTCacheOutput*) exit 1 ;; esac
        """
            .formatted(asked));
  }

  @Test
  void aTrainingThatFailedIsTriedAgainHoursLaterAndThreeTimesInAllForOneBuild() throws Exception {
    up();
    awaitFailures(1);
    up();
    assertThat(trainings()).hasSize(1);
    for (int failures = 2; failures <= 3; failures++) {
      hoursPass();
      up();
      awaitFailures(failures);
    }
    hoursPass();
    up();
    assertThat(trainings()).hasSize(3);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(5)));
    up();
    await().until(() -> trainings().size() == 4);
    awaitFailures(1);
    assertThat(ups()).hasSize(6).noneMatch(words -> words.contains("AOTCache"));
  }

  @Test
  void whatNeedsNoPlatformTrainsNothing() throws Exception {
    run("status");
    assertThat(Files.readAllLines(asked))
        .singleElement()
        .asString()
        .contains("SharedArchiveFile=", "Afdp status");
    assertThat(build.resolve("training.lock")).doesNotExist();
  }

  @Test
  void whatRunsKeepsItsJarsWhenTheyAreBuiltAgain() throws Exception {
    run("status");
    run("status");
    assertThat(found("jars-")).hasSize(1);
    Path first = found("jars-").getFirst();
    Files.writeString(jar, "built again");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(5)));
    run("status");
    assertThat(first.resolve(jar.getFileName())).hasContent("");
    List<String> commands = words("Afdp status");
    assertThat(commands.get(1))
        .isEqualTo(commands.getFirst())
        .contains(first + "/afdp-infra-1.jar");
    assertThat(commands.getLast()).contains("/jars-", ":library.jar").doesNotContain("" + first);
    assertThat(found("jars-")).hasSize(2);
  }

  private void up() throws Exception {
    run("up");
  }

  private void run(String command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(script.toString(), command).inheritIO();
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    builder.environment().put("AFDP_AS_BUILT", "1");
    builder.environment().remove("AFDP_MAIN");
    Process process = builder.start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /// Waits until the last training is over, too.
  private void awaitFailures(int many) {
    await()
        .until(
            () -> failures().size() == 1 && lines(failures().getFirst()) == many && !isTraining());
  }

  private void hoursPass() throws IOException {
    Files.setLastModifiedTime(
        failures().getFirst(), FileTime.from(Instant.now().minus(Duration.ofHours(5))));
  }

  private boolean isTraining() throws IOException {
    return !found("training-").isEmpty();
  }

  private List<Path> failures() throws IOException {
    return found("platform-").stream().filter(it -> it.toString().endsWith(".failures")).toList();
  }

  private List<Path> found(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(build)) {
      return files.filter(it -> it.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  private static int lines(Path file) throws IOException {
    return Files.readAllLines(file).size();
  }

  private List<String> trainings() throws IOException {
    return words("AOTCacheOutput");
  }

  private List<String> ups() throws IOException {
    return words("Afdp up");
  }

  private List<String> words(String part) throws IOException {
    return Files.readAllLines(asked).stream().filter(words -> words.contains(part)).toList();
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(root.resolve(name), "#!/usr/bin/env bash\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
