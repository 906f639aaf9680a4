package com.caiatech.afdp.schemas.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.Series;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.FileUtils;
import org.junit.jupiter.params.provider.MethodSource;

/// A tree object of any bytes in the place of a folder of a ledger.
class VolumeTreeFuzzTest {
  private static final int MAX_BYTES = 16 * 1024;
  private static final String SUBJECT = "019c13f2-4a00-7000-8000-000000000001";
  private static final List<String> FOLDERS =
      List.of("staging", "cart", "2026", "01", "31", SUBJECT);
  private static final byte[] CONTENT = "{}".getBytes(UTF_8);
  private static final PersonIdent PERSON =
      new PersonIdent("W", "w@afdp.invalid", TestVolume.START, ZoneOffset.UTC);

  /// @param bytes the number of folders above the tree, and the tree
  @MethodSource("trees")
  @FuzzTest
  void whatIsReadIsWhatJgitFindsInTheTreeOrTheVolumeIsBroken(byte[] bytes) throws IOException {
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      return;
    }
    Path folder = Files.createTempDirectory("volume");
    try (Repository repository = new FileRepository(folder.toFile())) {
      repository.create(true);
      CommitId commit = commit(repository, bytes);
      VolumeReader reader =
          new VolumeReader(repository, Series.CHECKS, Series.CHECKS.firstVolume());
      VolumePosition start = VolumePosition.start(Series.CHECKS.firstVolume());
      try (CommitReadings readings = reader.since(start, commit)) {
        switch (readings.next()) {
          case CommitReading.Good(LedgerCommit good) ->
              assertThat(found(good)).isNotEmpty().isEqualTo(found(repository, good.raw()));
          case CommitReading.Empty nothing ->
              assertThat(found(repository, raw(repository, nothing.commit()))).isEmpty();
          case CommitReading.Structural fault -> assertThat(fault.kind().structural()).isTrue();
        }
      }
    } finally {
      FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE);
    }
  }

  private static CommitId commit(Repository repository, byte[] bytes) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      inserter.insert(Constants.OBJ_BLOB, CONTENT);
      int depth = (bytes[0] & 0xff) % (FOLDERS.size() + 1);
      ObjectId tree = inserter.insert(Constants.OBJ_TREE, bytes, 1, bytes.length - 1);
      for (String folder : FOLDERS.subList(0, depth).reversed()) {
        TreeFormatter above = new TreeFormatter();
        above.append(folder, FileMode.TREE, tree);
        tree = inserter.insert(above);
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree);
      commit.setAuthor(PERSON);
      commit.setCommitter(PERSON);
      commit.setMessage("Add");
      CommitId id = new CommitId(inserter.insert(commit).name());
      inserter.flush();
      return id;
    }
  }

  private static Map<String, String> found(LedgerCommit commit) {
    Map<String, String> found = new TreeMap<>();
    commit.files().forEach(file -> found.put(file.path(), file.sha256().value()));
    return found;
  }

  private static RawCommit raw(Repository repository, CommitId commit) throws IOException {
    ObjectId id = ObjectId.fromString(commit.value());
    return RawCommit.parse(repository.open(id, Constants.OBJ_COMMIT).getBytes());
  }

  private static Map<String, String> found(Repository repository, RawCommit commit)
      throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(ObjectId.fromString(commit.tree().value()));
      walk.setRecursive(true);
      while (walk.next()) {
        byte[] blob = repository.open(walk.getObjectId(0), Constants.OBJ_BLOB).getBytes();
        found.put(walk.getPathString(), Sha256.of(blob).value());
      }
    }
    return found;
  }

  static Stream<byte[]> trees() {
    String record = "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d.json";
    return Stream.of(
        tree(6, "100644", record),
        tree(6, "100644", "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7c.json", "100644", record),
        tree(6, "100755", record),
        tree(6, "120000", record),
        tree(6, "40000", record),
        tree(6, "160000", record),
        tree(6, "100644", "README.md"),
        tree(6, "100644", record, "100644", record),
        tree(5, "100644", SUBJECT),
        tree(0, "100644", "README.md"),
        tree(1, "40000", "..", "100644", ".git"));
  }

  private static byte[] tree(int depth, String... modesAndNames) {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    tree.write(depth);
    try (ObjectInserter.Formatter ids = new ObjectInserter.Formatter()) {
      byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
      ids.idFor(Constants.OBJ_BLOB, CONTENT).copyRawTo(id, 0);
      for (int i = 0; i < modesAndNames.length; i += 2) {
        tree.writeBytes((modesAndNames[i] + " " + modesAndNames[i + 1] + "\0").getBytes(UTF_8));
        tree.writeBytes(id);
      }
    }
    return tree.toByteArray();
  }
}
