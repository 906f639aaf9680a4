package com.caiatech.afdp.infra.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a folder turned out to be.
public sealed interface Recognition {
  /// In the order in which they are asked: the first that can be started counts.
  List<Function<ProjectFolder, Optional<Recognition>>> KINDS =
      List.of(
          Procfile::of,
          NodeProject::of,
          PythonProject::of,
          GoProject::of,
          MavenProject::of,
          Makefile::of,
          StaticSite::of);

  /// A project that a clean checkout builds and starts.
  record Startable(String kind, Start start) implements Recognition {}

  /// A project that does not start from a clean checkout as it is.
  ///
  /// @param missing what would have to be there, at least one
  record Lacking(String kind, List<String> missing) implements Recognition {
    public Lacking {
      missing = List.copyOf(missing);
    }

    static Lacking of(String kind, String missing) {
      return new Lacking(kind, List.of(missing));
    }
  }

  /// A project of a kind that lacks something, or else starts so.
  static Recognition of(String kind, List<String> missing, Start start) {
    return missing.isEmpty() ? new Startable(kind, start) : new Lacking(kind, missing);
  }

  /// What the folder is; where nothing can be started, all that was recognised and what each lacks.
  static Recognition of(ProjectFolder folder) {
    List<Lacking> lacking = new ArrayList<>();
    for (Function<ProjectFolder, Optional<Recognition>> kind : KINDS) {
      Optional<Recognition> recognised = kind.apply(folder);
      if (recognised.isPresent()) {
        switch (recognised.get()) {
          case Startable startable -> {
            return startable;
          }
          case Lacking found -> lacking.add(found);
        }
      }
    }
    if (lacking.isEmpty()) {
      return Lacking.of(
          "project",
          "one of Procfile, package.json, requirements.txt, pyproject.toml, app.py, go.mod, pom.xml,"
              + " Makefile and index.html");
    }
    return new Lacking(
        String.join(", ", lacking.stream().map(Lacking::kind).toList()),
        lacking.stream().flatMap(one -> one.missing().stream()).toList());
  }
}
