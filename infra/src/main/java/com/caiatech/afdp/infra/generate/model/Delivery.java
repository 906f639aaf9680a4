package com.caiatech.afdp.infra.generate.model;

import com.caiatech.afdp.infra.generate.model.Deployments.Asked;
import com.caiatech.afdp.infra.generate.model.Deployments.Outcome;
import com.caiatech.afdp.infra.generate.model.Event.Environment;
import com.caiatech.afdp.infra.generate.model.Event.Result;
import com.caiatech.afdp.infra.generate.model.Organisation.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The way of changes into production: what was written since the last time goes to staging, is
/// looked at there, and goes to production; what checks find is mended and tried again.
final class Delivery {
  /// How many deployments a round takes, mostly.
  private static final double OF_A_ROUND = 2.1;

  private static final int MOST_ATTEMPTS = 3;
  private static final double ENDS_IN_STAGING = 0.12;
  private static final Duration LONGEST_OVERTIME = Duration.ofDays(60);

  private final Scale scale;
  private final Organisation organisation;
  private final WorkingTime time;
  private final Timeline timeline;
  private final Development development;
  private final Deployments deployments;
  private final Incidents incidents;
  private final Chance chance;
  private int neverDelivered;

  Delivery(
      Scale scale,
      Organisation organisation,
      WorkingTime time,
      Timeline timeline,
      Development development,
      Deployments deployments,
      Incidents incidents) {
    this.scale = scale;
    this.organisation = organisation;
    this.time = time;
    this.timeline = timeline;
    this.development = development;
    this.deployments = deployments;
    this.incidents = incidents;
    this.chance = new Chance(scale.seed(), "delivery");
  }

  /// Has a round begin now and then until all deployments were asked for.
  void begin() {
    Instant now = timeline.now();
    if (deployments.left() == 0 || now.isAfter(scale.end().plus(LONGEST_OVERTIME))) {
      return;
    }
    double rounds = Math.max(1, deployments.left() / OF_A_ROUND);
    double all = time.work(scale.end()) - time.work(scale.begin());
    double left = Math.max(all / 50, time.work(scale.end()) - time.work(now));
    timeline.at(
        time.moment(time.work(now) + chance.exponential(left / rounds)),
        () -> {
          next(rounds);
          begin();
        });
  }

  private void next(double rounds) {
    Service service = idle();
    if (service != null) {
      deployments.take(service);
      double commits = Math.max(0, scale.commits() - development.commits()) / rounds;
      development.work(service, chance.few(commits), timeline.now());
      new Round(service, this::mayDeliver).toStaging(null, "what was written since", false);
    }
  }

  /// Those that were never delivered come first, every other time; some are delivered more often.
  private @Nullable Service idle() {
    List<Service> all = organisation.services();
    if (neverDelivered < all.size() && chance.happens(0.5)) {
      Service next = all.get(neverDelivered);
      if (!deployments.isBusy(next.number())) {
        neverDelivered++;
        return next;
      }
    }
    for (int attempt = 0; attempt < 20; attempt++) {
      int number = chance.happens(0.5) ? chance.favouring(all.size()) : any();
      if (!deployments.isBusy(number)) {
        return all.get(number);
      }
    }
    return IntStream.range(0, all.size())
        .filter(it -> !deployments.isBusy(it))
        .mapToObj(all::get)
        .findFirst()
        .orElse(null);
  }

  private int any() {
    return chance.between(0, organisation.services().size() - 1);
  }

  private boolean mayDeliver() {
    return !chance.happens(ENDS_IN_STAGING);
  }

  /// Ends an incident by bringing what mends it into production.
  ///
  /// @param ended told when it serves; never, where it does not come that far
  void mend(Service service, Runnable ended) {
    new Round(service, () -> true, ended).toStaging(null, "mends an incident", true);
  }

  /// What would be deployed now: of a service with settings, those too.
  private SortedMap<Integer, Integer> newest(Service service) {
    SortedMap<Integer, Integer> commits = new TreeMap<>();
    commits.put(service.repository(), development.head(service.repository()));
    if (service.settings() != null) {
      commits.put(organisation.settings(), development.head(organisation.settings()));
    }
    return commits;
  }

  /// One way into production.
  private final class Round {
    private final Service service;
    private final BooleanSupplier goesOn;
    private final Runnable ended;
    private int attempts;

    Round(Service service, BooleanSupplier goesOn) {
      this(service, goesOn, () -> {});
    }

    Round(Service service, BooleanSupplier goesOn, Runnable ended) {
      this.service = service;
      this.goesOn = goesOn;
      this.ended = ended;
    }

    private void later(Duration median, Runnable next) {
      timeline.at(timeline.now().plus(chance.aroundMedian(median, 0.6)), next);
    }

    void toStaging(@Nullable Integer repeats, String reason, boolean haste) {
      attempts++;
      SortedMap<Integer, Integer> commits = newest(service);
      deployments.deploy(
          new Asked(service, Environment.STAGING, commits, repeats, null, haste, reason),
          outcome -> afterStaging(outcome, commits, haste));
    }

    private void again(Outcome failed, SortedMap<Integer, Integer> commits) {
      attempts++;
      deployments.deploy(
          new Asked(
              service,
              Environment.STAGING,
              commits,
              failed.deployment(),
              null,
              true,
              "the check is flaky"),
          outcome -> afterStaging(outcome, commits, true));
    }

    private void afterStaging(Outcome outcome, SortedMap<Integer, Integer> commits, boolean haste) {
      if (outcome.result() == Result.SUCCEEDED) {
        if (goesOn.getAsBoolean()) {
          later(
              Duration.ofMinutes(haste ? 10 : 70),
              () -> toProduction(commits, null, "was looked at in staging", haste));
        } else {
          deployments.free(service);
        }
      } else if (attempts >= MOST_ATTEMPTS) {
        mendIfFound(outcome);
        deployments.free(service);
      } else if (outcome.found() == null) {
        later(Duration.ofMinutes(8), () -> again(outcome, commits));
      } else {
        mendIfFound(outcome);
        later(Duration.ofMinutes(45), () -> toStaging(null, "mends what a check found", haste));
      }
    }

    private void toProduction(
        SortedMap<Integer, Integer> commits,
        @Nullable Integer repeats,
        String reason,
        boolean haste) {
      deployments.deploy(
          new Asked(service, Environment.PRODUCTION, commits, repeats, null, haste, reason),
          outcome -> afterProduction(outcome, commits));
    }

    private void afterProduction(Outcome outcome, SortedMap<Integer, Integer> commits) {
      if (outcome.result() == Result.SUCCEEDED) {
        deployments.free(service);
        incidents.served(service, outcome, attempts > 1);
        ended.run();
      } else if (outcome.checkFailed() && outcome.found() == null && attempts < MOST_ATTEMPTS) {
        attempts++;
        later(
            Duration.ofMinutes(8),
            () -> toProduction(commits, outcome.deployment(), "the check is flaky", true));
      } else {
        mendIfFound(outcome);
        deployments.free(service);
      }
    }

    private void mendIfFound(Outcome outcome) {
      OpenFault found = outcome.found();
      if (found != null && !found.isEnded()) {
        development.end(service, found, chance.happens(0.25), timeline.now());
      }
    }
  }
}
