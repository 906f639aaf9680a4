package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.client.Terminal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.BatchingProgressMonitor;

/// Tells how far the copying of a repository is: on a terminal in one line that is written over,
/// elsewhere by a line every few seconds. What takes no second is not told.
final class CopyProgress extends BatchingProgressMonitor {
  private static final long BETWEEN_LINES = Duration.ofSeconds(5).toNanos();

  private long told = System.nanoTime();
  private boolean open;

  CopyProgress() {
    setDelayStart(1, TimeUnit.SECONDS);
  }

  @Override
  protected void onUpdate(String task, int done, Duration took) {
    tell(task + ": " + done);
  }

  @Override
  protected void onUpdate(String task, int done, int total, int percent, Duration took) {
    tell("%s: %d of %d (%d %%)".formatted(task, done, total, percent));
  }

  @Override
  protected void onEndTask(String task, int done, Duration took) {
    end(task + ": " + done);
  }

  @Override
  protected void onEndTask(String task, int done, int total, int percent, Duration took) {
    end("%s: %d of %d (%d %%)".formatted(task, done, total, percent));
  }

  private void tell(String line) {
    if (Terminal.isTerminal()) {
      open = true;
      Terminal.progressOver("  " + line);
    } else if (System.nanoTime() - told > BETWEEN_LINES) {
      told = System.nanoTime();
      Terminal.progress("  " + line);
    }
  }

  private void end(String line) {
    tell(line);
    if (open) {
      open = false;
      Terminal.progressOver("  " + line + System.lineSeparator());
    }
  }
}
