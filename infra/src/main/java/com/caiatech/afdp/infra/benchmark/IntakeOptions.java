package com.caiatech.afdp.infra.benchmark;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which source repository is taken in.
final class IntakeOptions {
  @Nullable
  @Option(
      names = "--intake",
      paramLabel = "PATH",
      description =
          "Measure how this repository is taken in, and nothing else where --only is absent; it is"
              + " only read.")
  private Path path;

  @Option(
      names = "--intake-commits",
      defaultValue = "2000",
      description =
          "Commits of the repository that is made where --intake names none; default:"
              + " ${DEFAULT-VALUE}.")
  private int commits;

  /// What is measured where nothing else is said.
  Set<Benchmark.Part> parts() {
    return path == null ? EnumSet.allOf(Benchmark.Part.class) : EnumSet.of(Benchmark.Part.INTAKE);
  }

  /// The repository, made where none was named.
  ///
  /// @param work where it is made
  Path repository(Path work) {
    if (path != null) {
      return path.toAbsolutePath();
    }
    Path made = work.resolve("made.git");
    SampleHistory.make(made, commits);
    return made;
  }
}
