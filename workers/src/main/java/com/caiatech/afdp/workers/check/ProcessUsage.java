package com.caiatech.afdp.workers.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What processes and their descendants use, as the operating system accounts for it. Absent where
/// it does not tell.
final class ProcessUsage {
  private final List<ProcessHandle> roots;
  private final long startedNanos = System.nanoTime();
  private final Duration cpuBefore;

  private ProcessUsage(List<ProcessHandle> roots) {
    this.roots = roots;
    this.cpuBefore = cpu();
  }

  static ProcessUsage start(List<ProcessHandle> roots) {
    return new ProcessUsage(roots);
  }

  /// Cores in use on average since the start.
  OptionalDouble cpuUsageAverage() {
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    return roots.isEmpty() || seconds <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(0, cpu().minus(cpuBefore).toNanos() / 1e9 / seconds));
  }

  /// The most resident memory of each process so far, added up, in bytes.
  OptionalLong memoryPeak() {
    long sum = processes().mapToLong(ProcessUsage::peakBytes).sum();
    return sum == 0 ? OptionalLong.empty() : OptionalLong.of(sum);
  }

  private Duration cpu() {
    return processes()
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private Stream<ProcessHandle> processes() {
    return roots.stream().flatMap(root -> Stream.concat(Stream.of(root), root.descendants()));
  }

  /// `VmHWM` of proc(5); 0 where there is no such file or the process has ended.
  private static long peakBytes(ProcessHandle process) {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }
}
