package com.caiatech.afdp.infra.generate.model;

import com.caiatech.afdp.infra.generate.model.Event.Environment;
import com.caiatech.afdp.infra.generate.model.Event.Result;
import com.caiatech.afdp.infra.generate.model.Event.Step;
import com.caiatech.afdp.infra.generate.model.Organisation.PlannedCheck;
import com.caiatech.afdp.infra.generate.model.Organisation.Service;
import com.caiatech.afdp.infra.generate.model.Target.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries deployments out, one at a time for each service.
final class Deployments {
  private static final double REJECTED = 0.015;

  private final Scale scale;
  private final People people;
  private final Development development;
  private final Timeline timeline;
  private final Consumer<Event> events;
  private final Checks checks;
  private final Chance chance;
  private final List<Target> staging = new ArrayList<>();
  private final List<Target> production = new ArrayList<>();
  private final boolean[] busy;
  private int started;

  Deployments(
      Scale scale,
      Organisation organisation,
      People people,
      Development development,
      Timeline timeline,
      Consumer<Event> events) {
    this.scale = scale;
    this.people = people;
    this.development = development;
    this.timeline = timeline;
    this.events = events;
    this.chance = new Chance(scale.seed(), "deployments");
    this.checks = new Checks(chance);
    this.busy = new boolean[organisation.services().size()];
    organisation
        .services()
        .forEach(
            _ -> {
              staging.add(new Target());
              production.add(new Target());
            });
  }

  /// What is asked for.
  ///
  /// @param repeats the deployment that failed and is repeated
  /// @param target what is gone back to
  /// @param haste whether a check failed just before and is run again
  record Asked(
      Service service,
      Environment environment,
      SortedMap<Integer, Integer> commits,
      @Nullable Integer repeats,
      @Nullable Release target,
      boolean haste,
      String reason) {}

  /// How it ended.
  ///
  /// @param found the fault that a check found
  /// @param brought the faults that serve now and did not before
  record Outcome(
      int deployment,
      Result result,
      boolean checkFailed,
      @Nullable OpenFault found,
      List<OpenFault> brought) {}

  Target target(Service service, Environment environment) {
    return (environment == Environment.STAGING ? staging : production).get(service.number());
  }

  /// How many may be asked for yet.
  int left() {
    return scale.deployments() - started;
  }

  boolean isBusy(int service) {
    return busy[service];
  }

  /// Takes the service for a course of deployments, until it is freed.
  void take(Service service) {
    busy[service.number()] = true;
  }

  void free(Service service) {
    busy[service.number()] = false;
  }

  /// Asks for a deployment now; where no more may be asked for, the service is freed and nothing
  /// else happens.
  void deploy(Asked asked, Consumer<Outcome> done) {
    if (left() == 0) {
      free(asked.service());
      return;
    }
    new Course(started++, asked, done).request();
  }

  /// One deployment on its way.
  private final class Course {
    private final int number;
    private final Asked asked;
    private final Consumer<Outcome> done;
    private final Target target;
    private final int requester;
    private final List<OpenFault> brought;
    private @Nullable OpenFault found;
    private @Nullable String failedCheck;

    Course(int number, Asked asked, Consumer<Outcome> done) {
      this.number = number;
      this.asked = asked;
      this.done = done;
      this.target = target(asked.service(), asked.environment());
      this.requester = people.ofTeam(asked.service().team(), timeline.now(), chance);
      this.brought =
          development.faults(asked.service()).stream()
              .filter(it -> Checks.concerns(it, asked.environment()))
              .filter(it -> it.isIn(asked.commits()) && !it.isIn(target.commits()))
              .toList();
    }

    private boolean isRollback() {
      return asked.target() != null;
    }

    private void after(Duration least, Duration most, Runnable next) {
      timeline.at(timeline.now().plus(chance.between(least, most)), next);
    }

    private void afterSeconds(int least, int most, Runnable next) {
      after(Duration.ofSeconds(least), Duration.ofSeconds(most), next);
    }

