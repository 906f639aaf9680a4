package com.caiatech.afdp.workers.target.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds processes that outlived a killed runner. A pid alone proves nothing, since pids are used
/// again: the start time must agree, and where the system shows a process's environment, the
/// instance's id must stand in it.
final class Survivors {
  private static final Path PROC = Path.of("/proc");
  private static final Duration CLOCK_ROUNDING = Duration.ofSeconds(2);
  static final Duration GRACE = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(Survivors.class);

  private final Map<Long, Map<String, String>> marked;

  private Survivors(Map<Long, Map<String, String>> marked) {
    this.marked = marked;
  }

  /// Looks at every process of the system once.
  static Survivors of(String mark) {
    Map<Long, Map<String, String>> found = new TreeMap<>();
    if (Files.isDirectory(PROC)) {
      ProcessHandle.allProcesses()
          .forEach(
              process -> {
                Map<String, String> variables = environment(process.pid());
                if (mark.equals(variables.get(InstanceLauncher.MARK))) {
                  found.put(process.pid(), variables);
                }
              });
    }
    return new Survivors(found);
  }

  /// The living process of the entry.
  Optional<ProcessHandle> find(InstanceEntry entry) {
    if (entry.pid() == null) {
      return marked.entrySet().stream()
          .filter(isOf(entry))
          .map(Map.Entry::getKey)
          .filter(pid -> sessionOf(pid) == pid)
          .findFirst()
          .flatMap(ProcessHandle::of)
          .filter(ProcessHandle::isAlive);
    }
    return ProcessHandle.of(entry.pid())
        .filter(ProcessHandle::isAlive)
        .filter(handle -> startedAt(handle, entry.startedAt()))
        .filter(handle -> !Files.isDirectory(PROC) || marked.containsKey(handle.pid()));
  }

  /// Stops every process of this target that is neither adopted nor in the session of one that is.
  void stopAllBut(List<ProcessHandle> adopted) {
    Set<Long> kept = new HashSet<>();
    adopted.forEach(
        handle -> {
          kept.add(handle.pid());
          handle.descendants().map(ProcessHandle::pid).forEach(kept::add);
        });
    for (Long pid : marked.keySet()) {
      if (kept.contains(pid) || kept.contains(sessionOf(pid))) {
        continue;
      }
      ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .ifPresent(
              handle -> {
                LOG.info("stopping process {}, which outlived its runner", pid);
                new ProcessTree(handle).stop(GRACE);
              });
    }
  }

  private static Predicate<Map.Entry<Long, Map<String, String>>> isOf(InstanceEntry entry) {
    return process -> entry.instance().equals(process.getValue().get(InstanceLauncher.INSTANCE));
  }

  private static boolean startedAt(ProcessHandle handle, @Nullable Instant expected) {
    Optional<Instant> found = handle.info().startInstant();
    return expected == null
        || found.isEmpty()
        || Duration.between(expected, found.get()).abs().compareTo(CLOCK_ROUNDING) <= 0;
  }

  private static Map<String, String> environment(long pid) {
    Map<String, String> variables = new TreeMap<>();
    try {
      byte[] content = Files.readAllBytes(PROC.resolve(pid + "/environ"));
      for (String line : new String(content, StandardCharsets.UTF_8).split("\0", -1)) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          variables.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    } catch (IOException notOurs) {
      return Map.of();
    }
    return variables;
  }

  /// The sixth field of `/proc/<pid>/stat`; the second is a name in brackets that may hold
  /// anything.
  private static long sessionOf(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      List<String> fields = Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
      return Long.parseLong(fields.get(3));
    } catch (IOException gone) {
      return -1;
    }
  }
}
