package com.caiatech.afdp.schemas.git;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// How many bytes of memory the current thread took, in all.
public final class AllocatedBytes {
  private AllocatedBytes() {}

  /// What a task took.
  public static long by(Runnable task) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    task.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
