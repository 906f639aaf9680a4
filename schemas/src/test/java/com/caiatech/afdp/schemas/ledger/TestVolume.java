package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/// A volume in a real repository to which a test adds commits, honest ones or ones with any defect.
public final class TestVolume implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-31T12:00:00.000Z");

  public final Repository repository;
  public final VolumeName name;
  final Series series;
  private final OpenPgpSecretKey key;
  private final Map<String, byte[]> files = new TreeMap<>();
  private @Nullable RawCommit head;
  private @Nullable CommitId headId;
  private long size;

  /// The first volume of the series.
  public TestVolume(Path folder, Series series, OpenPgpSecretKey key) {
    this(folder, series.firstVolume(), key);
  }

  public TestVolume(Path folder, VolumeName name, OpenPgpSecretKey key) {
    try {
      this.repository = new FileRepositoryBuilder().setBare().setGitDir(folder.toFile()).build();
      repository.create(true);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    this.name = name;
    this.series = Series.of(name);
    this.key = key;
  }

  public VolumeReader reader() {
    return new VolumeReader(repository, series, name);
  }

  public CommitId head() {
    return Objects.requireNonNull(headId);
  }

  /// How many entries it has.
  public long size() {
    return size;
  }

  /// An honest commit that adds the records.
  public CommitId add(LedgerRecord... records) {
    return commit(
        draft -> {
          for (LedgerRecord record : records) {
            draft.add(record);
          }
        });
  }

  /// A commit with the draft's defects, and the branch moved to it.
  public CommitId commit(Consumer<Draft> changes) {
    Draft draft = new Draft();
    changes.accept(draft);
    Map<String, byte[]> after = new TreeMap<>(files);
    after.keySet().removeAll(draft.removed);
    after.putAll(draft.added);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder builder = new CommitBuilder();
      builder.setTreeId(tree(inserter, after, draft.modes));
      List<CommitId> parents =
          draft.parents != null ? draft.parents : headId == null ? List.of() : List.of(headId);
      parents.forEach(parent -> builder.addParentId(ObjectId.fromString(parent.value())));
      PersonIdent person =
          new PersonIdent("Worker", "worker@afdp.invalid", draft.recordedAt, ZoneOffset.UTC);
      builder.setAuthor(person);
      builder.setCommitter(person);
      builder.setMessage(draft.message == null ? draft.trailers().message("Add") : draft.message);
      String signature =
          draft.signature != null
              ? draft.signature
              : draft.signer == null
                  ? null
                  : draft.signer.signDetached(builder.build(), draft.recordedAt);
      if (signature != null) {
        builder.setGpgSignature(new GpgSignature(signature.getBytes(StandardCharsets.US_ASCII)));
      }
      byte[] raw = builder.build();
      ObjectId id = inserter.insert(Constants.OBJ_COMMIT, raw);
      inserter.flush();
      files.clear();
      files.putAll(after);
      head = RawCommit.parse(raw);
      headId = new CommitId(id.name());
      size += draft.added.size();
      point(headId);
      return headId;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Moves the branch wherever.
  public void point(CommitId id) {
    try {
      RefUpdate update = repository.updateRef(VolumeReader.BRANCH);
      update.setNewObjectId(ObjectId.fromString(id.value()));
      update.forceUpdate();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Moves the branch back by one commit, as whoever has the host can.
  public void back() {
    point(Objects.requireNonNull(head).parents().getFirst());
  }

  public void deleteBranch() {
    try {
      RefUpdate update = repository.updateRef(VolumeReader.BRANCH);
      update.setForceUpdate(true);
      update.delete();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    repository.close();
  }

  private static ObjectId tree(
      ObjectInserter inserter, Map<String, byte[]> files, Map<String, FileMode> modes)
      throws IOException {
    DirCache cache = DirCache.newInCore();
    DirCacheBuilder builder = cache.builder();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      DirCacheEntry entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(modes.getOrDefault(file.getKey(), FileMode.REGULAR_FILE));
      entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
      builder.add(entry);
    }
    builder.finish();
    return cache.writeTree(inserter);
  }

  /// What a commit is made of; honest until a test says otherwise.
  public final class Draft {
    public final Map<String, byte[]> added = new TreeMap<>();
    public final List<String> removed = new ArrayList<>();
    public final Map<String, FileMode> modes = new TreeMap<>();
    public Instant recordedAt = START.plusSeconds(size);
    VolumeName volume = name;
    long firstIndex = size;
    @Nullable Sha256 entriesRoot;
    @Nullable Sha256 parentSha256 = head == null ? null : head.sha256();
    public @Nullable OpenPgpSecretKey signer = key;
    @Nullable String signature;
    @Nullable String message;
    public @Nullable List<CommitId> parents;

    public void add(LedgerRecord record) {
      add(LedgerPath.of(record.header()).text(), RecordCodec.encode(record));
    }

    public void add(String path, byte[] bytes) {
      added.put(path, bytes);
    }

    CommitTrailers trailers() {
      List<AddedFile> entries =
          added.entrySet().stream()
              .map(
                  file ->
                      file.getValue().length <= AddedFile.MAX_BYTES
                          ? AddedFile.of(file.getKey(), file.getValue())
                          : AddedFile.oversize(
                              file.getKey(), Sha256.of(file.getValue()), file.getValue().length))
              .toList();
      return new CommitTrailers(
          recordedAt,
          volume,
          firstIndex,
          entriesRoot == null ? VolumeVerifier.entriesRoot(entries) : entriesRoot,
          parentSha256);
    }
  }
}
