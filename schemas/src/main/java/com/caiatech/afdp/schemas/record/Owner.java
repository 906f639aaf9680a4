package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.List;

/// One human and the person ids under which they sign in: two of them count as one when decisions
/// are counted. A person id that no owner names is its own owner.
///
/// @param ranges of the opened manifests for which it holds
public record Owner(String name, List<PersonId> persons, List<IndexRange> ranges) {
  public Owner {
    persons = List.copyOf(persons);
    ranges = List.copyOf(ranges);
  }

  /// The same, counting in a further volume where it counts at the end of the one before it.
  Owner opening(VolumeName volume) {
    return new Owner(name, persons, IndexRange.opening(ranges, volume));
  }
}
