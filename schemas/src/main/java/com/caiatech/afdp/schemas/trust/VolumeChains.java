package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The volumes of every series, in order, as the records of opened volumes in the trust policy
/// tell: those of the trust policy itself by their own first commits. The last volume of a chain is
/// the open one; the others end where their successors say. Immutable.
public final class VolumeChains {
  /// The first volume of each series and no other.
  static final VolumeChains FIRST = new VolumeChains(Map.of());

  private final Map<VolumeName, SuccessorVolume> successors;

  private VolumeChains(Map<VolumeName, SuccessorVolume> successors) {
    this.successors = Map.copyOf(successors);
  }

  /// Why the volume may not be opened next; none where it may.
  Optional<String> refusal(SuccessorVolume successor) {
    VolumeName expected = open(successor.series()).next();
    return successor.volume().equals(expected)
        ? Optional.empty()
        : Optional.of("expected " + expected + " as the next volume of the series");
  }

  /// The same with one more volume, which may be opened.
  public VolumeChains with(SuccessorVolume successor) {
    Map<VolumeName, SuccessorVolume> more = new HashMap<>(successors);
    more.put(successor.predecessor(), successor);
    return new VolumeChains(more);
  }

  /// The volumes of the series, in order.
  public List<VolumeName> volumes(Series series) {
    List<VolumeName> volumes = new ArrayList<>();
    volumes.add(series.firstVolume());
    for (Optional<SuccessorVolume> next = successor(series.firstVolume());
        next.isPresent();
        next = successor(next.get().volume())) {
      volumes.add(next.get().volume());
    }
    return volumes;
  }

  /// The volume of the series that takes new records.
  public VolumeName open(Series series) {
    return volumes(series).getLast();
  }

  /// What follows the volume and says where it ends; none for an open volume.
  public Optional<SuccessorVolume> successor(VolumeName volume) {
    return Optional.ofNullable(successors.get(volume));
  }

  /// Whether the volume ended with that many entries, or fewer: an entry with that index does not
  /// count, and nothing that counts follows so many.
  public boolean ends(VolumeName volume, long size) {
    return successor(volume).filter(it -> size >= it.finalSize()).isPresent();
  }

  /// Whether the volume is the first of a chain or was opened.
  boolean hold(VolumeName volume) {
    return volume.number() == 1 || successors.containsKey(volume.previous());
  }
}
