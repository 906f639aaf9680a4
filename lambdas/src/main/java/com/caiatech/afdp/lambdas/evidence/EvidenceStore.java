package com.caiatech.afdp.lambdas.evidence;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The folder of evidence: `ledgers/<volume>.git`, `repositories/<name>.git`, and
/// `ended/<volume>.json` for a volume that ended at a structural fault. Only this module writes it,
/// and what was refused stays.
public final class EvidenceStore implements AutoCloseable {
  private final Path folder;
  private final Map<VolumeName, LedgerMirror> ledgers = new ConcurrentHashMap<>();
  private final Map<RepositoryName, SourceMirror> repositories = new ConcurrentHashMap<>();

  public EvidenceStore(Path folder) {
    this.folder = folder;
  }

  /// The evidence of a volume; it stays open with the store.
  public LedgerMirror ledger(Platform.Volume volume) {
    return ledgers.computeIfAbsent(
        volume.name(),
        name ->
            LedgerMirror.open(
                folder.resolve("ledgers").resolve(name + ".git"), volume.series(), name));
  }

  /// The mirror of a source repository; it stays open with the store.
  public SourceMirror repository(RepositoryName repository) {
    return repositories.computeIfAbsent(
        repository,
        name -> SourceMirror.open(folder.resolve("repositories").resolve(name + ".git")));
  }

  /// How the volume ended, if it did.
  public Optional<EndedVolume> ended(VolumeName volume) {
    Path file = endedFile(volume);
    try {
      return Files.exists(file)
          ? Optional.of(
              RecordJson.payloads().readValue(Files.readAllBytes(file), EndedVolume.class))
          : Optional.empty();
    } catch (JsonProcessingException malformed) {
      throw new LambdasException.EvidenceFault(
          "Reading how volume " + volume + " ended: " + malformed.getOriginalMessage(), malformed);
    } catch (IOException fault) {
      throw new LambdasException.EvidenceFault(
          "Reading how volume " + volume + " ended failed: " + fault, fault);
    }
  }

  /// Notes how the volume ended; the first note stays.
  public EndedVolume end(VolumeName volume, EndedVolume ended) {
    try {
      Path ends = Files.createDirectories(folder.resolve("ended"));
      Path whole = Files.createTempFile(ends, volume.value(), ".new");
      Files.write(
          whole,
          RecordJson.mapper().writeValueAsBytes(ended),
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      try {
        Files.createLink(endedFile(volume), whole);
      } finally {
        Files.delete(whole);
      }
      return ended;
    } catch (FileAlreadyExistsException first) {
      return ended(volume).orElse(ended);
    } catch (IOException fault) {
      throw new LambdasException.EvidenceFault(
          "Noting how volume " + volume + " ended failed: " + fault, fault);
    }
  }

  @Override
  public void close() {
    ledgers.values().forEach(LedgerMirror::close);
    repositories.values().forEach(SourceMirror::close);
  }

  private Path endedFile(VolumeName volume) {
    return folder.resolve("ended").resolve(volume + ".json");
  }
}
