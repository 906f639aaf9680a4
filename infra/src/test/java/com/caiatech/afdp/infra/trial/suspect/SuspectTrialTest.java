package com.caiatech.afdp.infra.trial.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.suspect.SuspectWeights;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SuspectTrialTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  @Test
  void theCausesOfASmallOrganisationAreRankedHigherThanBySimpleOrders() {
    SuspectReport report =
        SuspectReport.of(new SuspectTrial(NEO4J.driver()), List.of(6L), 500, progress -> {});

    report.rows().forEach(System.out::println);
    assertThat(report.ranking().incidents()).isGreaterThan(4);
    assertThat(report.others())
        .allSatisfy(it -> assertThat(report.ranking().reciprocal()).isGreaterThan(it.reciprocal()));
    assertThat(report.cases().values().iterator().next())
        .allSatisfy(it -> assertThat(it.by(SuspectWeights.standard())).isEqualTo(it.place()));
    assertThat(report.fitted().keySet()).isEqualTo(SuspectWeights.standard().keySet());
  }
}
