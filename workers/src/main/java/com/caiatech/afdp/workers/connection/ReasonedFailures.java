package com.caiatech.afdp.workers.connection;

import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.FailureConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.DefaultFailureConverter;
import io.temporal.internal.worker.WorkflowExecutionException;
import java.util.Optional;

/// The one way by which faults get into Temporal, whose histories are kept: a failure's message is
/// the {@link Reason} that it carries. What any other exception says, its causes and its stack
/// trace stay in the log of the workers; of it the history holds the kind.
public final class ReasonedFailures implements FailureConverter {
  /// What stands for a fault that nobody foresaw.
  public static final Reason UNFORESEEN =
      Reason.of("a fault that nobody foresaw; the log of the workers says what it was");

  /// How a failure carries its reason: no text that something else put into a failure reads so.
  ///
  /// @param reason becomes the failure's message
  public record Told(Reason reason) {}

  private final FailureConverter standard = new DefaultFailureConverter();

  /// The reason that a failure carries.
  public static Optional<Reason> reason(ApplicationFailure failure) {
    if (failure.getDetails().getSize() != 1) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(failure.getDetails().get(Told.class)).map(Told::reason);
    } catch (DataConverterException | ClassCastException another) {
      return Optional.empty();
    }
  }

  @Override
  public RuntimeException failureToException(Failure failure, DataConverter converter) {
    return standard.failureToException(failure, converter);
  }

  /// What a workflow's own code throws where it validates an update comes wrapped, with the failure
  /// that was made of it here.
  @Override
  public Failure exceptionToFailure(Throwable thrown, DataConverter converter) {
    if (thrown instanceof WorkflowExecutionException wrapped) {
      return wrapped.getFailure();
    }
    return withoutText(standard.exceptionToFailure(thrown, converter), converter);
  }

  private static Failure withoutText(Failure failure, DataConverter converter) {
    Failure.Builder kept = failure.toBuilder().clearStackTrace().clearEncodedAttributes();
    if (!failure.hasApplicationFailureInfo()) {
      return failure.hasCause()
          ? kept.setCause(withoutText(failure.getCause(), converter)).build()
          : kept.build();
    }
    ApplicationFailureInfo info = failure.getApplicationFailureInfo();
    Optional<Reason> reason = reason(info, converter);
    kept.clearCause().setMessage(reason.orElse(UNFORESEEN).text());
    return reason.isPresent()
        ? kept.build()
        : kept.setApplicationFailureInfo(info.toBuilder().clearDetails()).build();
  }

  private static Optional<Reason> reason(ApplicationFailureInfo info, DataConverter converter) {
    if (info.getDetails().getPayloadsCount() != 1) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
              converter.fromPayload(info.getDetails().getPayloads(0), Told.class, Told.class))
          .map(Told::reason);
    } catch (DataConverterException another) {
      return Optional.empty();
    }
  }
}
