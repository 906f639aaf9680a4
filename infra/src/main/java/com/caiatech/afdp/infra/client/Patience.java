package com.caiatech.afdp.infra.client;

import com.caiatech.afdp.infra.InfraException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waits for what a deployment does, also while the platform gives no answer, which it says once.
/// It gives up when the time to wait is over; where nobody said how long to wait, when there was no
/// answer for ten minutes.
public final class Patience {
  private static final Duration SILENCE = Duration.ofMinutes(10);
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final String deploymentId;
  private final @Nullable Duration timeout;
  private final InstantSource clock;
  private final Pause pause;
  private final Consumer<String> tell;
  private final Instant began;
  private boolean reached;
  private @Nullable Instant awaySince;

  /// Lets time pass.
  @FunctionalInterface
  interface Pause {
    void of(Duration duration);
  }

  /// @param timeout how long to wait from now on; null for as long as it takes
  /// @param tell takes what is to be said of a platform that gives no answer
  Patience(
      String deploymentId,
      @Nullable Duration timeout,
      InstantSource clock,
      Pause pause,
      Consumer<String> tell) {
    this.deploymentId = deploymentId;
    this.timeout = timeout;
    this.clock = clock;
    this.pause = pause;
    this.tell = tell;
    this.began = clock.instant();
  }

  /// Waits from now on.
  ///
  /// @param timeout how long; null for as long as it takes
  public static Patience of(String deploymentId, @Nullable Duration timeout) {
    return new Patience(
        deploymentId, timeout, InstantSource.system(), Patience::sleep, Terminal::progress);
  }

  /// Asks until there is an answer. It has to be safe to ask twice: a query, or a mutation under
  /// one id. A platform that could not even be asked the first time is not waited for.
  ///
  /// @throws InfraException.Unreachable when it is given up
  /// @throws InfraException.TimedOut when the time to wait is over
  public <T> T answered(Supplier<T> asking) {
    while (true) {
      try {
        T answer = asking.get();
        reached();
        return answer;
      } catch (InfraException.Unreachable lost) {
        away(lost);
      }
    }
  }

  /// Takes note that the platform answers.
  void reached() {
    reached = true;
    if (awaySince != null) {
      awaySince = null;
      tell.accept("the platform answers again");
    }
  }

  /// Takes note that it did not, and waits a moment.
  void away(InfraException.Unreachable lost) {
    if (!reached && nothingWasAsked(lost)) {
      throw lost;
    }
    reached = true;
    checkTime();
    if (awaySince == null) {
      awaySince = clock.instant();
      tell.accept(
          "%s; what deployment %s has begun goes on, asking again"
              .formatted(lost.getMessage(), deploymentId));
    }
    pause(BETWEEN);
  }

  /// Waits a moment.
  ///
  /// @throws InfraException.TimedOut when the time to wait is over
  void pause(Duration duration) {
    checkTime();
    pause.of(duration);
  }

  /// How long one answer may be waited for.
  Duration left() {
    return timeout == null ? Duration.ofDays(1) : timeout.minus(waited());
  }

  InstantSource clock() {
    return clock;
  }

  private Duration waited() {
    return Duration.between(began, clock.instant());
  }

  private void checkTime() {
    boolean over = timeout != null && waited().compareTo(timeout) >= 0;
    if (awaySince == null) {
      if (over) {
        throw new InfraException.TimedOut(
            "the time to wait, %s, is over; %s".formatted(text(waited()), whatGoesOn()));
      }
      return;
    }
    Duration silent = Duration.between(awaySince, clock.instant());
    if (over || (timeout == null && silent.compareTo(SILENCE) >= 0)) {
      throw new InfraException.Unreachable(
          "the platform gave no answer for %s; %s".formatted(text(silent), whatGoesOn()));
    }
  }

  /// What remains when nobody waits any more, and how to see and to stop it.
  public String whatGoesOn() {
    return "deployment %1$s goes on where the platform runs; see: afdp get %1$s, and stop it by: afdp abort %1$s"
        .formatted(deploymentId);
  }

  private static boolean nothingWasAsked(InfraException.Unreachable lost) {
    return lost.getCause() instanceof ConnectException
        || lost.getCause() instanceof HttpConnectTimeoutException;
  }

  private static String text(Duration duration) {
    return duration.toSeconds() < 120 ? duration.toSeconds() + " s" : duration.toMinutes() + " min";
  }

  static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InfraException.Unavailable("waiting for a deployment was interrupted", interrupted);
    }
  }
}
