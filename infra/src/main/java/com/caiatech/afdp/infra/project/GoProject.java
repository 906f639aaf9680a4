package com.caiatech.afdp.infra.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A Go module with one program, at its root or below `cmd`.
final class GoProject {
  private static final String FILE = "go.mod";
  private static final String KIND = "Go module";
  private static final String BINARY = "./afdp-service";
  private static final Pattern MAIN = Pattern.compile("^package main\\b", Pattern.MULTILINE);
  private static final Pattern PROGRAM = Pattern.compile("([^/]+|cmd/[A-Za-z0-9._-]+/[^/]+)\\.go");
  private static final Pattern REQUIRES = Pattern.compile("^require[ \\t(]", Pattern.MULTILINE);

  private GoProject() {}

  static Optional<Recognition> of(ProjectFolder folder) {
    if (!folder.has(FILE)) {
      return Optional.empty();
    }
    List<String> missing = new ArrayList<>();
    List<String> programs = programs(folder);
    if (programs.size() != 1) {
      missing.add(
          programs.isEmpty()
              ? "a package main at the root of the module or in cmd/NAME"
              : "one program; there are " + String.join(", ", programs));
    }
    if (REQUIRES.matcher(folder.text(FILE)).find()
        && !folder.has("go.sum")
        && !folder.has("vendor/modules.txt")) {
      missing.add("go.sum; make it with: go mod tidy, and commit it");
    }
    return Optional.of(
        Recognition.of(
            KIND,
            missing,
            Start.here(build(folder).orElse(List.of()), List.of(BINARY))
                .withNotes(
                    folder
                            .files()
                            .filter(file -> file.endsWith(".go"))
                            .anyMatch(file -> folder.text(file).contains(Start.PORT))
                        ? List.of()
                        : List.of(
                            "no file mentions PORT: the program has to listen on the port in"
                                + " $PORT"))));
  }

  static Optional<List<String>> build(ProjectFolder folder) {
    List<String> programs = folder.has(FILE) ? programs(folder) : List.of();
    return programs.size() == 1
        ? Optional.of(List.of("go build -o %s %s".formatted(BINARY, programs.getFirst())))
        : Optional.empty();
  }

  /// The folders with a package main; of several, the one that is named as the project.
  private static List<String> programs(ProjectFolder folder) {
    List<String> found =
        folder
            .files()
            .filter(file -> PROGRAM.matcher(file).matches() && !file.endsWith("_test.go"))
            .filter(file -> MAIN.matcher(folder.text(file)).find())
            .map(file -> file.contains("/") ? "./" + file.substring(0, file.lastIndexOf('/')) : ".")
            .distinct()
            .toList();
    List<String> ofItsName =
        found.stream().filter(it -> it.equals("./cmd/" + folder.name())).toList();
    return ofItsName.isEmpty() ? found : ofItsName;
  }
}
