package com.caiatech.afdp.infra.trial.suspect;

import com.caiatech.afdp.infra.generate.model.Scale;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What a trial over some organisations found.
///
/// @param cases seed to the incidents of that organisation
public record SuspectReport(Map<Long, List<SuspectCase>> cases) {
  private static final LocalDate FROM = LocalDate.of(2025, 1, 6);
  private static final int COMMITS_OF_DEPLOYMENT = 5;
  private static final int DEPLOYMENTS_OF_SERVICE = 250;

  /// Runs it.
  ///
  /// @param deployments of each organisation
  public static SuspectReport of(
      SuspectTrial trial, List<Long> seeds, int deployments, Consumer<String> progress) {
    Map<Long, List<SuspectCase>> cases = new LinkedHashMap<>();
    int services = Math.max(2, deployments / DEPLOYMENTS_OF_SERVICE);
    for (long seed : seeds) {
      Scale scale =
          new Scale(
              seed,
              deployments,
              COMMITS_OF_DEPLOYMENT * deployments,
              services,
              3 * services,
              180,
              FROM);
      cases.put(seed, trial.cases(scale));
      progress.accept("organisation %d has happened".formatted(seed));
    }
    return new SuspectReport(cases);
  }

  private List<SuspectCase> all() {
    return cases.values().stream().flatMap(List::stream).toList();
  }

  /// The figures of the ranking over all organisations.
  public RankingFigures ranking() {
    return RankingFigures.of(all(), SuspectCase::place);
  }

  /// The figures of the other orders over all organisations: the most recent commit, the largest
  /// one, and the earlier ranking.
  public List<RankingFigures> others() {
    return List.of(
        RankingFigures.of(all(), SuspectCase::mostRecent),
        RankingFigures.of(all(), SuspectCase::largest),
        RankingFigures.of(all(), SuspectCase::earlier));
  }

  /// A table with a head.
  public List<String> rows() {
    List<String> rows = new ArrayList<>();
    rows.add("seed   order       incidents   first     five   1/place");
    cases.forEach((seed, of) -> addRows(rows, Long.toString(seed), of));
    addRows(rows, "all", all());
    rows.add(
        "%.1f candidates of an incident on average, %d causes of %d are not among them"
            .formatted(
                all().stream().mapToInt(it -> it.candidates().size()).average().orElse(0),
                all().stream().filter(it -> it.place() == 0).count(),
                all().size()));
    return rows;
  }

  private static void addRows(List<String> rows, String seed, List<SuspectCase> of) {
    rows.add(RankingFigures.of(of, SuspectCase::place).row(seed, "suspects"));
    rows.add(RankingFigures.of(of, SuspectCase::mostRecent).row(seed, "most recent"));
    rows.add(RankingFigures.of(of, SuspectCase::largest).row(seed, "largest"));
    rows.add(RankingFigures.of(of, SuspectCase::earlier).row(seed, "earlier"));
  }

  /// Weights that are set on these organisations.
  public Map<String, Double> fitted() {
    return new WeightFit().fit(all());
  }
}
