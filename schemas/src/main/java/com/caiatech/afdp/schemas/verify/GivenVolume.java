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
/// @param number its place in the chain of its series, from 1
/// @param repository open until the verification has ended
/// @param head of the volume; where it is absent, the branch is as it is in the repository
public record GivenVolume(
    VolumeName name, Series series, int number, Repository repository, @Nullable CommitId head)
    implements Comparable<GivenVolume> {
  private static final Comparator<GivenVolume> ORDER =
      Comparator.comparing(GivenVolume::series).thenComparingInt(GivenVolume::number);

  /// The volume of that name: `<series>` is the first of its series, `<series>-<n>` the n-th.
  ///
  /// @throws SchemasException.ConfigurationFault when the name is of no series
  public static GivenVolume of(VolumeName name, Repository repository) {
    return of(name, repository, null);
  }

  /// The same with a head that is not the repository's branch.
  static GivenVolume of(VolumeName name, Repository repository, @Nullable CommitId head) {
    for (Series series : Series.values()) {
      if (name.equals(series.firstVolume())) {
        return new GivenVolume(name, series, 1, repository, head);
      }
      String number = name.value().substring(prefixOf(series, name));
      if (number.matches("[1-9][0-9]{0,8}") && Integer.parseInt(number) > 1) {
        return new GivenVolume(name, series, Integer.parseInt(number), repository, head);
      }
    }
    throw new SchemasException.ConfigurationFault(
        "Ledger "
            + name
            + ": expected the name of a volume, one of "
            + Arrays.toString(Series.values())
            + ", with -2, -3 and so on for those that follow it");
  }

  private static int prefixOf(Series series, VolumeName name) {
    String prefix = series.value() + "-";
    return name.value().startsWith(prefix) ? prefix.length() : name.value().length();
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
