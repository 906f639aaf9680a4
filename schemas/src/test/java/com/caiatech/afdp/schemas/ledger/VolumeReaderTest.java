package com.caiatech.afdp.schemas.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeReaderTest {
  @TempDir Path folder;
  private TestVolume volume;
  private final LedgerRecord first = TestTrust.check("first");

  @BeforeEach
  void makeVolume() {
    volume = new TestVolume(folder.resolve("checks.git"), Series.CHECKS, TestTrust.key("worker"));
    volume.add(first);
  }

  @AfterEach
  void closeVolume() {
    volume.close();
  }

  @Test
  void an_empty_volume_has_nothing_to_read() {
    try (TestVolume empty =
        new TestVolume(folder.resolve("empty.git"), Series.CHECKS, TestTrust.key("worker"))) {
      assertThat(read(empty, start())).isEmpty();
    }
  }

  @Test
  void commits_come_oldest_first_with_their_entries_ordered_by_path() {
    volume.add(TestTrust.check("b"), TestTrust.check("a"), TestTrust.check("c"));
    List<LedgerCommit> commits = good(read(volume, start()));
    assertThat(commits).extracting(LedgerCommit::firstIndex).containsExactly(0L, 1L);
    assertThat(commits.get(1).entries()).extracting(LedgerEntry::index).containsExactly(1L, 2L, 3L);
    assertThat(commits.get(1).entries()).extracting(LedgerEntry::path).isSorted().hasSize(3);
    assertThat(commits.get(1).parentSha256()).isEqualTo(commits.get(0).raw().sha256());
    assertThat(commits.get(0).parentSha256()).isNull();
  }

  @Test
  void a_head_says_how_many_entries_there_are() {
    CommitId first = volume.head();
    CommitId second = volume.add(TestTrust.check("b"), TestTrust.check("a"), TestTrust.check("c"));
    VolumeReader reader = volume.reader();
    assertThat(reader.claimedSize(first)).hasValue(1);
    assertThat(reader.claimedSize(second)).hasValue(4);
    assertThat(reader.claimedSize(new CommitId("a".repeat(40)))).isEmpty();
  }

  @Test
  void only_what_is_new_is_read() {
    VolumePosition known = new VolumePosition(volume.series.firstVolume(), 1, volume.head(), null);
    assertThat(read(volume, known)).isEmpty();
    CommitId next = volume.add(TestTrust.check("next"));
    assertThat(good(read(volume, known)))
        .singleElement()
        .satisfies(
            commit -> {
              assertThat(commit.id()).isEqualTo(next);
              assertThat(commit.firstIndex()).isEqualTo(1);
              assertThat(commit.parentSha256()).isNotNull();
            });
  }

  @Test
  void a_deleted_record_ends_the_volume() {
    CommitId lastGood = volume.head();
    volume.commit(draft -> draft.removed.add(path(first)));
    expect(ViolationKind.DELETED_RECORD, lastGood, read(volume, start()));
  }

  @Test
  void a_renamed_record_ends_the_volume() {
    LedgerRecord other = TestTrust.check("other");
    volume.commit(
        draft -> {
          draft.removed.add(path(first));
          draft.add(other);
        });
    assertThat(structural(read(volume, start())).kind()).isEqualTo(ViolationKind.DELETED_RECORD);
  }

  @Test
  void a_changed_record_ends_the_volume() {
    CommitId lastGood = volume.head();
    volume.commit(draft -> draft.add(path(first), "{}".getBytes(StandardCharsets.UTF_8)));
    expect(ViolationKind.CHANGED_RECORD, lastGood, read(volume, start()));
  }

  @Test
  void a_changed_mode_ends_the_volume() {
    volume.commit(draft -> draft.modes.put(path(first), FileMode.EXECUTABLE_FILE));
    assertThat(structural(read(volume, start())).kind()).isEqualTo(ViolationKind.CHANGED_RECORD);
  }

  @Test
  void a_symbolic_link_ends_the_volume() {
    LedgerRecord link = TestTrust.check("link");
    volume.commit(
        draft -> {
          draft.add(path(link), "/etc/passwd".getBytes(StandardCharsets.UTF_8));
          draft.modes.put(path(link), FileMode.SYMLINK);
        });
    assertThat(structural(read(volume, start())).kind()).isEqualTo(ViolationKind.BAD_PATH);
  }

  @Test
  void a_path_that_no_record_can_have_ends_the_volume() {
    volume.commit(draft -> draft.add("README.md", "hello".getBytes(StandardCharsets.UTF_8)));
    CommitReading.Structural fault = structural(read(volume, start()));
    assertThat(fault.kind()).isEqualTo(ViolationKind.BAD_PATH);
    assertThat(fault.path()).isEqualTo("README.md");
    assertThat(fault.describe()).contains("is stopped at entry 1", "bad-path");
  }

  @Test
  void a_merge_ends_the_volume_and_nothing_after_it_is_read() {
    CommitId base = volume.head();
    CommitId side = volume.add(TestTrust.check("side"));
    volume.commit(
        draft -> {
          draft.parents = List.of(base, side);
          draft.add(TestTrust.check("merged"));
        });
    volume.add(TestTrust.check("after"));
    List<CommitReading> readings = read(volume, start());
    assertThat(readings).hasSize(2);
    expect(ViolationKind.MERGE, base, readings);
  }

  @Test
  void a_rewritten_history_ends_the_volume_at_what_was_known() {
    CommitId base = volume.head();
    CommitId known = volume.add(TestTrust.check("known"));
    VolumePosition position = new VolumePosition(volume.series.firstVolume(), 2, known, null);
    volume.commit(
        draft -> {
          draft.parents = List.of(base);
          draft.add(TestTrust.check("instead"));
        });
    expect(ViolationKind.REWRITTEN_HISTORY, known, read(volume, position));
  }

  @Test
  void a_branch_that_went_back_is_a_rewritten_history() {
    CommitId base = volume.head();
    CommitId known = volume.add(TestTrust.check("known"));
    volume.point(base);
    expect(
        ViolationKind.REWRITTEN_HISTORY,
        known,
        read(volume, new VolumePosition(volume.series.firstVolume(), 2, known, null)));
  }

  @Test
  void a_branch_that_is_gone_is_a_deleted_ref() {
    CommitId known = volume.head();
    volume.deleteBranch();
    expect(
        ViolationKind.DELETED_REF,
        known,
        read(volume, new VolumePosition(volume.series.firstVolume(), 1, known, null)));
  }

  @Test
  void a_file_that_is_too_large_has_its_index_and_its_digest() {
    LedgerRecord large = TestTrust.check("large");
    volume.commit(draft -> draft.add(path(large), new byte[AddedFile.MAX_BYTES + 1]));
    AddedFile file = good(read(volume, start())).getLast().files().getFirst();
    assertThat(file.bytes()).isEmpty();
    assertThat(file.size()).isEqualTo(AddedFile.MAX_BYTES + 1L);
    assertThat(file.sha256()).isEqualTo(Sha256.of(new byte[AddedFile.MAX_BYTES + 1]));
  }

  private VolumePosition start() {
    return VolumePosition.start(volume.series.firstVolume());
  }

  private static String path(LedgerRecord record) {
    return LedgerPath.of(record.header()).text();
  }

  private static List<CommitReading> read(TestVolume volume, VolumePosition position) {
    List<CommitReading> readings = new ArrayList<>();
    try (CommitReadings found = volume.reader().since(position)) {
      found.forEachRemaining(readings::add);
    }
    return readings;
  }

  private static List<LedgerCommit> good(List<CommitReading> readings) {
    return readings.stream().map(reading -> ((CommitReading.Good) reading).commit()).toList();
  }

  private static CommitReading.Structural structural(List<CommitReading> readings) {
    return (CommitReading.Structural) readings.getLast();
  }

  private static void expect(ViolationKind kind, CommitId lastGood, List<CommitReading> readings) {
    assertThat(structural(readings).kind()).isEqualTo(kind);
    assertThat(structural(readings).lastGood().head()).isEqualTo(lastGood);
  }
}
