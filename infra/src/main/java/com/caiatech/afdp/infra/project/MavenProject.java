package com.caiatech.afdp.infra.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A Maven module that makes a jar which `java -jar` starts: by Spring Boot, by Quarkus, or with a
/// main class in its manifest.
final class MavenProject {
  private static final String FILE = "pom.xml";
  private static final String KIND = "Maven module";
  private static final String GOALS = " -B -ntp -q -DskipTests package";
  private static final String SPRING = "spring-boot-maven-plugin";
  private static final Set<String> SCOPES_AT_RUN_TIME = Set.of("compile", "runtime");

  private final ProjectFolder folder;
  private final Pom pom;
  private final List<String> missing = new ArrayList<>();

  private MavenProject(ProjectFolder folder, Pom pom) {
    this.folder = folder;
    this.pom = pom;
  }

  static Optional<Recognition> of(ProjectFolder folder) {
    if (!folder.has(FILE)) {
      return Optional.empty();
    }
    return Optional.of(
        Pom.parse(folder.text(FILE))
            .map(pom -> new MavenProject(folder, pom).recognition())
            .orElseGet(() -> Recognition.Lacking.of(KIND, "well-formed XML in pom.xml")));
  }

  private Recognition recognition() {
    String packaging = pom.text("packaging").orElse("jar");
    if (packaging.equals("pom")) {
      return Recognition.Lacking.of(
          KIND, "a module that makes a jar; this pom.xml only holds others: afdp init MODULE");
    }
    if (!packaging.equals("jar") && !packaging.equals("quarkus")) {
      return Recognition.Lacking.of(
          KIND, "a jar that java -jar starts; its packaging is " + packaging);
    }
    List<String> command = List.of("java", "-jar", "target/" + jar());
    Start start = Start.here(build(), command).withPortEnv(portEnv()).builtIn(buildFolder());
    return Recognition.of(KIND, missing, start.withNotes(notes()));
  }

  private String jar() {
    if (isQuarkus()) {
      return "quarkus-app/quarkus-run.jar";
    }
    Optional<String> name = pom.finalName();
    if (name.isEmpty()) {
      missing.add(
          "the jar's name, which hangs on what pom.xml does not say itself: set <finalName>");
    }
    String jar = name.orElse("app") + ".jar";
    if (isSpring()) {
      if (!isRepackaged()) {
        missing.add("an execution of the goal repackage of " + SPRING);
      }
      return jar;
    }
    Optional<Pom> assembly = pom.plugin("maven-assembly-plugin").filter(it -> it.has("mainClass"));
    if (assembly.isPresent() && assembly.get().has("descriptorRef", "jar-with-dependencies")) {
      return assembly.get().has("appendAssemblyId", "false")
          ? jar
          : name.orElse("app") + "-jar-with-dependencies.jar";
    }
    requireRunnable(jar);
    return jar;
  }

  private void requireRunnable(String jar) {
    boolean shaded = pom.plugin("maven-shade-plugin").filter(it -> it.has("mainClass")).isPresent();
    if (shaded) {
      return;
    }
    if (pom.plugin("maven-jar-plugin").filter(it -> it.has("mainClass")).isEmpty()) {
      missing.add(
          "a main class in the manifest of target/%s: set <mainClass> in the archive's manifest of maven-jar-plugin"
              .formatted(jar));
    } else if (needsOthers()) {
      missing.add(
          "its dependencies in target/%s: use maven-shade-plugin with a <mainClass>"
              .formatted(jar));
    }
  }

  private boolean needsOthers() {
    return pom.part("dependencies").stream()
        .flatMap(all -> all.parts("dependency").stream())
        .anyMatch(one -> SCOPES_AT_RUN_TIME.contains(one.text("scope").orElse("compile")));
  }

  private boolean isQuarkus() {
    return pom.plugin("quarkus-maven-plugin").isPresent();
  }

  private boolean isSpring() {
    return pom.plugin(SPRING).isPresent();
  }

  /// The starter's parent configures the goal.
  private boolean isRepackaged() {
    return pom.text("parent", "artifactId").filter("spring-boot-starter-parent"::equals).isPresent()
        || pom.plugin(SPRING).filter(plugin -> plugin.has("goal", "repackage")).isPresent();
  }

  private String portEnv() {
    if (isQuarkus()) {
      return "QUARKUS_HTTP_PORT";
    }
    return isSpring() ? "SERVER_PORT" : Start.PORT;
  }

  private List<String> notes() {
    return isQuarkus() || isSpring()
        ? List.of()
        : List.of("the main class has to listen on the port in $PORT");
  }

  /// With the modules beside it that it needs, where its parent is in the repository.
  private List<String> build() {
    String parent = parentFolder();
    if (parent.isEmpty()) {
      return List.of((folder.has("mvnw") ? "./mvnw" : "mvn") + GOALS);
    }
    Path module = Path.of(folder.path());
    return List.of(
        "mvn -pl '%s' -am%s"
            .formatted(parent.equals(".") ? module : Path.of(parent).relativize(module), GOALS));
  }

  private String buildFolder() {
    String parent = parentFolder();
    return parent.isEmpty()
        ? Start.HERE
        : Path.of(folder.path()).relativize(Path.of(parent).normalize()).toString();
  }

  /// The folder of the parent that has this module, empty where there is none in the repository.
  private String parentFolder() {
    if (folder.path().equals(".") || pom.part("parent").isEmpty()) {
      return "";
    }
    String relative =
        pom.part("parent", "relativePath").isEmpty()
            ? "../" + FILE
            : pom.text("parent", "relativePath").orElse("");
    Path file = Path.of(folder.path()).resolve(relative).normalize();
    boolean aggregates =
        !file.startsWith("..")
            && Pom.parse(folder.textFromRoot(file.toString()))
                .flatMap(parent -> parent.part("modules"))
                .isPresent();
    Path above = file.getParent();
    return aggregates ? (above == null ? "." : above.toString()) : "";
  }
}
