package com.caiatech.afdp.workers.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReasonedFailuresTest {
  private static final String SECRET = "MC4CAQAwBQYDK2VwBCIEIJ";
  private static final DataConverter CONVERTER = TemporalPayloads.converter();

  @Test
  void aFaultOfOursIsKeptByItsReasonAndTypeAlone() {
    WorkersException fault =
        new WorkersException.TargetUnavailable(
            Reason.of("port {} is taken").with(8080), new IOException(SECRET));
    Failure failure = CONVERTER.exceptionToFailure(FailureTypes.of(fault));
    assertThat(failure.getMessage()).isEqualTo("port 8080 is taken");
    assertThat(failure.getApplicationFailureInfo().getType()).isEqualTo(FailureTypes.UNAVAILABLE);
    assertThat(failure.toString()).doesNotContain(SECRET);
    assertThat(failure.getStackTrace()).isEmpty();
  }

  @Test
  void whatAnyOtherExceptionSaysDoesNotGetIn() {
    Throwable unforeseen =
        new IllegalStateException("it printed " + SECRET, new IOException(SECRET));
    Failure failure = CONVERTER.exceptionToFailure(unforeseen);
    assertThat(failure.toString()).doesNotContain(SECRET);
    assertThat(failure.getMessage()).isEqualTo(ReasonedFailures.UNFORESEEN.text());
    assertThat(failure.getApplicationFailureInfo().getType())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.getApplicationFailureInfo().getNonRetryable()).isFalse();
  }

  @Test
  void aFailureOfTemporalsOwnWithoutAReasonDoesNotGetInEither() {
    Failure plain =
        CONVERTER.exceptionToFailure(
            ApplicationFailure.newNonRetryableFailure(SECRET, "A_TYPE", SECRET));
    Failure wrapped =
        CONVERTER.exceptionToFailure(
            new ActivityFailure(
                "Activity task failed",
                1,
                2,
                "Check",
                "1",
                RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE,
                "worker",
                new IllegalStateException(SECRET)));
    assertThat(plain.toString() + wrapped).doesNotContain(SECRET);
    assertThat(plain.getApplicationFailureInfo().getType()).isEqualTo("A_TYPE");
    assertThat(plain.getApplicationFailureInfo().getNonRetryable()).isTrue();
  }

  @Test
  void theReasonIsReadBackWhereTheFailureArrives() {
    Failure failure =
        CONVERTER.exceptionToFailure(FailureTypes.targetRefused(Reason.of("no commit")));
    ApplicationFailure arrived = (ApplicationFailure) CONVERTER.failureToException(failure);
    assertThat(ReasonedFailures.reason(arrived)).contains(Reason.of("no commit"));
  }
}
