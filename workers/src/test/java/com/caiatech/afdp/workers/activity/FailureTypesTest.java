package com.caiatech.afdp.workers.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.connection.ReasonedFailures;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureTypesTest {
  @Test
  void aFaultThatNobodyForesawIsTriedTenTimes() {
    RuntimeException fault = new IllegalStateException("it printed a secret");
    assertThat(FailureTypes.ofAttempt(fault, 9)).isSameAs(fault);
    assertThat(FailureTypes.ofAttempt(fault, 10))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            last -> {
              assertThat(last.isNonRetryable()).isTrue();
              assertThat(last.getType()).isEqualTo(FailureTypes.UNFORESEEN);
              assertThat(last.getOriginalMessage()).isEqualTo(ReasonedFailures.UNFORESEEN.text());
            });
  }

  @Test
  void anOutageIsTriedForAsLongAsThereIsTime() {
    RuntimeException outage = new WorkersException.SourceBusy(Reason.of("it is being fetched"));
    assertThat(FailureTypes.ofAttempt(outage, 1_000)).isSameAs(outage);
    RuntimeException told = FailureTypes.toTryAgain(Reason.of("it does not answer"));
    assertThat(FailureTypes.ofAttempt(told, 1_000)).isSameAs(told);
  }

  @Test
  void whatADeploymentWaitsForHasAnEndWithAllAttempts() {
    Duration most = Duration.ofMinutes(7);
    assertThat(Retries.longRunning(most).getScheduleToCloseTimeout()).isEqualTo(most);
    assertThat(Retries.shortLocal(most).getScheduleToCloseTimeout()).isEqualTo(most);
    assertThat(Retries.shortAttempts(most).getScheduleToCloseTimeout()).isEqualTo(most);
  }
}
