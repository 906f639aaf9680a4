package com.caiatech.afdp.schemas;

import java.util.LinkedHashMap;
import java.util.Map;

/// A map of bounded size: of more entries it keeps those that were read or written last. As any map
/// of its kind it is not safe for several threads, and reading changes it, too.
public final class LastUsed<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  /// @param most how many entries it keeps
  public LastUsed(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
