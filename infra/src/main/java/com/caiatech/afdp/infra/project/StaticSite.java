package com.caiatech.afdp.infra.project;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder of pages, served by `jwebserver`, which the platform's own JDK has.
final class StaticSite {
  private static final String PAGE = "index.html";
  private static final List<String> COMMAND =
      List.of("jwebserver", "-b", "127.0.0.1", "-p", "{port}");

  private StaticSite() {}

  static Optional<Recognition> of(ProjectFolder folder) {
    if (folder.has(PAGE)) {
      return Optional.of(new Recognition.Startable("static site", Start.here(List.of(), COMMAND)));
    }
    return Stream.of("public", "www", "site", "docs", "dist")
        .filter(below -> folder.has(below + "/" + PAGE))
        .findFirst()
        .map(
            below ->
                new Recognition.Startable(
                    "static site", Start.here(List.of(), COMMAND).startedIn(below)));
  }
}
