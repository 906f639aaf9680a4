package com.caiatech.afdp.infra.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Python program: its requirements are installed into a virtual environment of its own, and the
/// port comes in as its framework takes it.
final class PythonProject {
  private static final String KIND = "Python program";
  private static final String REQUIREMENTS = "requirements.txt";
  private static final String PROJECT = "pyproject.toml";
  private static final String VENV = ".venv/bin/";
  private static final String LOOPBACK = "127.0.0.1";
  private static final String PLACE = "{port}";
  private static final Pattern APPLICATION =
      Pattern.compile(
          "^(\\w+)\\s*(?::[^=\\n]+)?=\\s*(?:\\w+\\.)?(?:FastAPI|Starlette|Flask|Quart|Litestar)\\(",
          Pattern.MULTILINE);

  private final ProjectFolder folder;
  private final boolean installs;
  private final String requirements;
  private final List<String> missing = new ArrayList<>();

  private PythonProject(ProjectFolder folder) {
    this.folder = folder;
    this.installs = build(folder).isPresent();
    this.requirements =
        (folder.text(REQUIREMENTS) + "\n" + folder.text(PROJECT)).toLowerCase(Locale.ROOT);
  }

  static Optional<Recognition> of(ProjectFolder folder) {
    boolean python =
        Stream.of(REQUIREMENTS, PROJECT, "setup.py", "manage.py", "app.py", "main.py", "server.py")
            .anyMatch(folder::has);
    return python ? Optional.of(new PythonProject(folder).recognition()) : Optional.empty();
  }

  /// How its requirements are installed, where it names any.
  static Optional<List<String>> build(ProjectFolder folder) {
    String project = folder.text(PROJECT);
    boolean installable =
        project.contains("[project]")
            || project.contains("[build-system]")
            || folder.has("setup.py");
    String what = folder.has(REQUIREMENTS) ? "-r " + REQUIREMENTS : ".";
    return folder.has(REQUIREMENTS) || installable
        ? Optional.of(
            List.of(
                "python3 -m venv .venv",
                VENV + "pip install --quiet --disable-pip-version-check " + what))
        : Optional.empty();
  }

  private Recognition recognition() {
    List<String> command = command();
    return Recognition.of(KIND, missing, Start.here(build(folder).orElse(List.of()), command));
  }

  private List<String> command() {
    if (folder.has("manage.py")) {
      return python("manage.py", "runserver", "--noreload", LOOPBACK + ":" + PLACE);
    }
    Optional<String> module =
        Stream.of("main", "app", "server", "asgi", "wsgi")
            .filter(name -> folder.has(name + ".py"))
            .findFirst();
    if (module.isEmpty()) {
      missing.add("a program: one of main.py, app.py, server.py and manage.py");
      return python("main.py");
    }
    String text = folder.text(module.get() + ".py");
    Matcher application = APPLICATION.matcher(text);
    if (application.find()) {
      String name = module.get() + ":" + application.group(1);
      Optional<List<String>> served = served(name);
      if (served.isPresent()) {
        return served.get();
      }
      if (!text.contains("__main__")) {
        missing.add(
            "a server for %s among the requirements, such as uvicorn or gunicorn".formatted(name));
      }
    }
    return plain(module.get() + ".py", text);
  }

  /// By the server that the requirements name.
  private Optional<List<String>> served(String application) {
    if (requirements.contains("uvicorn") || requirements.contains("fastapi[standard]")) {
      return Optional.of(python("-m", "uvicorn", application, "--host", LOOPBACK, "--port", PLACE));
    }
    if (requirements.contains("gunicorn")) {
      return Optional.of(python("-m", "gunicorn", "--bind", LOOPBACK + ":" + PLACE, application));
    }
    return requirements.contains("flask")
        ? Optional.of(
            python("-m", "flask", "--app", application, "run", "-h", LOOPBACK, "-p", PLACE))
        : Optional.empty();
  }

  /// By itself, with the port in `$PORT` or as its argument.
  private List<String> plain(String file, String text) {
    if (text.contains(Start.PORT)) {
      return python(file);
    }
    if (text.contains("--port")) {
      return python(file, "--port", PLACE);
    }
    if (!text.contains("sys.argv") && missing.isEmpty()) {
      missing.add(
          "the port: %s takes it neither from the variable PORT nor as its argument"
              .formatted(file));
    }
    return python(file, PLACE);
  }

  private List<String> python(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(installs ? VENV + "python" : "python3");
    command.addAll(List.of(arguments));
    return command;
  }
}
