package com.caiatech.afdp.workers.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.caiatech.afdp.workers.Workers;
import com.caiatech.afdp.workers.connection.TemporalServer;
import com.caiatech.afdp.workers.deployment.Deaths.Moment;
import com.caiatech.afdp.workers.plan.RecordedDeployments;
import io.temporal.activity.ActivityInterface;
import io.temporal.common.metadata.POJOActivityInterfaceMetadata;
import io.temporal.common.metadata.POJOActivityMethodMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Runs courses in which a worker dies at every activity that they call, on the server of the
/// `temporal` command: the in-process service loses a task that it gives to a worker that has just
/// died, and an update that is in it. Several run side by side, since most of the time is spent in
/// waiting until Temporal takes a task for lost.
@Tag("temporal-server")
@Order(1)
final class KilledActivityTest {
  /// In CI; the others die after it.
  private static final Set<MortalCourse> DEAD_BEFORE =
      EnumSet.of(MortalCourse.DEPLOYMENT, MortalCourse.ROLLBACK, MortalCourse.RECORDING);

  private static final boolean ALL = "all".equals(System.getProperty("afdp.faults"));
  private static final int AT_ONCE = 10;
  private static final ExecutorService POOL = Executors.newFixedThreadPool(AT_ONCE);

  @TempDir static Path folder;
  private static @Nullable TemporalServer server;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> command = TemporalServer.command();
    assumeTrue(command.isPresent(), "SKIPPED: no temporal command on the PATH");
    server =
        TemporalServer.start(
            command.orElseThrow(), folder, MortalCourse.values().length * Moment.values().length);
  }

  @AfterAll
  static void stop() {
    POOL.shutdownNow();
    if (server != null) {
      server.close();
    }
  }

  /// In CI each course has one moment, and of the steps of its plan the first one; with
  /// `-Dafdp.faults=all` both moments, and all steps.
  @TestFactory
  Stream<DynamicTest> whateverAWorkerDiesAtTheNextOneGoesOn() {
    List<Trial> trials = new ArrayList<>();
    for (MortalCourse course : MortalCourse.values()) {
      for (Moment moment : Moment.values()) {
        if (ALL || DEAD_BEFORE.contains(course) == (moment == Moment.BEFORE)) {
          trials.add(trial(trials.size(), course, moment));
        }
      }
    }
    return Stream.concat(trials.stream().map(Trial::test), Stream.of(everyActivityIsAmong(trials)));
  }

  /// One course and what kills the workers in it.
  private record Trial(String name, Deaths deaths, CompletableFuture<Void> end) {
    DynamicTest test() {
      return DynamicTest.dynamicTest(
          name,
          () -> {
            try {
              end.join();
            } catch (CompletionException failed) {
              throw new AssertionError(
                  name + ", workers died at " + deaths.died() + ": " + failed.getCause(),
                  failed.getCause());
            }
          });
    }
  }

  private static Trial trial(int number, MortalCourse course, Moment moment) {
    Deaths deaths = ALL ? Deaths.atEveryCall(moment) : Deaths.atEveryKindOfCall(moment);
    return new Trial(
        "%s, dead %s each call".formatted(course, moment),
        deaths,
        CompletableFuture.runAsync(() -> run(number, course, deaths), POOL));
  }

  /// That every activity that there is was among the calls of the trials, whoever adds one.
  private static DynamicTest everyActivityIsAmong(List<Trial> trials) {
    return DynamicTest.dynamicTest(
        "every activity is among them",
        () ->
            assertThat(
                    trials.stream()
                        .flatMap(trial -> trial.deaths().died().stream())
                        .map(call -> call.split(" ", 2)[0]))
                .containsAll(activityTypes()));
  }

  private static void run(int number, MortalCourse course, Deaths deaths) {
    Path place = folder.resolve("trial-" + number);
    try (RunningWorkers running =
        new RunningWorkers(
            Files.createDirectory(place),
            new RecordedDeployments(place.resolve("ledgers")),
            Objects.requireNonNull(server).namespace(number),
            MortalCourse.TASK,
            configuration -> new MortalWorkers(configuration, deaths, Clock.systemUTC()))) {
      course.during(running, deaths);
    } catch (Exception failed) {
      throw new CompletionException(failed);
    }
  }

  /// The types of all activities that the workers have, whoever calls them.
  private static Set<String> activityTypes() throws IOException {
    Path classes =
        Path.of(Workers.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(file -> file.endsWith(".class"))
          .map(file -> loaded(file.substring(0, file.length() - 6).replace('/', '.')))
          .filter(type -> type.isAnnotationPresent(ActivityInterface.class))
          .flatMap(
              type -> POJOActivityInterfaceMetadata.newInstance(type).getMethodsMetadata().stream())
          .map(POJOActivityMethodMetadata::getActivityTypeName)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Class<?> loaded(String name) {
    try {
      return Class.forName(name, false, KilledActivityTest.class.getClassLoader());
    } catch (ClassNotFoundException gone) {
      throw new IllegalStateException(name, gone);
    }
  }
}
