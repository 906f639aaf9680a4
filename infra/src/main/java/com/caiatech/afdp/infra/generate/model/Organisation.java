package com.caiatech.afdp.infra.generate.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who works where on what. Each thing has its place in its list as its number.
///
/// @param settings the repository that holds what services are configured with in each environment;
///   the last one
public record Organisation(
    List<String> teams,
    List<Person> people,
    List<Repository> repositories,
    List<Service> services,
    int settings) {
  private static final int TEAM_OF_SERVICES = 3;
  private static final int LARGEST_REPOSITORY = 6;
  private static final double IN_SHARED_REPOSITORY = 0.5;

  public Organisation {
    teams = List.copyOf(teams);
    people = List.copyOf(people);
    repositories = List.copyOf(repositories);
    services = List.copyOf(services);
  }

  /// Somebody who writes, deploys and approves.
  ///
  /// @param team the number of the team
  /// @param joined nothing is done before
  public record Person(int number, String name, String email, int team, Instant joined) {}

  /// A repository.
  ///
  /// @param services the numbers of those whose code lies in it
  public record Repository(int number, String name, List<Integer> services) {
    public Repository {
      services = List.copyOf(services);
    }
  }

  /// A service.
  ///
  /// @param path of its folder in a repository with several; empty where it has one of its own
  /// @param library a folder beside it that concerns it too; absent in a repository of its own
  /// @param settings the path of its folder in the repository of settings; absent where it has none
  /// @param blueGreen whether all of its traffic is switched at once
  /// @param upstream another service, which shows its faults now and then
  public record Service(
      int number,
      String name,
      int repository,
      String path,
      @Nullable String library,
      @Nullable String settings,
      int team,
      int upstream,
      boolean blueGreen,
      List<Component> components,
      List<PlannedCheck> checks) {
    public Service {
      components = List.copyOf(components);
      checks = List.copyOf(checks);
    }

    /// A path in its repository.
    String at(String file) {
      return path.isEmpty() ? file : path + "/" + file;
    }
  }

  /// A part of a service.
  ///
  /// @param path of the folder with its code
  /// @param files the names of its classes
  public record Component(String name, String path, List<String> files) {
    public Component {
      files = List.copyOf(files);
    }
  }

  /// A check of each deployment of a service.
  ///
  /// @param before whether it runs before anything is changed
  /// @param kind what it looks at
  /// @param flakiness how often it fails for no reason
  public record PlannedCheck(String name, boolean before, CheckKind kind, double flakiness) {}

  /// What a check looks at.
  public enum CheckKind {
    COMMAND,
    HTTP,
    METRIC
  }

  static Organisation of(Scale scale) {
    Chance chance = new Chance(scale.seed(), "organisation");
    int teamCount = Math.max(1, (scale.services() + TEAM_OF_SERVICES - 1) / TEAM_OF_SERVICES);
    List<String> teams = new ArrayList<>();
    for (int team = 0; team < teamCount; team++) {
      teams.add(Words.numbered(Words.TEAMS, team));
    }
    List<Repository> repositories = new ArrayList<>();
    List<Service> services = new ArrayList<>();
    while (services.size() < scale.services()) {
      int left = scale.services() - services.size();
      int together =
          chance.happens(IN_SHARED_REPOSITORY)
              ? Math.min(left, chance.between(2, LARGEST_REPOSITORY))
              : 1;
      repositories.add(
          repository(repositories.size(), together, teamCount, scale.services(), services, chance));
    }
    repositories.add(new Repository(repositories.size(), "settings", List.of()));
    return new Organisation(
        teams, people(scale, teamCount, chance), repositories, services, repositories.size() - 1);
  }

  private static Repository repository(
      int number, int together, int teams, int all, List<Service> services, Chance chance) {
    List<Integer> inIt = new ArrayList<>();
    for (int i = 0; i < together; i++) {
      int service = services.size();
      inIt.add(service);
      String name = Words.numbered(Words.SERVICES, service);
      String path = together == 1 ? "" : "services/" + name;
      services.add(
          new Service(
              service,
              name,
              number,
              path,
              together == 1 ? null : "libs/common",
              chance.happens(0.6) ? name : null,
              service / TEAM_OF_SERVICES % teams,
              (service + 1 + chance.between(0, Math.max(0, all - 2))) % all,
              chance.happens(0.4),
              components(path, chance),
              checks(chance)));
    }
    String name =
        together == 1
            ? services.getLast().name()
            : services.get(inIt.getFirst()).name() + "-and-more";
    return new Repository(number, name, inIt);
  }

  private static List<Component> components(String path, Chance chance) {
    List<Component> components = new ArrayList<>();
    int count = chance.between(3, 5);
    int first = chance.between(0, Words.COMPONENTS.size() - 1);
    for (int i = 0; i < count; i++) {
      String name = Words.COMPONENTS.get((first + 3 * i) % Words.COMPONENTS.size());
      List<String> files = new ArrayList<>();
      int size = chance.between(4, 8);
      while (files.size() < size) {
        String file = chance.of(Words.NOUNS) + chance.of(Words.ROLES);
        if (!files.contains(file)) {
          files.add(file);
        }
      }
      components.add(
          new Component(name, (path.isEmpty() ? "" : path + "/") + "src/" + name, files));
    }
    return components;
  }

  private static List<PlannedCheck> checks(Chance chance) {
    return List.of(
        check("unit-tests", true, CheckKind.COMMAND, chance),
        check("contract-tests", true, CheckKind.COMMAND, chance),
        check("image-scan", true, CheckKind.COMMAND, chance),
        check("health", false, CheckKind.HTTP, chance),
        check("smoke", false, CheckKind.HTTP, chance),
        check("error-rate", false, CheckKind.METRIC, chance));
  }

  /// One in seven is flaky.
  private static PlannedCheck check(String name, boolean before, CheckKind kind, Chance chance) {
    double flakiness = chance.happens(1.0 / 7) ? 0.01 + 0.05 * chance.share() : 0.0005;
    return new PlannedCheck(name, before, kind, flakiness);
  }

  /// One in four joins in the course of time, the others have been there before.
  private static List<Person> people(Scale scale, int teams, Chance chance) {
    List<Person> people = new ArrayList<>();
    int names = Words.FIRST_NAMES.size() * Words.LAST_NAMES.size();
    for (int number = 0; number < scale.people(); number++) {
      int place = number % Words.FIRST_NAMES.size();
      String first = Words.FIRST_NAMES.get(place);
      int round = number / Words.FIRST_NAMES.size();
      String last = Words.LAST_NAMES.get((place + round) % Words.LAST_NAMES.size());
      String name = first + " " + last + (number < names ? "" : " " + (number / names + 1));
      boolean later = number >= teams && number > 2 && number % 4 == 3;
      Instant joined =
          later
              ? scale.begin().plus(chance.between(Duration.ZERO, Duration.ofDays(scale.days())))
              : scale.begin().minus(chance.between(Duration.ofDays(90), Duration.ofDays(900)));
      people.add(
          new Person(
              number,
              name,
              name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.com",
              number % teams,
              joined));
    }
    return people;
  }
}
