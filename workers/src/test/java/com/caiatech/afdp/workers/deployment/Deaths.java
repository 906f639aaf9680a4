package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.workers.ledger.RecordToWrite;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// At which activities workers die: at each call that is meant once, either before the activity has
/// had any effect, or when it has had it and nobody was told. A call is named by the activity's
/// type and the logical steps of the records that it is about.
final class Deaths {
  private static final Pattern LATER_STEP = Pattern.compile(" step-([2-9]|[1-9][0-9]+)$");
  private static final Pattern REQUEST = Pattern.compile("-[0-9a-f]{8}-[0-9a-f-]{27}");

  private final Moment moment;
  private final Predicate<String> meant;
  private final Set<String> died = new ConcurrentSkipListSet<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean begun;

  enum Moment {
    BEFORE,
    AFTER
  }

  /// @param meant the names of the calls
  private Deaths(Moment moment, Predicate<String> meant) {
    this.moment = moment;
    this.meant = meant;
  }

  /// At every call.
  static Deaths atEveryCall(Moment moment) {
    return new Deaths(moment, _ -> true);
  }

  /// At every call but those that write the steps of a plan behind its first one.
  static Deaths atEveryKindOfCall(Moment moment) {
    return new Deaths(moment, call -> !LATER_STEP.matcher(call).find());
  }

  /// At no call.
  static Deaths none() {
    return new Deaths(Moment.BEFORE, _ -> false);
  }

  /// From now on there are deaths.
  void begin() {
    begun = true;
  }

  /// From now on none does, and what hangs in dead ones ends.
  void end() {
    begun = false;
    over.countDown();
  }

  /// The calls at which there was one.
  Set<String> died() {
    return died;
  }

  /// How often a call was made.
  int calls(String name) {
    return calls.getOrDefault(name, 0);
  }

  /// For one worker.
  ///
  /// @param died is told when it dies
  WorkerInterceptor of(Runnable died) {
    return new OneWorker(new AtomicBoolean(), died);
  }

  private final class OneWorker extends WorkerInterceptorBase {
    private final AtomicBoolean dead;
    private final Runnable told;

    OneWorker(AtomicBoolean dead, Runnable told) {
      this.dead = dead;
      this.told = told;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
      return new ActivityInboundCallsInterceptorBase(next) {
        private String type = "";

        @Override
        public void init(ActivityExecutionContext context) {
          type = context.getInfo().getActivityType();
          super.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
          String call = name(type, input.getArguments());
          reach(call, Moment.BEFORE);
          ActivityOutput output = super.execute(input);
          reach(call, Moment.AFTER);
          return output;
        }
      };
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
      return new WorkflowInboundCallsInterceptorBase(next) {
        @Override
        public void init(WorkflowOutboundCallsInterceptor calls) {
          super.init(new SoonTakenForLost(calls));
        }
      };
    }

    private void reach(String call, Moment reached) {
      if (reached == Moment.BEFORE) {
        calls.merge(call, 1, Integer::sum);
      }
      if (begun && reached == moment && meant.test(call) && !dead.get() && died.add(call)) {
        dead.set(true);
        told.run();
      }
      if (dead.get()) {
        hang();
      }
    }

    /// An interruption does not end it, since a killed process is not told either.
    private void hang() {
      boolean ended = false;
      while (!ended) {
        try {
          over.await();
          ended = true;
        } catch (InterruptedException killed) {
          ended = false;
        }
      }
    }
  }

  private static String name(String type, Object[] arguments) {
    return type + REQUEST.matcher(steps(arguments)).replaceAll("");
  }

  private static String steps(Object[] arguments) {
    List<String> steps =
        Arrays.stream(arguments)
            .filter(Objects::nonNull)
            .flatMap(it -> it instanceof Collection<?> many ? many.stream() : Stream.of(it))
            .filter(RecordToWrite.class::isInstance)
            .map(it -> ((RecordToWrite) it).decoded().header().logicalStep())
            .toList();
    return steps.isEmpty() ? "" : " " + String.join(" ", steps);
  }
}
