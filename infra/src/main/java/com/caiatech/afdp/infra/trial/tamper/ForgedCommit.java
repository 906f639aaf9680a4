package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.CommitTrailers;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.VolumeVerifier;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.jspecify.annotations.Nullable;

/// What a commit to a copy of a ledger is made of: as an honest writer makes it, until a thief says
/// otherwise.
final class ForgedCommit {
  final SortedMap<String, byte[]> added = new TreeMap<>();
  final List<String> removed = new ArrayList<>();
  final SortedMap<String, FileMode> modes = new TreeMap<>();
  Instant recordedAt;
  VolumeName volume;
  long firstIndex;
  @Nullable Sha256 entriesRoot;
  @Nullable Sha256 parentSha256;
  List<CommitId> parents;
  @Nullable OpenPgpSecretKey signer;

  /// The armored signature to use instead of one that is made.
  @Nullable String signature;

  /// The whole message to use instead of one with trailers.
  @Nullable String message;

  ForgedCommit(
      VolumeName volume,
      long firstIndex,
      @Nullable Sha256 parentSha256,
      List<CommitId> parents,
      Instant recordedAt) {
    this.volume = volume;
    this.firstIndex = firstIndex;
    this.parentSha256 = parentSha256;
    this.parents = parents;
    this.recordedAt = recordedAt;
  }

  /// Adds the record at its first place.
  ForgedCommit add(LedgerRecord record) {
    return add(LedgerPath.of(record.header()).text(), record.tree().bytes());
  }

  ForgedCommit add(String path, byte[] bytes) {
    added.put(path, bytes);
    return this;
  }

  ForgedCommit signedBy(OpenPgpSecretKey key) {
    signer = key;
    return this;
  }

  String text() {
    if (message != null) {
      return message;
    }
    List<AddedFile> files = new ArrayList<>();
    added.forEach(
        (path, bytes) ->
            files.add(
                bytes.length <= AddedFile.MAX_BYTES
                    ? AddedFile.of(path, bytes)
                    : AddedFile.oversize(path, Sha256.of(bytes), bytes.length)));
    return new CommitTrailers(
            recordedAt,
            volume,
            firstIndex,
            entriesRoot == null ? VolumeVerifier.entriesRoot(files) : entriesRoot,
            parentSha256)
        .message("Record");
  }
}
