package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A moment of recorded time: how many entries each volume had by then.
public record Cut(SortedMap<VolumeName, Long> sizes) {
  public Cut {
    sizes.forEach(ConsistencyToken::new);
    sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
  }

  /// How many entries the volume had; 0 for one that is not named.
  public long size(VolumeName volume) {
    return sizes.getOrDefault(volume, 0L);
  }

  /// Whether all that the token asks for is inside.
  public boolean covers(ConsistencyToken token) {
    return size(token.volume()) >= token.size();
  }
}
