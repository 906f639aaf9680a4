package com.caiatech.afdp.infra.generate.model;

import com.caiatech.afdp.infra.generate.model.Event.Committed;
import com.caiatech.afdp.infra.generate.model.Event.FileChange;
import com.caiatech.afdp.infra.generate.model.Event.Place;
import com.caiatech.afdp.infra.generate.model.Fault.Symptom;
import com.caiatech.afdp.infra.generate.model.Organisation.Component;
import com.caiatech.afdp.infra.generate.model.Organisation.Repository;
import com.caiatech.afdp.infra.generate.model.Organisation.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// People change code: which files, how much, why, and now and then with a fault.
final class Development {
  private static final Duration NEWCOMER = Duration.ofDays(60);
  private static final double IN_SETTINGS = 0.6;
  private static final double ON_A_SIDE_BRANCH = 0.35;

  private final Organisation organisation;
  private final WorkingTime time;
  private final People people;
  private final Consumer<Event> events;
  private final Chance chance;
  private final CommitText text;
  private final Changes changes;
  private final List<Codebase> codebases = new ArrayList<>();
  private final List<List<OpenFault>> faults = new ArrayList<>();
  private final int[] drift;
  private long commits;

  Development(
      Scale scale,
      Organisation organisation,
      WorkingTime time,
      People people,
      Consumer<Event> events) {
    this.organisation = organisation;
    this.time = time;
    this.people = people;
    this.events = events;
    this.chance = new Chance(scale.seed(), "development");
    this.text = new CommitText(chance);
    this.changes = new Changes(chance);
    this.drift = new int[organisation.services().size()];
    organisation.repositories().forEach(_ -> codebases.add(new Codebase(scale.begin())));
    organisation.services().forEach(_ -> faults.add(new ArrayList<>()));
  }

  /// Makes the first commit of each repository, on the day before the first.
  void begin(Instant first) {
    for (Repository repository : organisation.repositories()) {
      Instant at = first.minus(1, ChronoUnit.DAYS).plusSeconds(60L * repository.number());
      List<FileChange> all = changes.first(repository, organisation);
      commit(repository.number(), people.first(), at, "Import what there is", List.of(), all, true);
    }
  }

  /// How many commits there are beside the first ones.
  long commits() {
    return commits - codebases.size();
  }

  /// The position of what is deployed next.
  int head(int repository) {
    return codebases.get(repository).head();
  }

  /// Changes of settings of the service by which its environments differ.
  int drift(Service service) {
    return drift[service.number()];
  }

  /// The faults of a service, those that were ended too.
  List<OpenFault> faults(Service service) {
    return faults.get(service.number());
  }

  /// Has so many commits made for a service, up to the moment.
  void work(Service service, int count, Instant until) {
    Codebase codebase = codebases.get(service.repository());
    double from = time.work(codebase.lastCommit());
    double work = Math.max(0, time.work(until) - from);
    List<Instant> moments =
        DoubleStream.generate(chance::share)
            .limit(count)
            .sorted()
            .mapToObj(share -> time.moment(from + share * work))
            .toList();
    int done = 0;
    while (done < count) {
      int together = chance.happens(ON_A_SIDE_BRANCH) ? Math.min(count - done, 4) : 1;
      if (together > 1) {
        branch(service, moments.subList(done, done + together));
      } else {
        change(service, moments.get(done), true, List.of(codebase.head()));
      }
      done += together;
    }
  }

  /// Some commits on a branch of their own and the merge of it.
  private void branch(Service service, List<Instant> moments) {
    Codebase codebase = codebases.get(service.repository());
    int fork = codebase.head();
    int before = codebase.size();
    for (Instant at : moments.subList(0, moments.size() - 1)) {
      int parent = codebase.size() == before ? fork : codebase.size() - 1;
      change(service, at, false, List.of(parent));
    }
    if (codebase.size() == before) {
      change(service, moments.getLast(), true, List.of(fork));
      return;
    }
    Component component = chance.of(service.components());
    int author = people.ofTeam(service.team(), moments.getLast(), chance);
    commit(
        service.repository(),
        author,
        moments.getLast(),
        text.merge(component.name()),
        List.of(fork, codebase.size() - 1),
        List.of(),
        true);
  }

  private void change(Service service, Instant at, boolean onBranch, List<Integer> parents) {
    ChangeKind kind = ChangeKind.by(chance.share());
    Component component = service.components().get(chance.favouring(service.components().size()));
    if (kind == ChangeKind.CONFIGURATION
        && onBranch
        && service.settings() != null
        && chance.happens(IN_SETTINGS)) {
      changeSettings(service, at);
      return;
    }
    Codebase codebase = codebases.get(service.repository());
    List<FileChange> made = changes.of(kind, service, component, codebase);
    int author = people.author(service.team(), at, chance);
    Committed commit =
        commit(
            service.repository(),
            author,
            at,
            text.message(kind, component.name(), made, isConventional(service.repository())),
            parents,
            made,
            onBranch);
    mayFail(service, component.name(), kind, commit);
  }

