package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.RawCommit;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/// A copy of a ledger's first volume, to which anything can be done.
final class VolumeCopy implements AutoCloseable {
  private final Repository repository;
  private final Series series;
  private final NavigableMap<String, ObjectId> files = new TreeMap<>();
  private @Nullable ObjectId headId;
  private @Nullable RawCommit head;

  /// @param bare the repository to copy
  /// @param folder where the copy shall lie
  static VolumeCopy of(Path bare, Path folder, Series series) {
    try {
      copy(bare, folder);
      return new VolumeCopy(folder, series);
    } catch (IOException failed) {
      throw new InfraException.Unavailable("copying " + bare + " failed: " + failed, failed);
    }
  }

  /// The ledger itself, and no copy.
  VolumeCopy(Path folder, Series series) {
    this.series = series;
    try {
      this.repository = new FileRepository(folder.toFile());
      this.headId = repository.resolve(VolumeReader.BRANCH);
      this.head = headId == null ? null : raw(headId);
      if (headId != null) {
        list();
      }
    } catch (IOException failed) {
      throw fault("opening " + folder, failed);
    }
  }

  Repository repository() {
    return repository;
  }

  Series series() {
    return series;
  }

  /// The paths of its records.
  List<String> paths() {
    return List.copyOf(files.keySet());
  }

  byte[] bytes(String path) {
    try {
      return repository.open(Objects.requireNonNull(files.get(path))).getBytes();
    } catch (IOException failed) {
      throw fault("reading " + path, failed);
    }
  }

  CommitId head() {
    return new CommitId(Objects.requireNonNull(headId).name());
  }

  /// The armored signature of the head.
  String signature() {
    return Objects.requireNonNull(head).signature().orElseThrow();
  }

  /// Adds the record as an honest writer does.
  RecordRef write(LedgerRecord record, OpenPgpSecretKey key) {
    RecordRef ref =
        new RecordRef(
            series.firstVolume(),
            files.size(),
            LedgerPath.of(record.header()).text(),
            record.tree().sha256());
    commit(draft -> draft.signedBy(key).add(record));
    return ref;
  }

  /// Adds a commit, and moves the branch to it.
  CommitId commit(Consumer<ForgedCommit> changes) {
    ForgedCommit draft =
        new ForgedCommit(
            series.firstVolume(),
            files.size(),
            head == null ? null : head.sha256(),
            headId == null ? List.of() : List.of(head()),
            Instant.now().truncatedTo(ChronoUnit.MILLIS));
    changes.accept(draft);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      draft.removed.forEach(files::remove);
      for (Map.Entry<String, byte[]> file : draft.added.entrySet()) {
        files.put(file.getKey(), inserter.insert(Constants.OBJ_BLOB, file.getValue()));
      }
      byte[] raw = raw(draft, tree(inserter, draft.modes));
      headId = inserter.insert(Constants.OBJ_COMMIT, raw);
      inserter.flush();
      head = RawCommit.parse(raw);
      point(head());
      return head();
    } catch (IOException failed) {
      throw fault("committing", failed);
    }
  }

  /// Moves the branch wherever.
  void point(CommitId commit) {
    try {
      RefUpdate update = repository.updateRef(VolumeReader.BRANCH);
      update.setNewObjectId(ObjectId.fromString(commit.value()));
      update.disableRefLog();
      update.forceUpdate();
    } catch (IOException failed) {
      throw fault("moving the branch", failed);
    }
  }

  /// Moves the branch back by one commit.
  void back() {
    point(Objects.requireNonNull(head).parents().getFirst());
  }

  void deleteBranch() {
    try {
      RefUpdate update = repository.updateRef(VolumeReader.BRANCH);
      update.setForceUpdate(true);
      update.delete();
    } catch (IOException failed) {
      throw fault("deleting the branch", failed);
    }
  }

  @Override
  public void close() {
    repository.close();
  }

  private byte[] raw(ForgedCommit draft, ObjectId tree) throws IOException {
    CommitBuilder builder = new CommitBuilder();
    builder.setTreeId(tree);
    draft.parents.forEach(parent -> builder.addParentId(ObjectId.fromString(parent.value())));
    PersonIdent person =
        new PersonIdent("AFDP worker", "worker@afdp.invalid", draft.recordedAt, ZoneOffset.UTC);
    builder.setAuthor(person);
    builder.setCommitter(person);
    builder.setMessage(draft.text());
    String signature = draft.signature;
    if (signature == null && draft.signer != null) {
      signature = draft.signer.signDetached(builder.build(), draft.recordedAt);
    }
    if (signature != null) {
      builder.setGpgSignature(new GpgSignature(signature.getBytes(StandardCharsets.US_ASCII)));
    }
    return builder.build();
  }

  private ObjectId tree(ObjectInserter inserter, Map<String, FileMode> modes) throws IOException {
    DirCache cache = DirCache.newInCore();
    DirCacheBuilder builder = cache.builder();
    for (Map.Entry<String, ObjectId> file : files.entrySet()) {
      DirCacheEntry entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(modes.getOrDefault(file.getKey(), FileMode.REGULAR_FILE));
      entry.setObjectId(file.getValue());
      builder.add(entry);
    }
    builder.finish();
    return cache.writeTree(inserter);
  }

  private RawCommit raw(ObjectId id) throws IOException {
    return RawCommit.parse(repository.open(id, Constants.OBJ_COMMIT).getBytes());
  }

  private void list() throws IOException {
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(ObjectId.fromString(Objects.requireNonNull(head).tree().value()));
      walk.setRecursive(true);
      while (walk.next()) {
        files.put(walk.getPathString(), walk.getObjectId(0));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(it -> !it.toString().endsWith(".lock")).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private InfraException fault(String attempt, IOException failed) {
    return new InfraException.Unavailable(
        "the copy of ledger %s: %s failed: %s".formatted(series, attempt, failed.getMessage()),
        failed);
  }
}
