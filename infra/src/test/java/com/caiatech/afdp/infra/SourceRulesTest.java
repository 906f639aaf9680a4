package com.caiatech.afdp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What holds for every source file of the project, and for the repository that holds them.
final class SourceRulesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> NOT_SOURCES = Set.of("target", "node_modules", ".git");
  private static final int MOST_LINES = 500;
  private static final Set<String> TOP_LEVEL =
      Set.of(
          "gateway",
          "workers",
          "lambdas",
          "graph-model",
          "schemas",
          "infra",
          "README.md",
          "LICENSE",
          "pom.xml");

  private static final Set<String> LOCK_FILES = Set.of("package-lock.json", "npm-shrinkwrap.json");

  /// In pieces, so that this file does not match.
  private static final List<String> REGISTRIES =
      Stream.of(
              List.of("npmjs", "org"),
              List.of("npmjs", "com"),
              List.of("yarnpkg", "com"),
              List.of("repo", "maven", "apache", "org"),
              List.of("maven", "org"),
              List.of("proxy", "golang", "org"),
              List.of("pythonhosted", "org"),
              List.of("crates", "io"))
          .map(parts -> String.join(".", parts))
          .toList();

  private static List<Path> files = List.of();
  private static List<Path> sources = List.of();

  @BeforeAll
  static void findFiles() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_SOURCES.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    files = List.copyOf(found);
    sources = found.stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  @Test
  void noFileIsLongerThanFiveHundredLines() throws IOException {
    assertThat(sources).isNotEmpty();
    for (Path source : sources) {
      assertThat(Files.readAllLines(source))
          .as(ROOT.relativize(source).toString())
          .hasSizeLessThanOrEqualTo(MOST_LINES);
    }
  }

  @Test
  void everyPackageSaysWhatLivesThereAndIsNullMarked() throws IOException {
    Path main = Path.of("src", "main", "java");
    for (Path source : sources) {
      if (source.toString().contains(main.toString()) && !source.toString().contains("resources")) {
        Path packageInfo = source.resolveSibling("package-info.java");
        assertThat(packageInfo).as(ROOT.relativize(source).toString()).exists();
        assertThat(Files.readString(packageInfo)).contains("///").contains("@NullMarked");
      }
    }
  }

  @Test
  void theTopLevelHoldsTheModulesAndNothingElse() throws Exception {
    assertThat(
            tracked().stream()
                .map(file -> String.valueOf(file.getName(0)))
                .filter(name -> !name.startsWith("."))
                .distinct())
        .isSubsetOf(TOP_LEVEL)
        .contains("README.md", "infra");
  }

  @Test
  void noFileNamesTheHostOfAPackageRegistry() throws Exception {
    for (Path file : tracked()) {
      byte[] bytes = Files.readAllBytes(ROOT.resolve(file));
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (text.indexOf('\0') < 0) {
        assertThat(text).as(file.toString()).doesNotContain(REGISTRIES);
        if (LOCK_FILES.contains(String.valueOf(file.getFileName()))) {
          assertThat(text).as(file.toString()).doesNotContain("\"resolved\"");
        }
      }
    }
  }

  /// What Git tracks; where this is no work tree of its own, what lies here but for what is built.
  private static List<Path> tracked() throws IOException, InterruptedException {
    if (Files.exists(ROOT.resolve(".git"))) {
      Process git =
          new ProcessBuilder("git", "ls-files", "-z")
              .directory(ROOT.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(git.waitFor()).as("git ls-files").isZero();
      return Stream.of(names.split("\0", -1))
          .filter(name -> !name.isEmpty())
          .map(Path::of)
          .filter(file -> Files.isRegularFile(ROOT.resolve(file)))
          .toList();
    }
    return files.stream().map(ROOT::relativize).toList();
  }
}
