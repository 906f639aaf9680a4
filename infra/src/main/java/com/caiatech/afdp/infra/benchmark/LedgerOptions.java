package com.caiatech.afdp.infra.benchmark;

import java.util.List;
import picocli.CommandLine.Option;

/// The options of what is measured on ledgers that the benchmark writes itself.
final class LedgerOptions {
  private static final long MOST_TO_WARM_UP = 1000;
  private static final int REBUILT = 10;

  @Option(
      names = "--records",
      defaultValue = "3000",
      description =
          "Records for the projection, for each size of subjects; default: ${DEFAULT-VALUE}.")
  long records;

  @Option(
      names = "--of-subject",
      split = ",",
      defaultValue = "10,300",
      description = "Records of a subject, for the projection; default: ${DEFAULT-VALUE}.")
  List<Integer> ofSubject = List.of();

  @Option(
      names = "--subjects",
      defaultValue = "10",
      description =
          "Subjects whose records come at once, and no fewer than are pushed together; default:"
              + " ${DEFAULT-VALUE}.")
  private int subjects;

  @Option(
      names = "--together",
      split = ",",
      defaultValue = "1,10,100",
      description =
          "Records that are pushed together, for the projection; those of one series are one"
              + " commit, and all are where no more subjects are at once. Default:"
              + " ${DEFAULT-VALUE}.")
  List<Integer> together = List.of();

  @Option(
      names = "--rebuild-records",
      defaultValue = "4000",
      description = "Records for the rebuild; default: ${DEFAULT-VALUE}.")
  long rebuildRecords;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Decides whose records are pushed together; default: ${DEFAULT-VALUE}.")
  private long seed;

  SampleLedgers.Shape shape(int recordsOfSubject, int recordsTogether) {
    return new SampleLedgers.Shape(
        recordsOfSubject, Math.max(subjects, recordsTogether), recordsTogether, seed);
  }

  /// The shape of a volume whose commits have one entry each.
  SampleLedgers.Shape oneByOne() {
    return new SampleLedgers.Shape(REBUILT, subjects, 1, seed);
  }

  /// How many records to build a graph of first, which does not count.
  long warmUp() {
    return Math.min(MOST_TO_WARM_UP, rebuildRecords);
  }
}