    void request() {
      Release goneBackTo = asked.target();
      events.accept(
          new Event.Requested(
              number,
              asked.service().number(),
              asked.environment(),
              requester,
              timeline.now(),
              asked.repeats(),
              goneBackTo == null ? null : goneBackTo.deployment(),
              asked.reason()));
      afterSeconds(1, 4, this::open);
    }

    private void open() {
      Release serving = target.serving();
      events.accept(
          new Event.Opened(
              number,
              asked.commits(),
              serving == null ? null : serving.deployment(),
              timeline.now()));
      if (isRollback()) {
        afterSeconds(1, 3, this::go);
      } else {
        run(true, this::decide);
      }
    }

    /// Runs all checks of a stage, whatever the first say.
    private void run(boolean before, Runnable next) {
      Deque<PlannedCheck> planned = new ArrayDeque<>();
      asked.service().checks().stream().filter(it -> it.before() == before).forEach(planned::add);
      next(planned, next);
    }

    private void next(Deque<PlannedCheck> planned, Runnable next) {
      PlannedCheck check = planned.poll();
      if (check != null) {
        Instant from = timeline.now();
        timeline.at(
            from.plus(checks.duration(check)),
            () -> {
              check(check, from);
              next(planned, next);
            });
      } else if (failedCheck == null) {
        next.run();
      } else {
        afterSeconds(1, 3, this::fail);
      }
    }

    private void check(PlannedCheck check, Instant from) {
      Checks.Found result = checks.run(check, asked.environment(), brought, isRollback());
      events.accept(result.event(number, check, from, timeline.now(), asked.service().number()));
      if (!result.passed()) {
        failedCheck = failedCheck == null ? check.name() : failedCheck;
        OpenFault cause = result.cause();
        found = found == null ? cause : found;
        events.accept(
            new Event.CheckFailed(
                number, check.name(), cause == null ? null : cause.place(), timeline.now()));
      }
    }

    private void decide() {
      if (asked.environment() == Environment.STAGING) {
        afterSeconds(1, 3, this::go);
        return;
      }
      Duration waits = chance.aroundMedian(Duration.ofMinutes(12), 0.8);
      timeline.at(
          timeline.now().plus(waits),
          () -> {
            boolean approved = !chance.happens(REJECTED);
            events.accept(
                new Event.Decided(
                    number,
                    people.approver(requester, asked.service().team(), timeline.now(), chance),
                    approved,
                    approved ? "looks good" : "not before the review is done",
                    timeline.now()));
            afterSeconds(1, 3, approved ? this::go : () -> close(Result.REJECTED));
          });
    }

    private void go() {
      events.accept(new Event.Went(number, timeline.now()));
      Runnable last = () -> close(Result.SUCCEEDED);
      if (asked.service().blueGreen()) {
        Runnable end = () -> step(Step.BAKE, 100, () -> step(Step.RETIRE, 100, last));
        step(Step.START, 0, () -> run(false, () -> step(Step.SWITCH, 100, end)));
      } else {
        Runnable end = () -> step(Step.RETIRE, 100, () -> run(false, last));
        step(Step.START, 0, () -> step(Step.SWITCH, 100, end));
      }
    }

    private void step(Step step, int weight, Runnable next) {
      Instant from = timeline.now();
      int seconds = step == Step.START ? 20 : step == Step.BAKE ? 60 : 2;
      afterSeconds(
          seconds,
          2 * seconds,
          () -> {
            events.accept(new Event.Stepped(number, step, from, timeline.now(), weight));
            next.run();
          });
    }

    /// Where nothing was started yet, nothing has to be gone back from.
    private void fail() {
      boolean started =
          asked.service().checks().stream()
              .anyMatch(it -> !it.before() && it.name().equals(failedCheck));
      if (started) {
        step(Step.RESTORE, 0, () -> afterSeconds(1, 2, () -> close(Result.FAILED)));
      } else {
        close(Result.FAILED);
      }
    }

    private void close(Result result) {
      events.accept(new Event.Closed(number, result, failedCheck, timeline.now()));
      if (result == Result.SUCCEEDED) {
        target.serves(new Release(number, asked.commits()));
      }
      done.accept(new Outcome(number, result, failedCheck != null, found, brought));
    }
  }
}
