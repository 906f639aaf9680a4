package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.workers.activity.FailureTypes;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Work of a workflow that can be ended while the rest of it goes on.
final class Interruptible<T> {
  private final AtomicReference<@Nullable T> result = new AtomicReference<>();
  private final CancellationScope scope;

  Interruptible(Supplier<T> work) {
    this.scope = Workflow.newCancellationScope(() -> result.set(work.get()));
  }

  /// Does the work.
  ///
  /// @return nothing where it was ended
  Optional<T> run() {
    try {
      scope.run();
    } catch (TemporalFailure failure) {
      if (!isCancellation(failure) || CancellationScope.current().isCancelRequested()) {
        throw failure;
      }
    }
    return Optional.ofNullable(result.get());
  }

  /// Whether what was to end has ended, though its worker may have died over it.
  static boolean isCancellation(TemporalFailure failure) {
    return FailureTypes.isCancellation(failure)
        || (FailureTypes.isLostInCancellation(failure)
            && Workflow.getVersion(
                    "what dies over its cancellation has ended", Workflow.DEFAULT_VERSION, 1)
                > Workflow.DEFAULT_VERSION);
  }

  void end() {
    scope.cancel();
  }
}
