package com.caiatech.afdp.infra.project;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A project whose `Makefile` has a target that runs it.
final class Makefile {
  private static final String FILE = "Makefile";

  private Makefile() {}

  static Optional<Recognition> of(ProjectFolder folder) {
    if (!folder.has(FILE)) {
      return Optional.empty();
    }
    String text = folder.text(FILE);
    Optional<String> target =
        Stream.of("run", "serve", "start").filter(name -> hasTarget(text, name)).findFirst();
    if (target.isEmpty()) {
      return Optional.of(Recognition.Lacking.of(FILE, "a target run, serve or start in Makefile"));
    }
    List<String> build = hasTarget(text, "build") ? List.of("make build") : List.of();
    return Optional.of(
        new Recognition.Startable(
            FILE,
            Start.here(build, List.of("make", target.get()))
                .withNotes(
                    text.contains(Start.PORT)
                        ? List.of()
                        : List.of(
                            "Makefile does not mention PORT: make %s has to listen on the port in $PORT"
                                .formatted(target.get())))));
  }

  private static boolean hasTarget(String text, String name) {
    return Pattern.compile("^" + name + "[ \\t]*:(?!=)", Pattern.MULTILINE).matcher(text).find();
  }
}
