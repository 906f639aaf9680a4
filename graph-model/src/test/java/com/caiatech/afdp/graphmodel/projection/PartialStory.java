package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.commit.CommitMessage;
import com.caiatech.afdp.graphmodel.commit.CommitPerson;
import com.caiatech.afdp.graphmodel.commit.CommitRow;
import com.caiatech.afdp.graphmodel.commit.CommitTime;
import com.caiatech.afdp.graphmodel.commit.CommitWriter;
import com.caiatech.afdp.graphmodel.commit.PendingRange;
import com.caiatech.afdp.graphmodel.commit.RangeWriter;
import com.caiatech.afdp.graphmodel.commit.ResolvedRange;
import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;

/// Projects any part of a story: each record is there, or was refused, or is no record, or is away;
/// the volumes come in any order; each commit of the repository was read or not.
public final class PartialStory {
  private static final Sha256 POLICY = Sha256.ofUtf8("policy");
  private static final int COMMITS = 5;

  private final Driver driver;
  private final Random random;

  /// A part that the seed chooses.
  ///
  /// @param driver of a graph that is migrated and empty
  public PartialStory(Driver driver, long seed) {
    this.driver = driver;
    this.random = new Random(seed);
  }

  public void project() {
    Map<Series, List<ProjectedEntry>> left = new EnumMap<>(Series.class);
    story().volumes().forEach((series, entries) -> left.put(series, part(entries)));
    boolean commitsFirst = random.nextBoolean();
    if (commitsFirst) {
      readRepository();
    }
    List<Series> open = new ArrayList<>(left.keySet());
    while (!open.isEmpty()) {
      Series series = open.get(random.nextInt(open.size()));
      List<ProjectedEntry> entries = left.getOrDefault(series, List.of());
      int taken = Math.min(entries.size(), 1 + random.nextInt(3));
      append(series, entries.subList(0, taken));
      left.put(series, entries.subList(taken, entries.size()));
      if (taken == entries.size()) {
        open.remove(series);
      }
    }
    if (!commitsFirst) {
      readRepository();
    }
    settleRanges();
  }

  private static Story story() {
    Story story = new Story();
    story.register("carts");
    SubjectId report = story.asserted(2, 1);
    DeploymentId first = story.deploy(1);
    DeploymentId second = story.deploy(3);
    IncidentId incident = story.incident(second, 3);
    story.linkAsserted(incident, report, 2, 0.5);
    StoryNotes.annotateEach(story, incident, second, report);
    StoryNotes.saveQueries(story);
    story.goBack(4, second, first);
    story.deploy(5);
    return story;
  }

  private List<ProjectedEntry> part(List<ProjectedEntry> entries) {
    List<ProjectedEntry> part = new ArrayList<>();
    int refused = random.nextInt(4);
    int away = random.nextInt(8);
    for (ProjectedEntry entry : entries) {
      int choice = random.nextInt(10);
      if (choice < away) {
        continue;
      }
      ProjectedEntry moved =
          Story.with(entry, part.size(), entry.content(), entry.signer(), entry.violations());
      part.add(choice >= 10 - refused ? refused(moved) : moved);
    }
    return part;
  }

  /// Refused, of which some is no record and some has no signer.
  private ProjectedEntry refused(ProjectedEntry entry) {
    return Story.refused(
        Story.with(
            entry,
            entry.index(),
            random.nextBoolean() ? entry.content() : null,
            random.nextBoolean() ? entry.signer() : null,
            entry.violations()),
        null);
  }

  private void append(Series series, List<ProjectedEntry> entries) {
    VolumeState before = new VolumeStates(driver).of(series.firstVolume(), series);
    new GraphWriter(driver)
        .append(
            before,
            Story.stateAfter(before, entries, POLICY),
            entries,
            List.of(),
            StoryPolicies.ONE_APPROVAL);
  }

  /// Takes in some commits; the parents of those may be away.
  private void readRepository() {
    List<CommitRow> rows = new ArrayList<>();
    for (int i = 1; i <= COMMITS; i++) {
      if (random.nextBoolean()) {
        rows.add(row(i));
      }
    }
    if (!rows.isEmpty()) {
      new CommitWriter(driver, Story.REPOSITORY).write(rows);
    }
  }

  private CommitRow row(int number) {
    boolean anonymous = random.nextBoolean();
    return new CommitRow(
        Story.sha(number),
        number == 1 ? List.of() : List.of(Story.sha(number - 1)),
        anonymous ? null : new CommitPerson(Story.BEN, "sealed"),
        anonymous ? null : new CommitPerson(Story.BEN, null),
        anonymous ? List.of() : List.of(new CommitPerson(Story.BEN, "sealed")),
        anonymous ? null : new CommitTime(Instant.EPOCH, null),
        new CommitTime(Story.START, "+01:00"),
        message(number),
        List.of(touched("src/cart", anonymous ? null : 1L, 0L)));
  }

  /// Names commits that may never be read.
  private CommitMessage message(int number) {
    return new CommitMessage(
        "Commit " + number,
        null,
        null,
        null,
        false,
        List.of(),
        List.of(Story.sha(1 + random.nextInt(COMMITS + 2))),
        List.of(Story.sha(1 + random.nextInt(COMMITS + 2))));
  }

  private void settleRanges() {
    RangeWriter ranges = new RangeWriter(driver);
    List<RangeWriter.Finding> found = new ArrayList<>();
    for (PendingRange range : ranges.pending()) {
      Optional<ResolvedRange> resolved =
          switch (random.nextInt(4)) {
            case 0 -> Optional.of(new ResolvedRange.Mismatch("another set"));
            case 1 ->
                Optional.of(
                    new ResolvedRange.Complete(
                        List.of(range.commit(), Story.sha(COMMITS + 1)),
                        List.of(Story.sha(COMMITS + 2)),
                        Set.of(range.commit())));
            case 2 -> Optional.of(new ResolvedRange.CountOnly());
            default -> Optional.empty();
          };
      resolved.ifPresent(it -> found.add(new RangeWriter.Finding(range, it)));
    }
    ranges.write(found);
  }

  private static TouchedFile touched(String path, @Nullable Long added, @Nullable Long deleted) {
    return new TouchedFile(
        path, TouchedFile.Change.MODIFIED, null, "100644", null, null, added, deleted);
  }
}
