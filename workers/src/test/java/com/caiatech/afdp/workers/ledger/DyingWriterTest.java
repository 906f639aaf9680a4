package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.git.RepositoryUse;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real writer dies before each of its file operations, one after the other, until it has done
/// all of them: what it leaves is whole for stock Git, and the next writer goes on. In CI it dies
/// before some of them; with `-Dafdp.faults=all` before each.
class DyingWriterTest {
  private static final int MOST_OPERATIONS = 500;
  private static final int STEP = "all".equals(System.getProperty("afdp.faults")) ? 1 : 13;

  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private final MortalLoader loader = new MortalLoader();
  private TestPlatform platform;
  private StockGit git;

  private interface Work {
    void run() throws ReflectiveOperationException;
  }

  private interface Check {
    void run(boolean ended) throws Exception;
  }

  @BeforeEach
  void start() throws IOException {
    platform = new TestPlatform(Files.createDirectory(folder.resolve("platform")));
    git = new StockGit(folder.resolve("home"));
  }

  @Test
  void aCommitIsThereOrNotAndIsMadeOnce() throws Exception {
    writeChecks(1);
    RecordToWrite two = record("two");
    List<String> done =
        dyingAtEachOperation(
            () ->
                mortal("write", Path.class, String.class, String.class, String.class, String.class)
                    .invoke(
                        null,
                        platform.folder,
                        platform.worker.armored(),
                        platform.pinned().value(),
                        two.path(),
                        two.json()),
            ended -> {
              try (Ledgers ledgers = platform.open(clock)) {
                ledgers.writer().write(List.of(two));
                TestPlatform.write(ledgers, deployment, "three");
              }
              platform.expectChecks(3);
              assertThat(platform.head(Series.CHECKS))
                  .isEqualTo(
                      PushedMark.read(marks(), Series.CHECKS.firstVolume())
                          .orElseThrow()
                          .head()
                          .value());
            });
    assertThat(done)
        .contains("java/nio/file/Files.move", "java/nio/channels/FileChannel.force")
        .hasSizeGreaterThan(20);
  }

  @Test
  void mergingPacksLosesNothing() throws Exception {
    writeChecks(21);
    String head = platform.head(Series.CHECKS);
    int before = packs();
    List<String> done =
        dyingAtEachOperation(
            () -> mortal("merge", Path.class).invoke(null, platform.folder),
            ended -> {
              assertThat(platform.head(Series.CHECKS)).isEqualTo(head);
              if (ended) {
                assertThat(packs()).isLessThan(before);
              }
              platform.expectChecks(21);
              MortalWriter.merge(platform.folder);
              assertThat(packs()).isLessThan(before);
              try (Ledgers ledgers = platform.open(clock)) {
                TestPlatform.write(ledgers, deployment, "three");
              }
              platform.expectChecks(22);
            });
    assertThat(done).contains("java/nio/file/Files.move", "java/nio/channels/FileChannel.force");
  }

  /// @param next what goes on from what was left, told whether the work had come to its end
  /// @return all operations of the work
  private List<String> dyingAtEachOperation(Work work, Check next) throws Exception {
    Path template = folder.resolve("template");
    copy(platform.folder, template);
    for (int operations = 0; operations < MOST_OPERATIONS; operations += STEP) {
      delete(platform.folder);
      copy(template, platform.folder);
      FileOperations.begin(operations);
      boolean ended = hasEnded(work);
      List<String> done = FileOperations.end();
      try {
        expectWhole();
        RepositoryUse.begin(repository()).close(); // as whoever starts on this disk does
        next.run(ended);
        expectWhole();
      } catch (AssertionError | Exception fault) {
        throw new AssertionError("after " + operations + " operations: " + done, fault);
      }
      if (ended) {
        return done;
      }
    }
    throw new AssertionError("more than " + MOST_OPERATIONS + " operations");
  }

  private static boolean hasEnded(Work work) throws ReflectiveOperationException {
    try {
      work.run();
      return true;
    } catch (InvocationTargetException died) {
      Optional<Throwable> death =
          Stream.iterate(died.getCause(), cause -> cause != null, Throwable::getCause)
              .filter(FileOperations.Died.class::isInstance)
              .findFirst();
      assertThat(death).as(String.valueOf(died.getCause())).isPresent();
      return false;
    }
  }

  private Method mortal(String name, Class<?>... parameters) throws ReflectiveOperationException {
    return loader.loadClass(MortalWriter.class.getName()).getMethod(name, parameters);
  }

  private void writeChecks(int count) {
    try (Ledgers ledgers = platform.start(clock)) {
      for (int number = 1; number <= count; number++) {
        TestPlatform.write(ledgers, deployment, "check-" + number);
      }
    }
  }

  private RecordToWrite record(String name) {
    return RecordToWrite.of(TestPlatform.check(deployment, name, clock.instant()));
  }

  private void expectWhole() throws Exception {
    git.run(repository(), "git", "fsck", "--full", "--strict");
  }

  private Path repository() {
    return platform.repository(Series.CHECKS);
  }

  private Path marks() {
    return platform.folder.resolve("marks");
  }

  private int packs() throws IOException {
    try (Stream<Path> found = Files.list(repository().resolve("objects/pack"))) {
      return (int) found.filter(it -> it.toString().endsWith(".pack")).count();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> found = Files.walk(from)) {
      for (Path file : found.toList()) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
