package com.caiatech.afdp.infra.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// What something took.
///
/// @param nanos from its beginning to its end
/// @param cpuNanos of all threads of this process, the embedded graph's among them
record Cost(long nanos, long cpuNanos) {
  static final Cost NONE = new Cost(0, 0);
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  static Cost of(Runnable work) {
    long cpu = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    work.run();
    return new Cost(System.nanoTime() - begin, SYSTEM.getProcessCpuTime() - cpu);
  }

  Cost plus(Cost other) {
    return new Cost(nanos + other.nanos, cpuNanos + other.cpuNanos);
  }

  double seconds() {
    return nanos / 1e9;
  }

  double perSecond(long records) {
    return records / seconds();
  }

  /// Milliseconds of each.
  double millis(long count) {
    return nanos / 1e6 / count;
  }

  /// Milliseconds of processor time.
  double cpuMillis(long records) {
    return cpuNanos / 1e6 / records;
  }
}
