package com.caiatech.afdp.infra.trial.suspect;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// An incident whose cause is known, with all that was suspected when it was told, in the order of
/// the ranking.
///
/// @param cause the id of the commit that caused it; it may not be among the candidates
/// @param earlier the place that the earlier ranking gave it, from 1; 0 where it had none
public record SuspectCase(String incident, String cause, List<Candidate> candidates, int earlier) {
  public SuspectCase {
    candidates = List.copyOf(candidates);
  }

  /// A commit.
  ///
  /// @param committedAt epoch milliseconds
  /// @param strengths signal to strength; those of 0 are absent
  public record Candidate(
      String commit, boolean inScope, long committedAt, int size, Map<String, Double> strengths) {
    double sum(Map<String, Double> weights) {
      double sum = 0;
      for (Map.Entry<String, Double> entry : strengths.entrySet()) {
        sum += weights.getOrDefault(entry.getKey(), 0.0) * entry.getValue();
      }
      return sum;
    }
  }

  /// The place of the cause as they are, from 1; 0 where it is not there.
  int place() {
    return place(candidates);
  }

  int mostRecent() {
    return placeBy(Comparator.comparingLong(Candidate::committedAt));
  }

  int largest() {
    return placeBy(Comparator.comparingInt(Candidate::size));
  }

  int by(Map<String, Double> weights) {
    return placeBy(Comparator.comparingDouble(it -> it.sum(weights)));
  }

  /// What concerns the service comes first in every order.
  private int placeBy(Comparator<Candidate> most) {
    return place(
        candidates.stream()
            .sorted(Comparator.comparing(Candidate::inScope).thenComparing(most).reversed())
            .toList());
  }

  private int place(List<Candidate> ordered) {
    for (int i = 0; i < ordered.size(); i++) {
      if (ordered.get(i).commit().equals(cause)) {
        return i + 1;
      }
    }
    return 0;
  }
}
