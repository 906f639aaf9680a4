package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.progress.IntakeWait;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.RepositoryName;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IntakeNotesTest {
  @RegisterExtension final PlatformFixture platform = new PlatformFixture();

  private static final int COMMITS = 2_600;

  /// Each call has a little more time than the one before, as a new process has it.
  @Test
  void anIntakeThatTimeLimitsCutGetsOnUntilItEnds() {
    platform.shop().bytes(history(), "fast-import", "--quiet", "--force");
    List<Long> done = new ArrayList<>();
    Map<String, Object> last = Map.of();
    for (int call = 1; last.get("endedAt") == null; call++) {
      Projection projection = platform.projection();
      try {
        projection.project(SHOP, new Deadline(Instant.now().plusMillis(150L * call)));
      } catch (LambdasException.OutOfTime cut) {
        assertThat(progress(SHOP)).containsEntry("waitsFor", IntakeWait.NEXT_CALL.name());
      }
      platform.stop(projection);
      last = progress(SHOP);
      done.add((Long) last.get("done"));
    }
    assertThat(done).isSorted().endsWith((long) COMMITS);
    assertThat(done.stream().distinct()).as("it was cut on its way").hasSizeGreaterThan(2);
    assertThat(last).containsEntry("total", (long) COMMITS).doesNotContainKey("waitsFor");
    assertThat((Long) last.get("lastMovedAt")).isGreaterThan((Long) last.get("startedAt"));
  }

  @Test
  void whatAnIntakeWaitsForIsToldUntilItIsThere() throws IOException {
    AtomicBoolean answers = new AtomicBoolean();
    URI nowhere = platform.folder().resolve("nowhere.git").toUri();
    Projection projection =
        platform.projection(_ -> answers.get() ? Optional.empty() : Optional.of(nowhere));
    for (PushSource source : List.of(SHOP, MANIFESTS)) {
      assertThatThrownBy(() -> projection.project(source))
          .isInstanceOf(LambdasException.Unavailable.class);
      assertThat(progress(source)).containsEntry("waitsFor", IntakeWait.REPOSITORY.name());
    }
    answers.set(true);
    platform.publishPolicy();
    for (PushSource source : List.of(SHOP, POLICIES, MANIFESTS)) {
      projection.project(source);
    }
    for (PushSource source : List.of(SHOP, MANIFESTS)) {
      assertThat(progress(source)).containsKey("endedAt").doesNotContainKey("waitsFor");
    }
    assertThat(progress(POLICIES)).as("it was quick").isEmpty();
  }

  @Test
  void whatIsNotConfiguredIsToldNowhere() {
    PushSource other = new PushSource.Source(new RepositoryName("other"));
    assertThatThrownBy(() -> platform.projection().project(other))
        .isInstanceOf(LambdasException.Refused.class);
    assertThat(progress(other)).isEmpty();
  }

  private Map<String, Object> progress(PushSource source) {
    return platform
        .driver()
        .executableQuery("MATCH (p:Progress {id: $id}) RETURN properties(p) AS progress")
        .withParameters(Map.of("id", Urns.progress(source)))
        .execute()
        .records()
        .stream()
        .map(row -> row.get("progress").asMap())
        .findFirst()
        .orElse(Map.of());
  }

  private static byte[] history() {
    StringBuilder stream = new StringBuilder();
    for (int commit = 1; commit <= COMMITS; commit++) {
      stream
          .append("commit refs/heads/main\nmark :%1$d\n".formatted(commit))
          .append("committer Ann <Ann@example.org> %d +0000\n".formatted(1_769_990_000L + commit))
          .append("data 6\nChange\n")
          .append(commit == 1 ? "" : "from :" + (commit - 1) + "\n")
          .append("M 100644 inline f%d\ndata 2\n%02d\n\n".formatted(commit % 40, commit % 100));
    }
    return stream.toString().getBytes(StandardCharsets.UTF_8);
  }
}
