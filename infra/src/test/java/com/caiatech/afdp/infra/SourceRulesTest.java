package com.caiatech.afdp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What holds for every source file of the project.
final class SourceRulesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> NOT_SOURCES = Set.of("target", "node_modules", ".git");
  private static final int MOST_LINES = 500;
  private static List<Path> sources = List.of();

  @BeforeAll
  static void findSources() throws IOException {
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
            if (file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    sources = List.copyOf(found);
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
}
