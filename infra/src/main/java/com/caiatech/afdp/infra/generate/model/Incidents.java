package com.caiatech.afdp.infra.generate.model;

import com.caiatech.afdp.infra.generate.model.Deployments.Asked;
import com.caiatech.afdp.infra.generate.model.Deployments.Outcome;
import com.caiatech.afdp.infra.generate.model.Event.Environment;
import com.caiatech.afdp.infra.generate.model.Event.Phase;
import com.caiatech.afdp.infra.generate.model.Event.Place;
import com.caiatech.afdp.infra.generate.model.Organisation.Service;
import com.caiatech.afdp.infra.generate.model.Target.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Faults that show in production, and outages that nothing that was deployed has caused: they are
/// seen, told, mended or gone back from, and explained, not always rightly.
final class Incidents {
  private static final double OUTAGE = 0.012;
  private static final double GONE_BACK_FROM = 0.55;
  private static final double UPDATED = 0.4;
  private static final double EXPLAINED = 0.75;

  private final People people;
  private final Organisation organisation;
  private final Development development;
  private final Deployments deployments;
  private final Timeline timeline;
  private final Consumer<Event> events;
  private final Chance chance;
  private final IncidentText text;
  private BiConsumer<Service, Runnable> mends = (_, _) -> {};
  private int told;

  Incidents(
      Scale scale,
      Organisation organisation,
      People people,
      Development development,
      Deployments deployments,
      Timeline timeline,
      Consumer<Event> events) {
    this.people = people;
    this.organisation = organisation;
    this.development = development;
    this.deployments = deployments;
    this.timeline = timeline;
    this.events = events;
    this.chance = new Chance(scale.seed(), "incidents");
    this.text = new IncidentText(chance);
  }

  /// @param mending brings what mends a service into production, and tells when it serves
  void mendBy(BiConsumer<Service, Runnable> mending) {
    mends = mending;
  }

  /// Something serves in production.
  ///
  /// @param haste whether it took more than one attempt
  void served(Service service, Outcome outcome, boolean haste) {
    for (OpenFault fault : outcome.brought()) {
      RiskModel.Risk risk =
          RiskModel.ofShowing(
              WorkingTime.isRisky(timeline.now()), development.drift(service), haste);
      if (!fault.isEnded() && chance.happens(risk.probability())) {
        Duration until = text.untilItShows(fault.fault().symptom());
        timeline.at(
            timeline.now().plus(until),
            () -> {
              if (fault.isIn(production(service).commits())) {
                new Course(service, fault, outcome.deployment()).begin();
              }
            });
      }
    }
    if (chance.happens(OUTAGE)) {
      timeline.at(
          timeline.now().plus(chance.between(Duration.ZERO, Duration.ofDays(3))),
          () -> new Course(service, null, null).begin());
    }
  }

  private Target production(Service service) {
    return deployments.target(service, Environment.PRODUCTION);
  }

  /// One incident on its way.
  private final class Course {
    private final Service service;
    private final @Nullable OpenFault fault;
    private final @Nullable Integer deployment;
    private final int number = told++;
    private final Instant startedAt = timeline.now();
    private final String title;
    private final int severity = 1 + chance.favouring(4);
    private final int reporter;
    private final List<Integer> services = new ArrayList<>();
    private final @Nullable Instant toldStart;
    private Instant detectedAt = startedAt;
    private List<String> components;
    private boolean ended;

    /// @param fault absent where nothing that was deployed is the cause
    /// @param deployment the one that brought it
    Course(Service service, @Nullable OpenFault fault, @Nullable Integer deployment) {
      this.service = service;
      this.fault = fault;
      this.deployment = deployment;
      this.title =
          fault == null ? text.outage() : text.title(service, fault.fault(), fault.component());
      this.components = text.components(service, fault == null ? null : fault.component());
      this.reporter = people.ofTeam(service.team(), startedAt, chance);
      this.toldStart =
          chance.happens(0.65)
              ? startedAt.plus(chance.between(Duration.ZERO, Duration.ofMinutes(2)))
              : null;
      if (organisation.services().size() > 1 && chance.happens(0.12)) {
        services.add(service.upstream());
      }
      if (!services.contains(service.number())) {
        services.add(service.number());
      }
    }

