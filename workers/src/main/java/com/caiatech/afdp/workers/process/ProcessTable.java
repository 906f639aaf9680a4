package com.caiatech.afdp.workers.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What proc(5) tells of processes: nothing where the system has none, and nothing of processes of
/// other users.
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");
  private static final int STATE = 0;
  private static final int SESSION = 3;
  private static final List<String> ENDED = List.of("Z", "X");

  private ProcessTable() {}

  /// Whether the system tells anything.
  public static boolean exists() {
    return Files.isDirectory(PROC);
  }

  /// The environment of every process that bears the variable with this value, by its pid.
  public static Map<Long, Map<String, String>> bearing(String variable, String value) {
    Map<Long, Map<String, String>> found = new TreeMap<>();
    for (long pid : pids()) {
      String environment = environment(pid);
      if (environment.contains(variable + "=" + value)) {
        Map<String, String> variables = variables(environment);
        if (value.equals(variables.get(variable))) {
          found.put(pid, variables);
        }
      }
    }
    return found;
  }

  /// The processes of the session.
  static Stream<ProcessHandle> ofSession(long session) {
    return pids().stream()
        .filter(pid -> sessionOf(pid) == session)
        .flatMap(pid -> ProcessHandle.of(pid).stream());
  }

  /// The session of the process; -1 where it is not known.
  public static long sessionOf(long pid) {
    List<String> fields = stat(pid);
    return fields.isEmpty() ? -1 : Long.parseLong(fields.get(SESSION));
  }

  /// Only lists: [ProcessHandle#allProcesses()] reads the state of each process, too.
  private static List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC)) {
      for (Path entry : entries) {
        String name = PROC.relativize(entry).toString();
        if (Character.isDigit(name.charAt(0))) {
          pids.add(Long.parseLong(name));
        }
      }
    } catch (IOException none) {
      return List.of();
    }
    return pids;
  }

  /// Whether the process does anything: one that has ended, and that nobody has waited for yet, is
  /// still listed.
  public static boolean runs(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    List<String> fields = stat(process.pid());
    return fields.isEmpty() ? !exists() : !ENDED.contains(fields.get(STATE));
  }

  private static String environment(long pid) {
    try {
      return new String(Files.readAllBytes(PROC.resolve(pid + "/environ")), StandardCharsets.UTF_8);
    } catch (IOException notOurs) {
      return "";
    }
  }

  private static Map<String, String> variables(String environment) {
    Map<String, String> variables = new TreeMap<>();
    for (String line : environment.split("\0", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        variables.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return variables;
  }

  /// The fields of `/proc/<pid>/stat` from the third on; the second is a name in brackets that may
  /// hold anything.
  private static List<String> stat(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      return Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException gone) {
      return List.of();
    }
  }
}
