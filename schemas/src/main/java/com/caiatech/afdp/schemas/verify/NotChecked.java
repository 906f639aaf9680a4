package com.caiatech.afdp.schemas.verify;

import com.caiatech.afdp.schemas.record.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Says what a verification did not look at.
///
/// @param volumes in their order
record NotChecked(
    List<GivenVolume> volumes, List<VolumeReport> reports, List<DeploymentReport> deployments) {
  private static final String END =
      "whether a ledger went on behind its end: compare sizes and roots with another copy or with"
          + " consistency tokens";

  /// A sentence for each thing.
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (Series series : Series.values()) {
      missing(series, sentences);
    }
    for (VolumeReport report : reports) {
      if (report.verification().structural().isPresent()) {
        sentences.add(
            "what stands in %s behind entry %d: its structure is broken there"
                .formatted(report.volume(), report.verification().end().size()));
      }
    }
    repositories(sentences);
    sentences.add(END);
    return sentences;
  }

  private void missing(Series series, List<String> sentences) {
    List<GivenVolume> given = volumes.stream().filter(it -> it.series() == series).toList();
    if (given.isEmpty()) {
      sentences.add("series %s: none of its volumes was given".formatted(series));
      return;
    }
    for (int number = 1; number < given.getLast().number(); number++) {
      int wanted = number;
      if (given.stream().noneMatch(it -> it.number() == wanted)) {
        sentences.add(
            "volume %d of series %s: it was not given, and one that follows it was"
                .formatted(number, series));
      }
    }
  }

  private void repositories(List<String> sentences) {
    SortedMap<String, Integer> reasons = new TreeMap<>();
    for (DeploymentReport deployment : deployments) {
      deployment
          .sources()
          .filter(sources -> sources.state() == SourcesVerdict.State.UNCHECKED)
          .ifPresent(
              sources -> sources.reasons().forEach(it -> reasons.merge(it, 1, Integer::sum)));
    }
    reasons.forEach(
        (reason, count) ->
            sentences.add("the sources of %d deployments: %s".formatted(count, reason)));
  }
}
