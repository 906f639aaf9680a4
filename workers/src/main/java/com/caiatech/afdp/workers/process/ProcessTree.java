package com.caiatech.afdp.workers.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A process with all that it has started. To it belongs what descends from it, what is in its
/// session, and what bears its id in its environment: so children of children that died are found,
/// and such as began a session of their own. Where the system shows neither sessions nor
/// environments, only descendants are.
///
/// @param id the value of {@link #ID} in the leader's environment; empty where it has none
public record ProcessTree(ProcessHandle leader, String id) {
  /// The environment variable by which everything that a process starts is known.
  public static final String ID = "AFDP_INSTANCE";

  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(5);

  /// What is killed may have started something meanwhile.
  private static final int MOST_ROUNDS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);

  /// The command that runs another in a session of its own, where the system can.
  ///
  /// @param command its program with a path
  /// @param directory in which it will run
  /// @throws IOException when there is no such program, or it cannot be run
  public static List<String> inSession(List<String> command, Path directory) throws IOException {
    Path program = directory.resolve(command.getFirst());
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      throw new IOException("the program '%s' cannot be run".formatted(command.getFirst()));
    }
    if (!Files.isExecutable(SETSID)) {
      return command;
    }
    List<String> inSession = new ArrayList<>(List.of(SETSID.toString()));
    inSession.addAll(command);
    return inSession;
  }

  /// SIGTERM, and SIGKILL for what is left after the grace. Returns when all have ended, whether or
  /// not this thread is interrupted: a half-stopped tree would be leaked.
  public void stop(Duration grace) {
    Set<ProcessHandle> known = new HashSet<>(members());
    known.forEach(ProcessHandle::destroy);
    boolean interrupted = awaitEnd(known, grace);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      known.addAll(members());
      known.removeIf(process -> !ProcessTable.runs(process));
      if (known.isEmpty()) {
        break;
      }
      known.forEach(ProcessHandle::destroyForcibly);
      interrupted |= awaitEnd(known, AFTER_KILL);
    }
    if (!known.isEmpty()) {
      LOG.warn("after SIGKILL still there of process {}: {}", leader.pid(), pids(known));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<ProcessHandle> members() {
    Stream<ProcessHandle> descending = Stream.concat(Stream.of(leader), leader.descendants());
    Stream<ProcessHandle> inSession = ProcessTable.ofSession(leader.pid());
    Stream<ProcessHandle> bearingTheId =
        id.isEmpty()
            ? Stream.empty()
            : ProcessTable.bearing(ID, id).keySet().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream());
    return Stream.of(descending, inSession, bearingTheId)
        .flatMap(processes -> processes)
        .filter(ProcessTable::runs)
        .collect(Collectors.toSet());
  }

  /// @return whether this thread was interrupted meanwhile
  private static boolean awaitEnd(Set<ProcessHandle> processes, Duration atMost) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < deadline && processes.stream().anyMatch(ProcessTable::runs)) {
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return interrupted;
  }

  private static String pids(Set<ProcessHandle> processes) {
    return processes.stream()
        .map(process -> Long.toString(process.pid()))
        .collect(Collectors.joining(", "));
  }
}
