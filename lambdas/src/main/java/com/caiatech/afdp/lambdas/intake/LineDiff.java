package com.caiatech.afdp.lambdas.intake;

import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/// The fewest edits, which is what stock Git looks for. Its cost grows with the square of what
/// differs, so that larger files are compared by the histogram of their lines, which is fast and
/// may count more edits.
final class LineDiff extends DiffAlgorithm {
  private static final int FEWEST_AT_MOST_LINES = 5_000;

  private final DiffAlgorithm fast = new HistogramDiff();

  @Override
  public <S extends Sequence> EditList diffNonCommon(
      SequenceComparator<? super S> comparator, S before, S after) {
    return before.size() + after.size() <= FEWEST_AT_MOST_LINES
        ? MyersDiff.INSTANCE.diffNonCommon(comparator, before, after)
        : fast.diffNonCommon(comparator, before, after);
  }
}
