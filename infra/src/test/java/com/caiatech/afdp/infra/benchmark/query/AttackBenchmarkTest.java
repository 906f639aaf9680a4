package com.caiatech.afdp.infra.benchmark.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttackBenchmarkTest {
  @TempDir Path folder;

  @Test
  void everyAttackIsRefusedShortlyByAGatewayWithoutAGraph() throws Exception {
    List<AttackBenchmark.Result> results = new AttackBenchmark(folder).run(0, 2, _ -> {});
    assertThat(results).hasSameSizeAs(Attack.ALL);
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.status()).as(result.attack()).isIn(0, 400, 401, 413, 415, 429);
              assertThat(result.took().count()).isEqualTo(2);
              assertThat(result.text()).contains(result.attack());
            });
  }
}
