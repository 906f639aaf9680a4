package com.caiatech.afdp.infra.trial.suspect;

import com.caiatech.afdp.graphmodel.suspect.SuspectWeights;
import com.caiatech.afdp.infra.trial.suspect.SuspectCase.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Sets weights by the conditional logit model (McFadden, "Conditional logit analysis of
/// qualitative choice behavior", 1974): of the candidates of an incident, each is the cause with a
/// probability proportional to e^(sum of weight × strength). The weights are those that make the
/// known causes most likely, less a penalty on their squares, found by gradient ascent; then all
/// are divided by the sum that one candidate in a thousand exceeds, so that scores lie within 0 and
/// 1: beyond they are cut.
///
/// What a generated organisation cannot teach keeps its weight: nothing in it is caused by what a
/// rollback took away, is deployed unchecked or by others, and what is learned later is not asked.
/// Commits of documentation or tests alone cause too few incidents for a measurement: they keep
/// their weights, and are left out here.
final class WeightFit {
  /// Signals whose weights stay as they are.
  static final Set<String> KEPT =
      Set.of(
          "taken-back",
          "reverted-before",
          "checks-failed",
          "checks-missing",
          "withdrawn",
          "asserted",
          "documentation-only",
          "test-only");

  private static final Set<String> AGAINST = Set.of("merge");
  private static final Set<String> HARMLESS = Set.of("documentation-only", "test-only");

  private static final int STEPS = 3_000;
  private static final double RATE = 0.5;
  private static final double PENALTY = 0.0003;

  /// The quantile of the sums that becomes 1.
  private static final double SCALE = 0.999;

  private final List<String> signals =
      SuspectWeights.standard().keySet().stream().filter(it -> !KEPT.contains(it)).toList();

  /// The weights of all signals.
  Map<String, Double> fit(List<SuspectCase> cases) {
    List<Choice> choices = new ArrayList<>();
    cases.forEach(it -> addChoice(choices, it));
    double[] weights = new double[signals.size()];
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new double[weights.length];
      choices.forEach(it -> it.addTo(gradient, weights));
      for (int i = 0; i < weights.length; i++) {
        double next = weights[i] + RATE * (gradient[i] / choices.size() - PENALTY * weights[i]);
        weights[i] = AGAINST.contains(signals.get(i)) ? next : Math.max(0, next);
      }
    }
    double[] sums =
        choices.stream()
            .flatMap(it -> it.strengths().stream())
            .mapToDouble(it -> product(weights, it))
            .sorted()
            .toArray();
    double one = sums.length == 0 ? 1 : sums[(int) (SCALE * (sums.length - 1))];
    Map<String, Double> all = new TreeMap<>(SuspectWeights.standard());
    for (int i = 0; i < weights.length; i++) {
      all.put(signals.get(i), Math.round(1000 * weights[i] / one) / 1000.0);
    }
    return all;
  }

  /// Only of candidates among which weights decide.
  private void addChoice(List<Choice> choices, SuspectCase one) {
    List<Candidate> inScope =
        one.candidates().stream()
            .filter(Candidate::inScope)
            .filter(it -> Collections.disjoint(it.strengths().keySet(), HARMLESS))
            .toList();
    for (int i = 0; i < inScope.size(); i++) {
      if (inScope.get(i).commit().equals(one.cause()) && inScope.size() > 1) {
        choices.add(new Choice(inScope.stream().map(this::strengths).toList(), i));
      }
    }
  }

  private double[] strengths(Candidate candidate) {
    return signals.stream()
        .mapToDouble(it -> candidate.strengths().getOrDefault(it, 0.0))
        .toArray();
  }

  private static double product(double[] weights, double[] strengths) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * strengths[i];
    }
    return sum;
  }

  /// The candidates of an incident, and which of them it was.
  private record Choice(List<double[]> strengths, int cause) {
    void addTo(double[] gradient, double[] weights) {
      double[] likely = strengths.stream().mapToDouble(it -> product(weights, it)).toArray();
      double most = Double.NEGATIVE_INFINITY;
      for (double it : likely) {
        most = Math.max(most, it);
      }
      double all = 0;
      for (int i = 0; i < likely.length; i++) {
        likely[i] = StrictMath.exp(likely[i] - most);
        all += likely[i];
      }
      for (int c = 0; c < likely.length; c++) {
        double factor = (c == cause ? 1 : 0) - likely[c] / all;
        double[] of = strengths.get(c);
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] += factor * of[i];
        }
      }
    }
  }
}
