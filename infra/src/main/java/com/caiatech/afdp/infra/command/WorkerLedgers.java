package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.runner.LedgerRepair;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.configuration.Section;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.LedgerSettings;
import com.caiatech.afdp.workers.ledger.LedgerPlace;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where ledgers lie that no state folder holds, as the settings of their workers say it.
final class WorkerLedgers {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(
      names = "--ledgers",
      required = true,
      paramLabel = "PLACE",
      description = "A folder, or an address on a Git host (AFDP_LEDGERS).")
  private String ledgers;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(
      names = "--evidence",
      required = true,
      paramLabel = "FOLDER",
      description = "The evidence store (AFDP_EVIDENCE_FOLDER).")
  private Path evidence;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(
      names = "--marks",
      required = true,
      paramLabel = "FOLDER",
      description = "What the workers pushed last (AFDP_LEDGER_MARKS).")
  private Path marks;

  @Option(
      names = "--clones",
      paramLabel = "FOLDER",
      description = "The workers' clones, with an address (AFDP_LEDGER_CLONES).")
  private @Nullable String clones;

  @Option(
      names = "--git-user",
      paramLabel = "NAME",
      description = "The account at the Git host (AFDP_GIT_USER).")
  private @Nullable String gitUser;

  @Option(
      names = "--git-password-file",
      paramLabel = "FILE",
      description = "Its password or token (AFDP_GIT_PASSWORD_FILE).")
  private @Nullable String gitPasswordFile;

  /// @throws InfraException.WrongUsage naming every option that is missing or wrong
  List<LedgerRepair.Repaired> repair() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("AFDP_"));
    put(environment, LedgerSettings.LEDGERS, ledgers);
    put(environment, LedgerSettings.CLONES, clones);
    put(environment, LedgerSettings.GIT_USER, gitUser);
    put(environment, LedgerSettings.GIT_PASSWORD_FILE, gitPasswordFile);
    Section settings = Section.ofEnvironment(environment);
    Map<Series, LedgerPlace> places = LedgerSettings.read(settings);
    try {
      settings.complete("Repairing ledgers", () -> places);
    } catch (SchemasException.ConfigurationFault wrong) {
      throw new InfraException.WrongUsage(String.valueOf(wrong.getMessage()));
    }
    return LedgerRepair.run(places, evidence, marks);
  }

  private static void put(Map<String, String> environment, String name, @Nullable String value) {
    if (value != null) {
      environment.put(name, value);
    }
  }
}
