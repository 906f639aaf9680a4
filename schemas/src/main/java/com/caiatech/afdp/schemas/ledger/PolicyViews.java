package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Judges the commits of a volume, one after the other, by each policy in the time in which it was
/// in force. At every moment it says what {@link LedgersAsOf} says, and looks at each commit once.
///
/// Each policy has a view of its own of when what stands before was recorded, for where a commit
/// does not count, its time does not either. What comes later changes nothing of an earlier view.
public final class PolicyViews {
  private final List<PolicyHistory.Version> versions;
  private final SortedMap<Long, Instant> recorded;

  /// @param recorded when what stands before was recorded, by each policy's place in the history,
  ///   from 1; none where nothing before counts by it
  public PolicyViews(PolicyHistory history, SortedMap<Long, Instant> recorded) {
    this.versions = history.since(Instant.MIN);
    this.recorded = new TreeMap<>(recorded);
  }

  /// A commit as one policy judges it, from when on in recorded time, and until when the policy was
  /// in force.
  public record View(JudgedCommit commit, Instant from, Instant end) {}

  /// A commit as it was judged.
  ///
  /// @param recordedAt what the commit says where it counts by some policy, else when what stands
  ///   before it was recorded
  /// @param views in order, at least one; each holds until the next one begins
  public record Judged(Instant recordedAt, List<View> views) {
    public Judged {
      views = List.copyOf(views);
    }
  }

  /// When what was judged last was recorded, by each policy's place in the history.
  public SortedMap<Long, Instant> recorded() {
    return new TreeMap<>(recorded);
  }

  /// Judges the next commit.
  public Judged judge(LedgerCommit commit) {
    List<View> views = views(commit);
    Instant recordedAt =
        views.stream()
            .filter(view -> view.commit().counts())
            .map(view -> view.commit().recordedAt())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(views.getFirst().from());
    return new Judged(recordedAt, since(recordedAt, views));
  }

  /// How each policy judges it in whose time it may have been there.
  private List<View> views(LedgerCommit commit) {
    if (versions.isEmpty()) {
      JudgedCommit refused = VolumeVerifier.judge(commit, null, TrustPolicy.nobody());
      return List.of(new View(refused, Instant.EPOCH, Instant.MAX));
    }
    List<View> views = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      Instant end = i == versions.size() - 1 ? Instant.MAX : versions.get(i + 1).recordedAt();
      Instant previous = recorded.get(i + 1L);
      if (previous == null || previous.isBefore(end)) {
        View view = judge(commit, i, previous, end);
        if (view.from().isBefore(end)) {
          views.add(view);
        }
      }
    }
    return views;
  }

  private View judge(LedgerCommit commit, int place, @Nullable Instant previous, Instant end) {
    PolicyHistory.Version version = versions.get(place);
    JudgedCommit judged = VolumeVerifier.judge(commit, previous, version.policy());
    Instant recordedAt = judged.recordedAt();
    if (recordedAt != null) {
      recorded.put(place + 1L, recordedAt);
    }
    Instant from = recordedAt == null ? Instant.EPOCH : recordedAt;
    return new View(
        judged,
        place == 0 || from.isAfter(version.recordedAt()) ? from : version.recordedAt(),
        end);
  }

  /// Where some policy takes the commit's word for when it was recorded, it was not there before.
  private static List<View> since(Instant recordedAt, List<View> views) {
    return views.stream()
        .filter(view -> recordedAt.isBefore(view.end()))
        .map(
            view ->
                view.from().isBefore(recordedAt)
                    ? new View(view.commit(), recordedAt, view.end())
                    : view)
        .toList();
  }
}
