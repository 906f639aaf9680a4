package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.workers.process.ProcessTable;
import com.caiatech.afdp.workers.process.ProcessTree;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds processes that outlived a killed runner. A pid alone proves nothing, since pids are used
/// again: the start time must agree, and where the system shows a process's environment, the
/// instance's id must stand in it.
final class Survivors {
  private static final Duration CLOCK_ROUNDING = Duration.ofSeconds(2);
  static final Duration GRACE = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(Survivors.class);

  private final Map<Long, Map<String, String>> marked;

  private Survivors(Map<Long, Map<String, String>> marked) {
    this.marked = marked;
  }

  /// Looks at every process of the system once.
  static Survivors of(String mark) {
    return new Survivors(ProcessTable.bearing(InstanceLauncher.MARK, mark));
  }

  /// The living process of the entry.
  Optional<ProcessHandle> find(InstanceEntry entry) {
    if (entry.pid() == null) {
      return marked.entrySet().stream()
          .filter(isOf(entry))
          .map(Map.Entry::getKey)
          .filter(pid -> ProcessTable.sessionOf(pid) == pid)
          .findFirst()
          .flatMap(ProcessHandle::of)
          .filter(ProcessHandle::isAlive);
    }
    return ProcessHandle.of(entry.pid())
        .filter(ProcessHandle::isAlive)
        .filter(handle -> startedAt(handle, entry.startedAt()))
        .filter(handle -> !ProcessTable.exists() || marked.containsKey(handle.pid()));
  }

  /// Stops every process of this target, its checks' too, that is neither adopted nor started by
  /// one that is.
  void stopAllBut(List<ProcessHandle> adopted) {
    Set<Long> kept = new HashSet<>();
    Set<String> keptIds = new HashSet<>();
    adopted.forEach(
        handle -> {
          kept.add(handle.pid());
          handle.descendants().map(ProcessHandle::pid).forEach(kept::add);
          keptIds.add(idOf(handle.pid()));
        });
    for (Long pid : marked.keySet()) {
      if (kept.contains(pid)
          || kept.contains(ProcessTable.sessionOf(pid))
          || keptIds.contains(idOf(pid))) {
        continue;
      }
      ProcessHandle.of(pid)
          .filter(ProcessTable::runs)
          .ifPresent(
              handle -> {
                LOG.info("stopping process {}, which outlived its runner", pid);
                new ProcessTree(handle, idOf(pid)).stop(GRACE);
              });
    }
  }

  private String idOf(long pid) {
    return marked.getOrDefault(pid, Map.of()).getOrDefault(ProcessTree.ID, "");
  }

  private static Predicate<Map.Entry<Long, Map<String, String>>> isOf(InstanceEntry entry) {
    return process -> entry.instance().equals(process.getValue().get(ProcessTree.ID));
  }

  private static boolean startedAt(ProcessHandle handle, @Nullable Instant expected) {
    Optional<Instant> found = handle.info().startInstant();
    return expected == null
        || found.isEmpty()
        || Duration.between(expected, found.get()).abs().compareTo(CLOCK_ROUNDING) <= 0;
  }
}
