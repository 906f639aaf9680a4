package com.caiatech.afdp.infra.project;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A project whose `Procfile` says how its `web` process is started; what else is there says how it
/// is built.
final class Procfile {
  private static final String FILE = "Procfile";
  private static final Pattern WEB = Pattern.compile("^web:[ \\t]*(\\S.*)$", Pattern.MULTILINE);

  private Procfile() {}

  static Optional<Recognition> of(ProjectFolder folder) {
    if (!folder.has(FILE)) {
      return Optional.empty();
    }
    Matcher web = WEB.matcher(folder.text(FILE));
    if (!web.find()) {
      return Optional.of(Recognition.Lacking.of(FILE, "a line 'web: COMMAND' in Procfile"));
    }
    List<String> build =
        NodeProject.build(folder)
            .or(() -> PythonProject.build(folder))
            .or(() -> GoProject.build(folder))
            .orElse(List.of());
    return Optional.of(
        new Recognition.Startable(
            FILE, Start.here(build, List.of("sh", "-c", web.group(1).strip()))));
  }
}
