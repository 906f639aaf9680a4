package com.caiatech.afdp.infra.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Node package: its dependencies are installed and its build script runs, then its start script
/// or its main.
final class NodeProject {
  private static final String FILE = "package.json";
  private static final String KIND = "Node package";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern RUNS_A_FILE =
      Pattern.compile("^node(?: +--?[A-Za-z]\\S*)* +([\\w./-]+)\\s*$");

  private final ProjectFolder folder;
  private final JsonNode manifest;
  private final List<String> missing = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private NodeProject(ProjectFolder folder, JsonNode manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  static Optional<Recognition> of(ProjectFolder folder) {
    if (!folder.has(FILE)) {
      return Optional.empty();
    }
    JsonNode manifest = manifest(folder);
    return Optional.of(
        manifest.isObject()
            ? new NodeProject(folder, manifest).recognition()
            : Recognition.Lacking.of(KIND, "a JSON object in package.json"));
  }

  /// How its dependencies are installed and what they build, where it is a Node package.
  static Optional<List<String>> build(ProjectFolder folder) {
    return folder.has(FILE)
        ? Optional.of(new NodeProject(folder, manifest(folder)).build())
        : Optional.empty();
  }

  private static JsonNode manifest(ProjectFolder folder) {
    try {
      return JSON.readTree(folder.text(FILE));
    } catch (JsonProcessingException malformed) {
      return MissingNode.getInstance();
    }
  }

  private Recognition recognition() {
    List<String> build = build();
    List<String> command = command();
    return Recognition.of(KIND, missing, Start.here(build, command).withNotes(notes));
  }

  private List<String> command() {
    String start = script("start");
    if (!start.isEmpty()) {
      Matcher file = RUNS_A_FILE.matcher(start);
      if (file.matches()) {
        lookAt(file.group(1), "its start script");
      }
      return List.of("npm", "start");
    }
    String main = manifest.path("main").asText();
    if (!main.isEmpty()) {
      return List.of("node", lookAt(main, "its main"));
    }
    for (String file : List.of("server.js", "index.js")) {
      if (folder.has(file)) {
        return List.of("node", lookAt(file, "it"));
      }
    }
    missing.add("a start script or a main in package.json, or a server.js");
    return List.of("npm", "start");
  }

  /// The file that a module path means. A build script may make it; without one it has to be there.
  private String lookAt(String module, String who) {
    String plain = module.replaceFirst("^\\./", "");
    Optional<String> file =
        Stream.of(plain, plain + ".js", plain + "/index.js").filter(folder::has).findFirst();
    if (file.isEmpty() && script("build").isEmpty()) {
      missing.add(
          "%s, which %s names: it is not in the repository and no build script of package.json makes it"
              .formatted(module, who));
    }
    if (file.isPresent() && !folder.text(file.get()).contains(Start.PORT)) {
      notes.add(
          file.get() + " does not mention PORT: the program has to listen on the port in $PORT");
    }
    return file.orElse(plain);
  }

  private List<String> build() {
    List<String> build = new ArrayList<>();
    boolean depends =
        Stream.of("dependencies", "devDependencies", "optionalDependencies")
            .anyMatch(kind -> !manifest.path(kind).isEmpty());
    if (depends) {
      build.add(install());
    }
    if (!script("build").isEmpty()) {
      build.add("npm run build");
    }
    return build;
  }

  private String install() {
    if (folder.has("package-lock.json") || folder.has("npm-shrinkwrap.json")) {
      return "npm ci";
    }
    if (folder.has("pnpm-lock.yaml")) {
      return "pnpm install --frozen-lockfile";
    }
    if (folder.has("yarn.lock")) {
      return "yarn install --frozen-lockfile";
    }
    notes.add(
        "there is no package-lock.json: npm install may take other versions at each deployment;"
            + " commit one");
    return "npm install";
  }

  private String script(String name) {
    return manifest.path("scripts").path(name).asText().strip();
  }
}
