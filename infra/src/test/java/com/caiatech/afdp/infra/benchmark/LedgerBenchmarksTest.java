package com.caiatech.afdp.infra.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.generate.model.Scale;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The benchmarks on ledgers of their own, at a size at which nothing is measured.
@Order(3)
final class LedgerBenchmarksTest {
  @TempDir private Path folder;

  @Test
  void everyRecordIsProjectedPushByPushAndAllAtOnceAndItsGraphIsWrittenRaw() {
    SampleLedgers.Shape shape = new SampleLedgers.Shape(8, 3, 2, 1);
    ProjectionBenchmark.Result result = new ProjectionBenchmark(folder, shape).run(16);
    assertThat(result.records()).isEqualTo(16);
    assertThat(result.pushes()).isBetween(8, 16);
    assertThat(result.nodes()).isGreaterThan(32);
    assertThat(result.relationships()).isGreaterThan(64);
    assertThat(result.text().lines())
        .hasSize(7)
        .element(5)
        .asString()
        .containsPattern("raw writes of the same graph +[0-9.]+ records/s, 1\\.000 of");
    assertThat(result.toJson().path("pushedPerSecond").asDouble()).isPositive();
  }

  @Test
  void theGraphOfAQuarterOfTheRecordsOfHalfAndOfAllIsBuiltAnew() {
    SampleLedgers.Shape shape = new SampleLedgers.Shape(10, 3, 1, 1);
    RebuildBenchmark.Result result = new RebuildBenchmark(folder, shape).run(25);
    assertThat(result.sizes())
        .extracting(RebuildBenchmark.Size::records)
        .containsExactly(6L, 12L, 25L);
    assertThat(result.text().lines()).hasSize(5);
    assertThat(result.toJson().path("sizes")).hasSize(3);
  }

  @Test
  void aRepositoryIsTakenInBesideGitsLogAndItsGraphIsWrittenRaw() {
    Path repository = folder.resolve("made.git");
    SampleHistory.make(repository, 60);
    IntakeBenchmark.Result result = new IntakeBenchmark(folder, repository).run();
    assertThat(result.commits()).isEqualTo(60);
    assertThat(result.raw().relationships()).isGreaterThan(70 * (1 + 1 + 4));
    assertThat(result.text().lines()).hasSize(11);
    assertThat(result.toJson().path("incrementSeconds").asDouble()).isPositive();
  }

  @Test
  void theGraphOfAnOrganisationIsMadeWithoutItsLedgers() {
    Scale scale = new Scale(1, 8, 40, 2, 6, 5, LocalDate.of(2025, 1, 6));
    GraphBenchmark.Result result = new GraphBenchmark(folder.resolve("made")).run(scale);
    assertThat(result.made().deployments()).isEqualTo(8);
    assertThat(result.text().lines()).hasSize(3);
    assertThat(result.toJson().path("cpuMillis").asDouble()).isPositive();
  }

  @Test
  void subjectsThatAreTooSmallAreRefused() {
    assertThatThrownBy(() -> new SampleLedgers.Shape(5, 20, 10, 1))
        .isInstanceOf(InfraException.WrongUsage.class)
        .hasMessage(
            "expected at least 6 records of a subject, found 5, and at most as many pushed together"
                + " (10) as subjects at once (20)");
  }
}
