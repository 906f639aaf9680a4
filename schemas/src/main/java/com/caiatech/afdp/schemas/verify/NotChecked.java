package com.caiatech.afdp.schemas.verify;

import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.VolumeChains;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Says what a verification did not look at.
///
/// @param volumes in their order
/// @param chains the volumes that there are
record NotChecked(
    List<GivenVolume> volumes,
    VolumeChains chains,
    List<VolumeReport> reports,
    List<DeploymentReport> deployments) {
  private static final String END =
      "whether a ledger went on behind its end, or the trust policy in a volume that was not given:"
          + " compare sizes and roots with another copy or with consistency tokens";

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
    for (VolumeName volume : chains.volumes(series)) {
      if (given.stream().noneMatch(it -> it.name().equals(volume))) {
        sentences.add("volume %s: it was opened and was not given".formatted(volume));
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