    private void later(Duration median, Runnable next) {
      timeline.at(timeline.now().plus(chance.aroundMedian(median, 0.7)), next);
    }

    void begin() {
      events.accept(
          new Event.IncidentCaused(
              number,
              service.number(),
              fault == null ? null : fault.place(),
              deployment,
              startedAt,
              timeline.now()));
      detectedAt =
          startedAt.plus(
              chance
                  .between(Duration.ofMinutes(2), Duration.ofMinutes(4))
                  .plus(chance.aroundMedian(Duration.ofMinutes(6), 0.8)));
      timeline.at(
          detectedAt.plus(chance.between(Duration.ofMinutes(1), Duration.ofMinutes(6))),
          () -> {
            tell(Phase.OPENED);
            if (chance.happens(UPDATED)) {
              later(Duration.ofMinutes(12), this::update);
            }
            later(Duration.ofMinutes(30), fault == null ? this::resolve : this::end);
            again(Duration.ofHours(12), 40, this::resolveWhereGone);
          });
    }

    private void update() {
      if (!ended) {
        components = text.components(service, fault == null ? null : fault.component());
        tell(Phase.UPDATED);
      }
    }

    /// Goes back or mends, once nobody else deploys the service.
    private void end() {
      OpenFault known = fault;
      if (known == null || ended || deployments.left() == 0) {
        return;
      }
      if (!known.isIn(production(service).commits())) {
        resolve();
      } else if (deployments.isBusy(service.number())) {
        later(Duration.ofMinutes(7), this::end);
      } else {
        deployments.take(service);
        Optional<Release> before = production(service).before(known);
        if (before.isPresent() && chance.happens(GONE_BACK_FROM)) {
          goBack(known, before.get());
        } else {
          later(Duration.ofMinutes(40), () -> mend(known));
        }
      }
    }

    private void goBack(OpenFault known, Release before) {
      deployments.deploy(
          new Asked(
              service,
              Environment.PRODUCTION,
              before.commits(),
              null,
              before,
              false,
              "takes back what an incident is about"),
          outcome -> {
            if (outcome.result() == Event.Result.SUCCEEDED) {
              tell(Phase.MITIGATED);
            }
            later(
                Duration.ofMinutes(90),
                () -> {
                  endFault(known, 0.5);
                  deployments.free(service);
                  later(Duration.ofHours(2), this::resolve);
                });
          });
    }

    private void mend(OpenFault known) {
      endFault(known, 0.3);
      mends.accept(service, this::resolve);
    }

    private void endFault(OpenFault known, double reverted) {
      if (!known.isEnded()) {
        development.end(service, known, chance.happens(reverted), timeline.now());
      }
    }

    /// Looks now and then, so long as it is not resolved.
    private void again(Duration pause, int times, Runnable look) {
      if (times > 0 && !ended) {
        timeline.at(
            timeline.now().plus(pause),
            () -> {
              look.run();
              again(pause, times - 1, look);
            });
      }
    }

    private void resolveWhereGone() {
      if (fault != null && !fault.isIn(production(service).commits())) {
        resolve();
      }
    }

    private void resolve() {
      if (ended) {
        return;
      }
      ended = true;
      tell(Phase.RESOLVED);
      if (fault != null && chance.happens(EXPLAINED)) {
        later(Duration.ofHours(20), this::explain);
      }
    }

    /// Mostly names what it was.
    private void explain() {
      OpenFault known = fault;
      Integer brought = deployment;
      if (known == null || brought == null) {
        return;
      }
      Place truth = known.place();
      Place named =
          chance.happens(0.88)
              ? truth
              : new Place(
                  truth.repository(),
                  Math.max(1, truth.position() - chance.between(1, Math.min(4, truth.position()))));
      events.accept(
          new Event.CauseClaimed(
              number,
              brought,
              chance.happens(0.8) ? named : null,
              chance.between(12, 20) / 20.0,
              people.ofTeam(service.team(), timeline.now(), chance),
              "found after the incident",
              timeline.now()));
    }

    private void tell(Phase phase) {
      events.accept(
          new Event.IncidentTold(
              number,
              phase,
              severity,
              title,
              services,
              components,
              toldStart,
              detectedAt,
              phase == Phase.RESOLVED ? timeline.now() : null,
              reporter,
              timeline.now()));
    }
  }
}
