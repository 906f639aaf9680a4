package com.caiatech.afdp.infra.generate.model;

import com.caiatech.afdp.infra.generate.model.Event.FileChange;
import com.caiatech.afdp.infra.generate.model.Organisation.Component;
import com.caiatech.afdp.infra.generate.model.Organisation.Repository;
import com.caiatech.afdp.infra.generate.model.Organisation.Service;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which files a change of a kind touches, and how much of each.
final class Changes {
  private static final List<String> LIBRARY =
      List.of("Clock", "Json", "Money", "Pages", "Retries", "Texts");

  private final Chance chance;
  private int migrations = 1;

  Changes(Chance chance) {
    this.chance = chance;
  }

  /// Whether the file is neither a test nor a text.
  static boolean isCode(String path) {
    return !path.contains("test/") && !path.endsWith(".md");
  }

  /// What a repository begins with.
  List<FileChange> first(Repository repository, Organisation organisation) {
    Set<String> paths = new LinkedHashSet<>();
    for (Service service : organisation.services()) {
      if (service.repository() == repository.number()) {
        addFirst(paths, service);
      }
      if (repository.number() == organisation.settings()) {
        paths.addAll(settings(service));
      }
    }
    paths.add("README.md");
    return paths.stream().map(path -> new FileChange(path, 0, 0, chance.between(20, 80))).toList();
  }

  private static void addFirst(Set<String> paths, Service service) {
    for (Component component : service.components()) {
      for (String file : component.files()) {
        paths.add(component.path() + "/" + file + ".java");
        paths.add(test(service, component, file));
      }
      paths.add(configuration(service, component));
      paths.add(documentation(service, component));
    }
    paths.add(service.at("pom.xml"));
    paths.add(service.at("deploy/service.tf"));
    String library = service.library();
    if (library != null) {
      LIBRARY.forEach(file -> paths.add(library + "/" + file + ".java"));
    }
  }

  private static List<String> settings(Service service) {
    String folder = service.settings();
    return folder == null
        ? List.of()
        : List.of(folder + "/production.yaml", folder + "/staging.yaml");
  }

  /// A change of a kind.
  List<FileChange> of(ChangeKind kind, Service service, Component component, Codebase codebase) {
    return switch (kind) {
      case FEATURE -> code(service, component, codebase, 1.6, 14, 0.3, 0.6);
      case FIX -> code(service, component, codebase, 0.5, 5, 0.7, 0.4);
      case REFACTOR -> code(service, component, codebase, 2.5, 10, 1.0, 0.3);
      case REVERT -> code(service, component, codebase, 0.5, 8, 1.0, 0);
      case TEST -> List.of(one(test(service, component, file(component)), 12, 0.3, codebase));
      case DOCUMENTATION -> List.of(one(documentation(service, component), 8, 0.5, codebase));
      case CONFIGURATION -> List.of(one(configuration(service, component), 2, 1.0, codebase));
      case DEPENDENCY -> List.of(one(service.at("pom.xml"), 2, 1.0, codebase));
      case INFRASTRUCTURE -> List.of(one(service.at("deploy/service.tf"), 6, 0.6, codebase));
      case MIGRATION -> migration(service, component, codebase);
    };
  }

  /// A change of a service's settings: of one environment, or of both alike.
  List<FileChange> ofSettings(Service service, Codebase codebase) {
    List<String> files = settings(service);
    List<String> touched = chance.happens(0.45) ? files : List.of(chance.of(files));
    return touched.stream().map(path -> one(path, 2, 1.0, codebase)).toList();
  }

  /// A small change of a file with a fault, now and then of a second one.
  List<FileChange> mending(String path, Codebase codebase) {
    return List.of(one(path, 5, 0.8, codebase));
  }

  private List<FileChange> migration(Service service, Component component, Codebase codebase) {
    List<FileChange> made = new ArrayList<>();
    made.add(
        one(
            service.at("migrations/V%d__%s.sql".formatted(migrations++, component.name())),
            18,
            0,
            codebase));
    made.addAll(code(service, component, codebase, 0.3, 10, 0.4, 0.2));
    return made;
  }

  /// @param further how many files beside the first, on average
  /// @param lines of a file, half of the time less
  /// @param replaced lines that go for each that comes
  /// @param tested how often a test changes too
  private List<FileChange> code(
      Service service,
      Component component,
      Codebase codebase,
      double further,
      double lines,
      double replaced,
      double tested) {
    Set<String> paths = new LinkedHashSet<>();
    String first = file(component);
    paths.add(component.path() + "/" + first + ".java");
    int more = chance.few(further);
    for (int i = 0; i < more; i++) {
      Component other = chance.happens(0.75) ? component : chance.of(service.components());
      paths.add(other.path() + "/" + file(other) + ".java");
    }
    if (service.library() != null && chance.happens(0.06)) {
      paths.add(service.library() + "/" + chance.of(LIBRARY) + ".java");
    }
    if (chance.happens(tested)) {
      paths.add(test(service, component, first));
    }
    return paths.stream().map(path -> one(path, lines, replaced, codebase)).toList();
  }

  private FileChange one(String path, double lines, double replaced, Codebase codebase) {
    int about = (int) Math.min(400, Math.round(chance.aroundMedian(lines, 0.9)));
    return codebase.change(path, about, replaced, chance);
  }

  private String file(Component component) {
    return component.files().get(chance.favouring(component.files().size()));
  }

  private static String test(Service service, Component component, String file) {
    return service.at("test/" + component.name() + "/" + file + "Test.java");
  }

  private static String configuration(Service service, Component component) {
    return service.at("config/" + component.name() + ".yaml");
  }

  private static String documentation(Service service, Component component) {
    return service.at("docs/" + component.name() + ".md");
  }
}
