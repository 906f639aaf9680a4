package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.PolicyHistory.Acceptance;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The trust policies that the configured volumes of the series `trust-policy` hold together, read
/// as far as they have grown. Safe for use by several threads.
///
/// A further volume counts from its first commit on ({@link PolicyOpening}); until then, and where
/// that is not as it has to be, it counts for nothing and the one before it goes on.
public final class PolicyVolumes {
  private final List<VolumeReader> volumes;
  private final Sha256 pinned;
  private final SortedMap<VolumeName, String> refused = new TreeMap<>();
  private List<Optional<CommitId>> heads = List.of();
  private @Nullable PolicyVolume open;

  /// @param volumes in the order of the chain, from its first
  /// @param pinned the digest of the first policy ({@link
  ///   com.caiatech.afdp.schemas.trust.TrustPolicy#digest})
  /// @throws SchemasException.ConfigurationFault when one is missing, or given twice
  public PolicyVolumes(List<VolumeReader> volumes, Sha256 pinned) {
    this.volumes = List.copyOf(volumes);
    this.pinned = pinned;
    VolumeName expected = Series.TRUST_POLICY.firstVolume();
    for (VolumeReader volume : volumes) {
      if (!volume.volume().equals(expected)) {
        throw new SchemasException.ConfigurationFault(
            "Reading the trust policies: expected each volume of "
                + Series.TRUST_POLICY
                + " once, in order, "
                + expected
                + " next, found "
                + volumes.stream().map(VolumeReader::volume).toList());
      }
      expected = expected.next();
    }
  }

  /// The policies up to the volumes' heads as they are now, or up to their last good commits.
  ///
  /// @throws SchemasException.ConfigurationFault when two volumes follow one
  /// @throws SchemasException.LedgerFault when a repository cannot be read
  public synchronized PolicyHistory history() {
    return upToDate().history();
  }

  /// Why configured volumes that hold something do not count.
  public synchronized SortedMap<VolumeName, String> refused() {
    upToDate();
    return Collections.unmodifiableSortedMap(new TreeMap<>(refused));
  }

  /// The history once a commit stands as the first one of the next volume, or why it would not
  /// count.
  public synchronized Acceptance opening(LedgerCommit first) {
    PolicyVolume last = upToDate();
    return PolicyOpening.of(first)
        .filter(opening -> opening.opened().volume().equals(first.volume()))
        .filter(opening -> opening.opened().predecessor().equals(last.reader().volume()))
        .map(opening -> opening.after(last))
        .orElseGet(() -> new Acceptance.Refused(expectedBoth(first.volume())));
  }

  /// What only the open volume adds is read from where it was.
  private PolicyVolume upToDate() {
    List<Optional<CommitId>> now = volumes.stream().map(VolumeReader::head).toList();
    PolicyVolume known = open;
    if (known == null || (!now.equals(heads) && !onlyGrew(known, now))) {
      known = read();
    }
    heads = now;
    open = known;
    return known;
  }

  private boolean onlyGrew(PolicyVolume known, List<Optional<CommitId>> now) {
    int place = known.reader().volume().number() - 1;
    return now.subList(0, place).equals(heads.subList(0, place))
        && now.subList(place + 1, now.size()).stream().allMatch(Optional::isEmpty);
  }

  private PolicyVolume read() {
    VolumeReader first = volumes.getFirst();
    PolicyVolume last =
        new PolicyVolume(first, PolicyHistory.pinned(pinned), VolumePosition.start(first.volume()));
    refused.clear();
    Map<VolumeName, PolicyVolume> counting = new HashMap<>(Map.of(first.volume(), last));
    Map<VolumeName, VolumeName> followers = new HashMap<>();
    for (VolumeReader next : volumes.subList(1, volumes.size())) {
      Optional<LedgerCommit> beginning = PolicyOpening.first(next);
      if (beginning.isPresent()) {
        Optional<PolicyVolume> follower = follower(next, beginning.get(), counting, followers);
        follower.ifPresent(it -> counting.put(next.volume(), it));
        last = follower.orElse(last);
      }
    }
    return last;
  }

  /// The volume, where it follows one that counts; else why it does not is noted.
  private Optional<PolicyVolume> follower(
      VolumeReader volume,
      LedgerCommit first,
      Map<VolumeName, PolicyVolume> counting,
      Map<VolumeName, VolumeName> followers) {
    Optional<PolicyOpening> read = PolicyOpening.of(first);
    PolicyVolume predecessor =
        read.map(opening -> counting.get(opening.opened().predecessor())).orElse(null);
    if (read.isEmpty() || predecessor == null) {
      refused.put(volume.volume(), expectedBoth(volume.volume()));
      return Optional.empty();
    }
    PolicyOpening opening = read.get();
    switch (opening.after(predecessor)) {
      case Acceptance.Refused(String reason) -> refused.put(volume.volume(), reason);
      case Acceptance.Accepted(PolicyHistory history) -> {
        requireOne(opening, volume.volume(), followers);
        if (opening.opened().volume().equals(volume.volume())) {
          return Optional.of(new PolicyVolume(volume, history, opening.end(history)));
        }
        refused.put(volume.volume(), expectedBoth(volume.volume()));
      }
    }
    return Optional.empty();
  }

  private static void requireOne(
      PolicyOpening opening, VolumeName volume, Map<VolumeName, VolumeName> followers) {
    VolumeName predecessor = opening.opened().predecessor();
    VolumeName other = followers.putIfAbsent(predecessor, volume);
    if (other != null) {
      throw new SchemasException.ConfigurationFault(
          "Reading the trust policies: the roots let "
              + predecessor
              + " be followed by one volume, found two that they signed: the ones configured as "
              + other
              + " and "
              + volume
              + "; nothing was judged. Agree with those who hold root keys which of them is meant,"
              + " and take the other out of the platform's configuration");
    }
  }

  private static String expectedBoth(VolumeName volume) {
    return "Volume "
        + volume
        + ": expected its first commit to hold the record that opens it after "
        + volume.previous()
        + ", which counts, and the policy that grants it";
  }
}