  /// Settings of one environment only make environments differ, settings of all of them alike.
  private void changeSettings(Service service, Instant asked) {
    Codebase settings = codebases.get(organisation.settings());
    Instant at = asked.isBefore(settings.lastCommit()) ? settings.lastCommit() : asked;
    List<FileChange> made = changes.ofSettings(service, settings);
    drift[service.number()] = made.size() > 1 ? 0 : drift[service.number()] + 1;
    int author = people.author(service.team(), at, chance);
    Committed commit =
        commit(
            organisation.settings(),
            author,
            at,
            text.message(ChangeKind.CONFIGURATION, service.name(), made, false),
            List.of(settings.head()),
            made,
            true);
    mayFail(service, chance.of(service.components()).name(), ChangeKind.CONFIGURATION, commit);
  }

  /// Ends a fault: by taking its commit back, or by a change of the file in which it is.
  ///
  /// @param revert whether it is taken back
  /// @return the commit that does
  Place end(Service service, OpenFault fault, boolean revert, Instant asked) {
    int repository = fault.place().repository();
    Codebase codebase = codebases.get(repository);
    Instant at = asked.isBefore(codebase.lastCommit()) ? codebase.lastCommit() : asked;
    int author = people.ofTeam(service.team(), at, chance);
    boolean reverts = revert && !fault.commit().changes().isEmpty();
    List<FileChange> made =
        reverts
            ? fault.commit().changes().stream().map(codebase::undo).toList()
            : changes.mending(fault.fault().path(), codebase);
    String message =
        reverts
            ? CommitText.revert(fault.commit().message())
            : text.fix(fault.component(), fault.fault().path(), isConventional(repository));
    Committed commit =
        commit(
            repository,
            author,
            at,
            message,
            reverts ? fault.place().position() : null,
            List.of(codebase.head()),
            made,
            true);
    codebase.foundFault(fault.fault().path(), at);
    fault.end(commit.position());
    Place place = new Place(repository, commit.position());
    events.accept(new Event.FaultEnded(fault.place(), place, at));
    return place;
  }

  private void mayFail(Service service, String component, ChangeKind kind, Committed commit) {
    Codebase codebase = codebases.get(commit.repository());
    RiskModel.Risk risk =
        RiskModel.ofCommit(
            new RiskModel.Change(
                kind,
                Codebase.allLines(commit.changes()),
                Codebase.entropy(commit.changes()),
                Math.max(0, codebase.churn(commit.changes(), commit.at()) - 1),
                codebase.incidents(commit.changes(), commit.at()),
                Math.max(0, codebase.experience(commit.changes(), commit.author()) - 1),
                Duration.between(people.joined(commit.author()), commit.at()).compareTo(NEWCOMER)
                    < 0,
                people.team(commit.author()) != service.team(),
                WorkingTime.isRisky(commit.at()),
                commit.repository() == organisation.settings() ? drift(service) : 0),
            chance);
    if (chance.happens(risk.probability())) {
      Fault fault =
          new Fault(symptom(kind), place(commit.changes()), risk.probability(), risk.terms());
      OpenFault open = new OpenFault(commit, fault, component);
      faults.get(service.number()).add(open);
      events.accept(new Event.FaultMade(open.place(), fault, commit.at()));
    }
  }

  private Symptom symptom(ChangeKind kind) {
    return switch (kind) {
      case CONFIGURATION, INFRASTRUCTURE -> Symptom.CONFIGURATION;
      case MIGRATION -> Symptom.MIGRATION;
      case DEPENDENCY -> Symptom.DEPENDENCY;
      case FEATURE, FIX, REFACTOR, TEST, DOCUMENTATION, REVERT ->
          chance.of(List.of(Symptom.CRASH, Symptom.CRASH, Symptom.WRONG_RESULT, Symptom.SLOW));
    };
  }

  /// The file with the fault: the one with the most lines that is no test and no text, where there
  /// is one.
  private static String place(List<FileChange> made) {
    return made.stream()
        .max(
            Comparator.comparing((FileChange it) -> Changes.isCode(it.path()))
                .thenComparingInt(it -> it.added() + it.deleted())
                .thenComparing(FileChange::path))
        .orElseThrow()
        .path();
  }

  private boolean isConventional(int repository) {
    return repository % 2 == 0;
  }

  private Committed commit(
      int repository,
      int author,
      Instant at,
      String message,
      List<Integer> parents,
      List<FileChange> made,
      boolean onBranch) {
    return commit(repository, author, at, message, null, parents, made, onBranch);
  }

  /// Git counts seconds; each commit of a repository has one of its own.
  private Committed commit(
      int repository,
      int author,
      Instant asked,
      String message,
      @Nullable Integer reverts,
      List<Integer> parents,
      List<FileChange> made,
      boolean onBranch) {
    Codebase codebase = codebases.get(repository);
    Instant second = asked.truncatedTo(ChronoUnit.SECONDS);
    Instant at =
        codebase.lastCommit().isBefore(second) || codebase.size() == 0
            ? second
            : codebase.lastCommit().plusSeconds(1);
    int position = codebase.take(made, author, at, onBranch);
    commits++;
    Committed commit =
        new Committed(repository, position, parents, author, at, message, reverts, made);
    events.accept(commit);
    return commit;
  }
}
