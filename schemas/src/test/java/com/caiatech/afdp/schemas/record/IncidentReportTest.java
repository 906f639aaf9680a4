package com.caiatech.afdp.schemas.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.ServiceName;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentReportTest {
  private static final Instant DETECTED = Instant.parse("2026-01-31T12:00:00Z");
  private static final Instant NOW = Instant.parse("2026-01-31T13:00:00Z");
  private static final PersonId ANN = new PersonId("p_" + "a".repeat(32));
  private static final PersonId BOB = new PersonId("p_" + "b".repeat(32));

  @ParameterizedTest
  @CsvSource({
    "OPENED, UPDATED MITIGATED RESOLVED",
    "UPDATED, UPDATED MITIGATED RESOLVED",
    "MITIGATED, UPDATED MITIGATED RESOLVED",
    "RESOLVED, UPDATED RESOLVED POST_MORTEM",
    "POST_MORTEM, UPDATED POST_MORTEM"
  })
  void thePhasesThatMayFollowAreThese(IncidentPhase before, String next) {
    String found =
        Arrays.stream(IncidentPhase.values())
            .filter(
                phase ->
                    report(phase, null, DETECTED, null)
                        .misplaced(report(before, null, DETECTED, null))
                        .isEmpty())
            .map(Enum::name)
            .collect(Collectors.joining(" "));
    assertThat(found).isEqualTo(next);
  }

  @Test
  void aPostMortemOfWhatLastsIsRefusedWithWhatMayBe() {
    assertThat(
            report(IncidentPhase.POST_MORTEM, null, DETECTED, null)
                .misplaced(report(IncidentPhase.MITIGATED, null, DETECTED, null)))
        .contains(
            "phase: an incident that is MITIGATED can become UPDATED, MITIGATED, RESOLVED, found"
                + " POST_MORTEM");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "RESOLVED  | -                    | 2026-01-31T12:00:00Z | -                    | -",
        "RESOLVED  | 2026-01-31T11:00:00Z | 2026-01-31T12:00:00Z | 2026-01-31T11:30:00Z | -",
        "MITIGATED | 2026-01-31T12:00:00Z | 2026-01-31T12:00:00Z | -                    | -",
        "RESOLVED  | -                    | 2026-01-31T12:00:00Z | 2026-01-31T13:00:05Z | -",
        "RESOLVED  | -                    | 2026-01-31T12:00:00Z | 2026-01-31T13:00:06Z |"
            + " resolvedAt: expected no moment later than 2026-01-31T13:00:00Z, found"
            + " 2026-01-31T13:00:06Z",
        "UPDATED   | 2026-01-31T14:00:00Z | 2026-01-31T12:00:00Z | - | startedAt: expected no"
            + " moment later than 2026-01-31T13:00:00Z, found 2026-01-31T14:00:00Z",
        "UPDATED   | -                    | 2026-01-31T14:00:00Z | - | detectedAt: expected no"
            + " moment later than 2026-01-31T13:00:00Z, found 2026-01-31T14:00:00Z",
        "UPDATED   | 2026-01-31T12:00:01Z | 2026-01-31T12:00:00Z | - | 'startedAt: expected"
            + " 2026-01-31T12:00:00Z, when it was detected, or earlier, found"
            + " 2026-01-31T12:00:01Z'",
        "RESOLVED  | 2026-01-31T11:00:00Z | 2026-01-31T12:00:00Z | 2026-01-31T10:00:00Z |"
            + " 'resolvedAt: expected 2026-01-31T11:00:00Z, when it started, or later, found"
            + " 2026-01-31T10:00:00Z'",
        "RESOLVED  | -                    | 2026-01-31T12:00:00Z | 2026-01-31T11:59:59Z |"
            + " 'resolvedAt: expected 2026-01-31T12:00:00Z, when it was detected, or later, found"
            + " 2026-01-31T11:59:59Z'",
        "MITIGATED | -                    | 2026-01-31T12:00:00Z | 2026-01-31T12:30:00Z |"
            + " resolvedAt: expected none while the incident is MITIGATED, found"
            + " 2026-01-31T12:30:00Z; tell the phase RESOLVED with it"
      })
  void timesThatCannotBeAreRefused(
      IncidentPhase phase,
      @Nullable Instant started,
      Instant detected,
      @Nullable Instant resolved,
      @Nullable String why) {
    IncidentReport before = report(IncidentPhase.OPENED, null, DETECTED, null);
    assertThat(report(phase, started, detected, resolved).untimely(before, NOW).orElse(null))
        .isEqualTo(why);
  }

  @Test
  void timesThatStayAsTheyWereAreNotJudgedAgain() {
    Instant later = NOW.plusSeconds(60);
    IncidentReport before = report(IncidentPhase.OPENED, later.plusSeconds(1), later, null);
    assertThat(report(IncidentPhase.UPDATED, null, later, null).untimely(before, NOW)).isEmpty();
    assertThat(report(IncidentPhase.RESOLVED, null, later, null).untimely(before, NOW))
        .contains(
            "resolvedAt: expected 2026-01-31T13:01:01Z, when it started, or later, found"
                + " 2026-01-31T13:00:00Z");
  }

  @Test
  void whatAReportDoesNotSayStaysAndWhatLastsHasNoEnd() {
    IncidentReport opened = report(IncidentPhase.OPENED, DETECTED, DETECTED, null);
    IncidentReport resolved = bare(IncidentPhase.RESOLVED).known(opened.known(null, DETECTED), NOW);
    assertThat(resolved)
        .returns(NOW, IncidentReport::resolvedAt)
        .returns(DETECTED, IncidentReport::startedAt)
        .returns(opened.services(), IncidentReport::services)
        .returns(opened.components(), IncidentReport::components)
        .returns(opened.affectedEnvironment(), IncidentReport::affectedEnvironment)
        .returns("sealed", IncidentReport::description)
        .returns(ANN, IncidentReport::reportedBy);
    assertThat(bare(IncidentPhase.POST_MORTEM).known(resolved, NOW.plusSeconds(9)).resolvedAt())
        .isEqualTo(NOW);
    assertThat(bare(IncidentPhase.UPDATED).known(resolved, NOW).resolvedAt()).isNull();
  }

  private static IncidentReport bare(IncidentPhase phase) {
    return new IncidentReport(
        phase,
        Severity.SEV1,
        "It",
        List.of(),
        null,
        List.of(),
        null,
        DETECTED,
        null,
        BOB,
        null,
        null);
  }

  private static IncidentReport report(
      IncidentPhase phase,
      @Nullable Instant started,
      Instant detected,
      @Nullable Instant resolved) {
    return new IncidentReport(
        phase,
        Severity.SEV2,
        "It",
        List.of(new ServiceName("cart")),
        new EnvironmentName("production"),
        List.of("src/cart"),
        started,
        detected,
        resolved,
        ANN,
        "sealed",
        null);
  }
}
