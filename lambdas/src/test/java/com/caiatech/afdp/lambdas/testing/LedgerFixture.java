package com.caiatech.afdp.lambdas.testing;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.CommitTrailers;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.RawCommit;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.ledger.VolumeVerifier;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// A volume in a real bare repository, written by honest and by broken commits.
public final class LedgerFixture {
  private final Path folder;
  private final Repository repository;
  private final VolumeName name;
  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<CommitId, Standing> history = new HashMap<>();
  private @Nullable RawCommit parent;
  private @Nullable CommitId parentId;

  /// The first volume of the series.
  public LedgerFixture(Path folder, Series series) {
    this(folder, series.firstVolume());
  }

  public LedgerFixture(Path folder, VolumeName name) {
    this.folder = folder;
    this.name = name;
    try {
      this.repository = new FileRepository(folder.toFile());
      repository.create(true);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /// The folder of the repository.
  public Path folder() {
    return folder;
  }

  /// The volume as a platform configures it.
  public Platform.Volume volume() {
    return new Platform.Volume(name, Series.of(name), folder.toUri());
  }

  /// Reads the volume.
  public VolumeReader reader() {
    return new VolumeReader(repository, Series.of(name), name);
  }

  /// A commit of the records, signed where there is a key.
  public CommitId add(@Nullable OpenPgpSecretKey key, Instant recordedAt, LedgerRecord... records)
      throws IOException {
    Map<String, byte[]> added = new TreeMap<>();
    for (LedgerRecord record : records) {
      added.put(LedgerPath.of(record.header()).text(), RecordCodec.encode(record));
    }
    return add(key, recordedAt, added);
  }

  /// A commit of the files, whatever they are.
  public CommitId add(@Nullable OpenPgpSecretKey key, Instant recordedAt, Map<String, byte[]> added)
      throws IOException {
    CommitTrailers trailers = trailers(recordedAt, added);
    files.putAll(added);
    return commit(key, recordedAt, trailers, parents());
  }

  /// A commit that changes the bytes of a file, or deletes it where there are none.
  public CommitId replace(
      OpenPgpSecretKey key, Instant recordedAt, String path, byte @Nullable [] bytes)
      throws IOException {
    CommitTrailers trailers = trailers(recordedAt, Map.of());
    if (bytes == null) {
      files.remove(path);
    } else {
      files.put(path, bytes);
    }
    return commit(key, recordedAt, trailers, parents());
  }

  /// A merge of the branch with another line of the same history.
  public CommitId merge(OpenPgpSecretKey key, Instant recordedAt, CommitId other)
      throws IOException {
    List<CommitId> parents = new ArrayList<>(parents());
    parents.add(other);
    return commit(key, recordedAt, trailers(recordedAt, Map.of()), parents);
  }

  /// Takes everything away and starts another history.
  public CommitId rewrite(OpenPgpSecretKey key, Instant recordedAt, LedgerRecord record)
      throws IOException {
    files.clear();
    parent = null;
    parentId = null;
    return add(key, recordedAt, record);
  }

  /// A commit of that tree, made by hand and without a signature, whatever the tree is.
  public CommitId addTree(ObjectId tree) throws IOException {
    CommitId before = Objects.requireNonNull(parentId);
    String text =
        "tree "
            + tree.name()
            + "\nparent "
            + before
            + "\nauthor M <m@example.invalid> 1769947200 +0000"
            + "\ncommitter M <m@example.invalid> 1769947200 +0000\n\nby hand\n";
    return point(insert(Constants.OBJ_COMMIT, text.getBytes(StandardCharsets.UTF_8)));
  }

  /// An object of any bytes.
  public ObjectId insert(int type, byte[] bytes) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(type, bytes);
      inserter.flush();
      return id;
    }
  }

  /// The bytes of an object.
  public byte[] bytes(ObjectId id) throws IOException {
    return repository.open(id).getBytes();
  }

  /// The last commit that this fixture made with trailers.
  public CommitId head() {
    return Objects.requireNonNull(parentId);
  }

  /// The tree of the head.
  public ObjectId tree() {
    return ObjectId.fromString(Objects.requireNonNull(parent).tree().value());
  }

  /// Points the branch to an object as the host's operator can.
  public CommitId point(ObjectId id) throws IOException {
    Files.writeString(folder.resolve(VolumeReader.BRANCH), id.name() + "\n");
    return new CommitId(id.name());
  }

  /// Puts the branch back to a commit that this fixture made; the next one follows it.
  public void putBack(CommitId id) throws IOException {
    Standing standing = Objects.requireNonNull(history.get(id));
    files.clear();
    files.putAll(standing.files());
    parent = standing.commit();
    parentId = id;
    point(ObjectId.fromString(id.value()));
  }

  private record Standing(RawCommit commit, Map<String, byte[]> files) {}

  /// Deletes the branch.
  public void deleteBranch() throws IOException {
    RefUpdate update = repository.updateRef(VolumeReader.BRANCH);
    update.setForceUpdate(true);
    update.delete();
  }

  private List<CommitId> parents() {
    CommitId known = parentId;
    return known == null ? List.of() : List.of(known);
  }

  private CommitTrailers trailers(Instant recordedAt, Map<String, byte[]> added) {
    List<AddedFile> entries = new ArrayList<>();
    added.forEach((path, bytes) -> entries.add(AddedFile.of(path, bytes)));
    RawCommit before = parent;
    return new CommitTrailers(
        recordedAt,
        name,
        files.size(),
        VolumeVerifier.entriesRoot(entries),
        before == null ? null : before.sha256());
  }

  private CommitId commit(
      @Nullable OpenPgpSecretKey key, Instant at, CommitTrailers trailers, List<CommitId> parents)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder builder = new CommitBuilder();
      builder.setTreeId(tree(inserter));
      parents.forEach(id -> builder.addParentId(ObjectId.fromString(id.value())));
      PersonIdent person = new PersonIdent("Worker", "worker@afdp.invalid", at, ZoneOffset.UTC);
      builder.setAuthor(person);
      builder.setCommitter(person);
      builder.setMessage(trailers.message("Add records"));
      if (key != null) {
        String signature = key.signDetached(builder.build(), at);
        builder.setGpgSignature(new GpgSignature(signature.getBytes(StandardCharsets.US_ASCII)));
      }
      byte[] raw = builder.build();
      ObjectId id = inserter.insert(Constants.OBJ_COMMIT, raw);
      inserter.flush();
      RefUpdate update = repository.updateRef(VolumeReader.BRANCH);
      update.setNewObjectId(id);
      update.forceUpdate();
      parent = RawCommit.parse(raw);
      parentId = new CommitId(id.name());
      history.put(parentId, new Standing(parent, new TreeMap<>(files)));
      return parentId;
    }
  }

  private ObjectId tree(ObjectInserter inserter) throws IOException {
    DirCache cache = DirCache.newInCore();
    DirCacheBuilder builder = cache.builder();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      DirCacheEntry entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
      builder.add(entry);
    }
    builder.finish();
    return cache.writeTree(inserter);
  }
}
