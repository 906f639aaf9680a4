package com.caiatech.afdp.schemas.verify;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Series;
import java.util.Arrays;
import java.util.Comparator;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// A volume to verify. Volumes are ordered as they are read: by series, and within a series along
/// its chain.
///
/// @param repository open until the verification has ended
/// @param head of the volume; where it is absent, the branch is as it is in the repository
public record GivenVolume(
    VolumeName name, Series series, Repository repository, @Nullable CommitId head)
    implements Comparable<GivenVolume> {
  private static final Comparator<GivenVolume> ORDER =
      Comparator.comparing(GivenVolume::series).thenComparing(GivenVolume::name);

  /// The volume of that name: `<series>` is the first of its series, `<series>-<n>` the n-th.
  ///
  /// @throws SchemasException.ConfigurationFault when the name is of no series
  public static GivenVolume of(VolumeName name, Repository repository) {
    return of(name, repository, null);
  }

  /// The same with a head that is not the repository's branch.
  static GivenVolume of(VolumeName name, Repository repository, @Nullable CommitId head) {
    try {
      return new GivenVolume(name, Series.of(name), repository, head);
    } catch (IllegalArgumentException ofNoSeries) {
      throw new SchemasException.ConfigurationFault(
          "Ledger "
              + name
              + ": expected the name of a volume, one of "
              + Arrays.toString(Series.values())
              + ", with -2, -3 and so on for those that follow it",
          ofNoSeries);
    }
  }

  /// Its place in the chain of its series, from 1.
  int number() {
    return name.number();
  }

  /// Reads the volume.
  VolumeReader reader() {
    VolumeReader reader = new VolumeReader(repository, series, name);
    return head == null ? reader : reader.at(head);
  }

  @Override
  public int compareTo(GivenVolume other) {
    return ORDER.compare(this, other);
  }
}
