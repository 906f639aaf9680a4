package com.caiatech.afdp.workers;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.ledger.WriterIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// Runs the workers as a process of their own, on settings from environment variables, until it is
/// told to end by a signal.
public final class WorkersMain {
  static final String TEMPORAL = "AFDP_TEMPORAL";
  static final String NAMESPACE = "AFDP_TEMPORAL_NAMESPACE";
  static final String PLATFORM = "AFDP_PLATFORM_FILE";
  static final String SIGNING_KEY = "AFDP_SIGNING_KEY";
  static final String SIGNER_NAME = "AFDP_SIGNER_NAME";
  static final String SIGNER_ADDRESS = "AFDP_SIGNER_ADDRESS";
  static final String POLICY = "AFDP_PINNED_POLICY";
  static final String MIRRORS = "AFDP_MIRRORS";
  static final String TARGET = "AFDP_TARGET";

  private static final List<String> REQUIRED =
      List.of(
          TEMPORAL,
          PLATFORM,
          LedgerSettings.LEDGERS,
          SIGNING_KEY,
          SIGNER_NAME,
          SIGNER_ADDRESS,
          POLICY,
          MIRRORS,
          TARGET);

  private WorkersMain() {}

  /// Takes no arguments.
  public static void main(String[] arguments) throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(end, main)));
    try (Workers workers = Workers.start(configuration(System.getenv()))) {
      workers.lost().forEach(id -> System.err.println("closed as lost: " + id));
      end.await();
    }
  }

  private static void stop(CountDownLatch end, Thread main) {
    end.countDown();
    try {
      main.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Reads the settings; workflows are taken to survive this process.
  ///
  /// @throws IllegalArgumentException naming every variable that is missing, or else every one of
  ///   {@link LedgerSettings} that is wrong
  static WorkersConfiguration configuration(Map<String, String> environment) {
    List<String> missing =
        REQUIRED.stream().filter(name -> environment.getOrDefault(name, "").isBlank()).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "Starting the workers: expected the environment variables "
              + String.join(", ", REQUIRED)
              + "; found none of "
              + String.join(", ", missing));
    }
    Function<String, String> setting =
        name -> Optional.ofNullable(environment.get(name)).orElseThrow();
    return new WorkersConfiguration(
        setting.apply(TEMPORAL),
        environment.getOrDefault(NAMESPACE, "default"),
        true,
        Path.of(setting.apply(PLATFORM)),
        LedgerSettings.read(environment),
        new WriterIdentity(
            setting.apply(SIGNER_NAME),
            setting.apply(SIGNER_ADDRESS),
            OpenPgpSecretKey.read(Path.of(setting.apply(SIGNING_KEY)))),
        new Sha256(setting.apply(POLICY)),
        Path.of(setting.apply(MIRRORS)),
        Path.of(setting.apply(TARGET)),
        CourseLimits.DEFAULT,
        moved -> {});
  }
}
