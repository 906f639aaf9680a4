package com.caiatech.afdp.infra.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsTest {
  private static final String REPORT =
      """
      {"overhead": [{"temporal": "in_process", "overhead": {"p50Millis": %d}}],
       "lag": [{"source": "pushed", "rate": 1, "achieved": 1, "failed": 0},
               {"source": "incidents", "rate": 50, "achieved": %d, "failed": %d}]}
      """;

  @TempDir Path folder;

  @Test
  void whatBothReportIsComparedTurnByTurn() throws IOException {
    Path here = checkout("here", "cat <<'END'\n" + REPORT.formatted(200, 50, 0) + "END");
    Path there = checkout("there", "cat <<'END'\n" + REPORT.formatted(800, 10, 7) + "END");

    Turns.Result result =
        new Turns(here, there, List.of("--only", "lag")).run(folder.resolve("work"), 2);

    List<Turns.Figure> once =
        List.of(
            new Turns.Figure("overhead on in_process, p50 ms", 200, 800),
            new Turns.Figure("pushed at 1/s, achieved a second", 1, 1),
            new Turns.Figure("pushed at 1/s, refused or failed", 0, 0),
            new Turns.Figure("incidents at 50/s, achieved a second", 50, 10),
            new Turns.Figure("incidents at 50/s, refused or failed", 0, 7));
    assertThat(result.figures()).hasSize(10).startsWith(once.toArray(Turns.Figure[]::new));
    assertThat(once.stream().map(Turns.Figure::ratio)).containsExactly(0.25, 1.0, 1.0, 5.0, 0.0);
    assertThat(Files.readString(folder.resolve("here/asked")).lines())
        .containsExactly(
            "--only lag --json --folder " + folder.resolve("work/here-1"),
            "--only lag --json --folder " + folder.resolve("work/here-2"));
  }

  @Test
  void aCheckoutWhoseBenchmarkFailsIsNamed() throws IOException {
    Path there = checkout("there", "echo '{}'; exit 5");
    assertThatThrownBy(() -> new Turns(there, there, List.of()).run(folder.resolve("work"), 1))
        .isInstanceOf(InfraException.Unavailable.class)
        .hasMessage("the benchmark of %s: expected exit code 0, found 5".formatted(there));
  }

  private Path checkout(String name, String script) throws IOException {
    Path checkout = folder.resolve(name);
    Path file = Files.createDirectories(checkout.resolve("infra")).resolve("benchmark");
    Files.writeString(
        file, "#!/bin/sh\necho \"$@\" >> " + checkout.resolve("asked") + "\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return checkout;
  }
}
