package com.caiatech.afdp.infra.trial;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.schemas.id.Sha256;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Reads clones of all ledgers, made with stock git, and says what is wrong with them: a record
/// that is lost or there twice, a deployment that nobody ended, or one that was ended twice.
public final class LedgerCheck {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String REQUEST = "deployment-request";
  private static final String OPENED = "deployment-manifest-opened";
  private static final String CLOSED = "deployment-manifest-closed";

  private final Path clones;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Map<String, Integer>> kindsBySubject = new TreeMap<>();
  private int records;

  /// What was found.
  ///
  /// @param records in all ledgers
  /// @param faults empty when all is well
  public record Finding(int records, int deployments, List<String> faults) {
    public Finding {
      faults = List.copyOf(faults);
    }
  }

  private LedgerCheck(Path clones) {
    this.clones = clones;
  }

  /// Clones the ledgers into the folder and checks them.
  ///
  /// @param ledgers volume to `git://` URL
  /// @param acknowledged records that must be there
  public static Finding run(
      Path clones, Map<String, String> ledgers, List<TrialDeployments.Acknowledged> acknowledged) {
    LedgerCheck check = new LedgerCheck(clones);
    try {
      Files.createDirectories(clones);
      for (Map.Entry<String, String> ledger : ledgers.entrySet()) {
        new StockGit(clones, Map.of()).run("clone", "--quiet", ledger.getValue(), ledger.getKey());
        check.read(ledger.getKey());
      }
      for (TrialDeployments.Acknowledged record : acknowledged) {
        check.present(record);
      }
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading clones of the ledgers in " + clones + " failed: " + unreadable, unreadable);
    }
    check.everyDeploymentEndedOnce();
    return new Finding(check.records, check.kindsBySubject.size(), check.faults);
  }

  private void read(String volume) throws IOException {
    Set<String> seen = new HashSet<>();
    Path folder = clones.resolve(volume);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files =
          walk.filter(Files::isRegularFile)
              .filter(file -> !folder.relativize(file).startsWith(".git"))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      records++;
      JsonNode record = JSON.readTree(Files.readAllBytes(file));
      String id = record.path("record_id").asText();
      if (!seen.add(id)) {
        faults.add("%s: record %s is there twice".formatted(volume, id));
      }
      String kind = record.path("kind").asText();
      if (Set.of(REQUEST, OPENED, CLOSED).contains(kind)) {
        kindsBySubject
            .computeIfAbsent(record.path("subject_id").asText(), subject -> new HashMap<>())
            .merge(kind, 1, Integer::sum);
      }
    }
  }

  private void present(TrialDeployments.Acknowledged record) throws IOException {
    Path file = clones.resolve(record.volume()).resolve(record.path());
    if (!Files.isRegularFile(file)) {
      faults.add("%s: acknowledged record %s is lost".formatted(record.volume(), record.path()));
    } else if (!Sha256.of(Files.readAllBytes(file)).value().equals(record.sha256())) {
      faults.add(
          "%s: record %s has other bytes than were acknowledged"
              .formatted(record.volume(), record.path()));
    }
  }

  private void everyDeploymentEndedOnce() {
    kindsBySubject.forEach(
        (deployment, kinds) -> {
          int closed = kinds.getOrDefault(CLOSED, 0);
          int opened = kinds.getOrDefault(OPENED, 0);
          if (closed != 1 || opened > 1) {
            faults.add(
                "deployment %s: expected at most 1 opened and exactly 1 closed manifest, found %d and %d"
                    .formatted(deployment, opened, closed));
          }
        });
  }
}
