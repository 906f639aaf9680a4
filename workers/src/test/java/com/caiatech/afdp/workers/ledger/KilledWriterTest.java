package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.git.RepositoryUse;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a writer that is killed leaves behind, after each of the file operations by which it adds a
/// commit, made again one by one from the bytes of a commit that was added.
class KilledWriterTest {
  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private final List<Step> steps = new ArrayList<>();
  private TestPlatform platform;
  private StockGit git;
  private String before;
  private String after;
  private Path pack;
  private Path index;
  private byte[] packBytes;
  private byte[] indexBytes;

  private interface Step {
    void make() throws IOException;
  }

  @BeforeEach
  void addACommitAndTakeItBack() throws IOException {
    platform = new TestPlatform(folder);
    git = new StockGit(folder.resolve("home"));
    try (Ledgers ledgers = platform.start(clock)) {
      TestPlatform.write(ledgers, deployment, "one");
      before = platform.head(Series.CHECKS);
      List<Path> known = packs();
      Path mark = folder.resolve("marks").resolve(Series.CHECKS.firstVolume().value());
      byte[] markBefore = Files.readAllBytes(mark);
      TestPlatform.write(ledgers, deployment, "two");
      after = platform.head(Series.CHECKS);
      List<Path> added = packs();
      added.removeAll(known);
      assertThat(added).hasSize(2);
      assertThat(looseObjects()).isEmpty();
      pack = added.stream().filter(it -> it.toString().endsWith(".pack")).findFirst().orElseThrow();
      index = added.stream().filter(it -> it.toString().endsWith(".idx")).findFirst().orElseThrow();
      packBytes = Files.readAllBytes(pack);
      indexBytes = Files.readAllBytes(index);
      Files.delete(pack);
      Files.delete(index);
      platform.point(Series.CHECKS, before);
      byte[] markAfter = Files.readAllBytes(mark);
      Files.write(mark, markBefore);
      addSteps(mark, markAfter);
    }
  }

  private void addSteps(Path mark, byte[] markAfter) {
    Path folder = Objects.requireNonNull(pack.getParent());
    Path stagedPack = folder.resolve("gc_1.pack_tmp");
    Path stagedIndex = folder.resolve("gc_2.idx_tmp");
    Path lock = platform.branch(Series.CHECKS).resolveSibling("main.lock");
    steps.add(() -> Files.createFile(stagedPack));
    steps.add(() -> Files.createFile(stagedIndex));
    steps.add(() -> Files.write(stagedPack, Arrays.copyOf(packBytes, packBytes.length / 2)));
    steps.add(() -> Files.write(stagedPack, packBytes));
    steps.add(() -> Files.write(stagedIndex, Arrays.copyOf(indexBytes, indexBytes.length / 2)));
    steps.add(() -> Files.write(stagedIndex, indexBytes));
    steps.add(() -> Files.move(stagedPack, pack, StandardCopyOption.ATOMIC_MOVE));
    steps.add(() -> Files.move(stagedIndex, index, StandardCopyOption.ATOMIC_MOVE));
    steps.add(() -> Files.createFile(lock));
    steps.add(() -> Files.writeString(lock, after + "\n"));
    steps.add(
        () ->
            Files.move(
                lock,
                platform.branch(Series.CHECKS),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING));
    steps.add(() -> Files.write(mark, markAfter));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theHeadIsTheOldOrTheNewOneWithAllItsObjectsAndTheNextWriterGoesOn(int done)
      throws Exception {
    assertThat(steps).hasSize(12);
    for (Step step : steps.subList(0, done)) {
      step.make();
    }
    assertThat(platform.head(Series.CHECKS)).isEqualTo(done < 11 ? before : after);
    expectWhole();
    git.run(folder, "git", "clone", "-q", repository().toString(), "clone");
    platform.expectChecks(done < 11 ? 1 : 2);

    RepositoryUse.begin(repository()).close(); // as whoever starts on this disk does
    try (Ledgers ledgers = platform.open(clock)) {
      TestPlatform.write(ledgers, deployment, "two");
      TestPlatform.write(ledgers, deployment, "three");
    }
    platform.expectChecks(3);
    expectWhole();
  }

  private void expectWhole() throws Exception {
    git.run(repository(), "git", "fsck", "--full", "--strict");
    git.run(repository(), "git", "rev-list", "--objects", "main");
  }

  private Path repository() {
    return platform.repository(Series.CHECKS);
  }

  private List<Path> packs() throws IOException {
    try (Stream<Path> found = Files.list(repository().resolve("objects/pack"))) {
      return new ArrayList<>(found.toList());
    }
  }

  private List<Path> looseObjects() throws IOException {
    try (Stream<Path> found = Files.walk(repository().resolve("objects"))) {
      return found
          .filter(Files::isRegularFile)
          .filter(it -> it.getFileName().toString().length() == 38)
          .toList();
    }
  }
}
