package com.caiatech.afdp.workers;

import com.caiatech.afdp.schemas.configuration.Section;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.ledger.LedgerPlace;
import com.caiatech.afdp.workers.ledger.WriterIdentity;
import com.caiatech.afdp.workers.notification.NotificationFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  static final String MARKS = "AFDP_LEDGER_MARKS";
  static final String EVIDENCE = "AFDP_EVIDENCE_FOLDER";
  static final String MIRRORS = "AFDP_MIRRORS";
  static final String GIT_CREDENTIALS = "AFDP_GIT_CREDENTIALS_FOLDER";
  static final String NOTIFICATIONS = "AFDP_NOTIFICATIONS_FILE";
  static final String OUTBOXES = "AFDP_NOTIFICATIONS_FOLDER";
  static final String TARGET = "AFDP_TARGET";

  private static final Set<String> KNOWN =
      Stream.concat(
              TargetSettings.KNOWN.stream(),
              Stream.of(
                  TEMPORAL,
                  NAMESPACE,
                  PLATFORM,
                  LedgerSettings.LEDGERS,
                  LedgerSettings.CLONES,
                  LedgerSettings.GIT_USER,
                  LedgerSettings.GIT_PASSWORD_FILE,
                  SIGNING_KEY,
                  SIGNER_NAME,
                  SIGNER_ADDRESS,
                  POLICY,
                  MARKS,
                  EVIDENCE,
                  MIRRORS,
                  GIT_CREDENTIALS,
                  NOTIFICATIONS,
                  OUTBOXES,
                  TARGET))
          .collect(Collectors.toUnmodifiableSet());

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
  /// @throws com.caiatech.afdp.schemas.SchemasException.ConfigurationFault naming every variable
  ///   that is missing, unknown or wrong
  static WorkersConfiguration configuration(Map<String, String> environment) {
    Section settings = Section.ofEnvironment(environment);
    settings.refuseOthers("AFDP_", KNOWN);
    Optional<String> temporal = settings.requiredText(TEMPORAL);
    Optional<Path> platform = settings.parsed(PLATFORM, Path::of);
    Map<Series, LedgerPlace> ledgers = LedgerSettings.read(settings);
    Optional<String> signer = settings.requiredText(SIGNER_NAME);
    Optional<String> address = settings.requiredText(SIGNER_ADDRESS);
    Optional<Path> key = settings.parsed(SIGNING_KEY, Path::of);
    Optional<Sha256> policy = settings.parsed(POLICY, Sha256::new);
    Optional<Path> marks = settings.parsed(MARKS, Path::of);
    Optional<Path> evidence = settings.parsed(EVIDENCE, Path::of);
    Optional<Path> mirrors = settings.parsed(MIRRORS, Path::of);
    Optional<Path> target = settings.parsed(TARGET, Path::of);
    TargetSettings targetSettings = TargetSettings.read(settings);
    Optional<NotificationFiles> notifications = notifications(settings);
    return settings.complete(
        "Starting the workers",
        () ->
            new WorkersConfiguration(
                temporal.orElseThrow(),
                settings.text(NAMESPACE, "default"),
                true,
                platform.orElseThrow(),
                ledgers,
                new WriterIdentity(
                    signer.orElseThrow(),
                    address.orElseThrow(),
                    OpenPgpSecretKey.read(key.orElseThrow())),
                policy.orElseThrow(),
                marks.orElseThrow(),
                evidence.orElseThrow(),
                mirrors.orElseThrow(),
                target.orElseThrow(),
                targetSettings,
                CourseLimits.DEFAULT,
                WorkersConfiguration.LOOK_FOR_LOST,
                settings.optionalText(GIT_CREDENTIALS).map(Path::of).orElse(null),
                notifications.orElse(null),
                moved -> {}));
  }

  private static Optional<NotificationFiles> notifications(Section settings) {
    return settings.has(NOTIFICATIONS) || settings.has(OUTBOXES)
        ? settings
            .parsed(NOTIFICATIONS, Path::of)
            .flatMap(
                file ->
                    settings
                        .parsed(OUTBOXES, Path::of)
                        .map(folder -> new NotificationFiles(file, folder)))
        : Optional.empty();
  }
}
