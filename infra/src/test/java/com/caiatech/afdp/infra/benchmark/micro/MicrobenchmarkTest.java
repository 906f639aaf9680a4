package com.caiatech.afdp.infra.benchmark.micro;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.ledger.JudgedCommit;
import com.caiatech.afdp.schemas.ledger.JudgedEntry;
import com.caiatech.afdp.schemas.ledger.Verdict;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MicrobenchmarkTest {
  /// The lock is there so that two do not measure at once; nothing is measured here.
  private static final List<String> FLAGS =
      List.of("-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-Djmh.ignoreLock=true");

  @TempDir private Path folder;

  @Test
  void everyPairIsPrintedWithItsRatio() throws Exception {
    assertThat(run("--forks", "0", "--warmup", "0", "--iterations", "2", "--millis", "5"))
        .as(err())
        .isZero();
    assertThat(out().lines()).hasSize(2 + Pair.values().length);
    for (Pair pair : Pair.values()) {
      assertThat(out())
          .containsPattern(
              "(?m)^"
                  + pair
                  + " +\\d+\\.\\d\\d +\\d+\\.\\d\\d +\\d+\\.\\d\\d +[0-9.]+ to [0-9.]+ ");
    }
  }

  @Test
  void wrongUsageIsToldInOneLine() throws Exception {
    assertThat(run("--iterations", "0")).isEqualTo(2);
    assertThat(err())
        .isEqualTo(
            "microbenchmark: --iterations: expected at least 1, found 0; see: microbenchmark --help");
  }

  @Test
  void whatIsMeasuredSucceeds() throws Exception {
    CommitBenchmark commit = new CommitBenchmark();
    assertThat(((JudgedCommit) commit.ours()).entries())
        .extracting(JudgedEntry::verdict)
        .hasSize(1)
        .hasOnlyElementsOfType(Verdict.Trusted.class);
    assertThat(commit.beside()).isTrue();
    assertThat(new DecodeBenchmark().ours()).isInstanceOf(DecodedRecord.Valid.class);
    assertThat(new WebhookBenchmark().ours()).isTrue();
  }

  private int run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Microbenchmark.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the micro benchmarks did not end within 10 minutes");
    }
    return process.exitValue();
  }

  private String out() throws Exception {
    return Files.readString(folder.resolve("out")).strip();
  }

  private String err() throws Exception {
    return Files.readString(folder.resolve("err")).strip();
  }
}
