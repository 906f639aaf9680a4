package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.progress.IntakeActivity;
import com.caiatech.afdp.schemas.event.PushSource;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far one run of an intake is. It is told every few seconds, in the log and by a note in the
/// graph, and at the end of a run that came to none; a run that is quicker is not told of.
final class IntakeProgress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IntakeProgress.class);
  private static final long BETWEEN = Duration.ofSeconds(2).toNanos();

  private final IntakeNotes notes;
  private final PushSource source;
  private final IntakeActivity activity;
  private final LongSupplier held;
  private long told = System.nanoTime();
  private long total = -1;
  private long done;
  private long firstAt = -1;
  private long first;
  private boolean noted;

  /// @param held how many there are
  IntakeProgress(IntakeNotes notes, PushSource source, IntakeActivity activity, LongSupplier held) {
    this.notes = notes;
    this.source = source;
    this.activity = activity;
    this.held = held;
  }

  /// So many are done now.
  void passed(long passed) {
    done = passed;
    long now = System.nanoTime();
    if (firstAt < 0) {
      firstAt = now;
      first = passed;
    }
    if (now - told >= BETWEEN) {
      told = now;
      tell(now);
    }
  }

  /// There is no more to do: what was thought to come does not, or was there already.
  void ended() {
    total = done;
    if (noted) {
      tell(System.nanoTime());
    }
  }

  /// What is being done, and how far it is.
  String text() {
    return "%s: %s, %d of %d"
        .formatted(source.fullName(), activity.name().toLowerCase(Locale.ROOT), done, total());
  }

  /// Tells how far it came, where that is not all.
  @Override
  public void close() {
    if (firstAt >= 0 && done < total()) {
      tell(System.nanoTime());
    }
  }

  private void tell(long now) {
    double rate = now > firstAt ? (done - first) / ((now - firstAt) / 1e9) : 0;
    LOG.info(
        "{}, {}/s{}",
        text(),
        Math.round(rate),
        rate > 0 ? ", %d s left".formatted((long) Math.ceil((total() - done) / rate)) : "");
    noted = true;
    notes.moved(source, activity, done, total(), rate);
  }

  /// Asked for once: counting may cost more than a short run.
  private long total() {
    if (total < 0) {
      total = held.getAsLong();
    }
    total = Math.max(total, done);
    return total;
  }
}
