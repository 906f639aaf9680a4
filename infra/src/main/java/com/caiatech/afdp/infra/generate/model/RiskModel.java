package com.caiatech.afdp.infra.generate.model;

import java.util.ArrayList;
import java.util.List;

/// What makes changes dangerous: logistic models with the weights below, and noise that nothing
/// explains. They are told in `infra/architecture/generator.md`.
public final class RiskModel {
  /// The logit of a fault of a commit is the sum of these, of its kind's weight, and of noise.
  private static final double BASE = -9.2;

  private static final double SIZE = 0.35;
  private static final double ENTROPY = 0.9;
  private static final double HOT_FILE = 0.5;
  private static final double INCIDENT_HISTORY = 0.6;
  private static final double INEXPERIENCE = 1.3;
  private static final double NEWCOMER = 0.5;
  private static final double OTHER_TEAM = 0.4;
  private static final double RISKY_HOUR = 0.6;
  private static final double SETTINGS_DRIFT = 0.3;
  private static final double NOISE = 0.8;

  /// The logit of a fault's showing in production is the sum of these.
  private static final double SHOWS = 0.8;

  private static final double SHOWS_RISKY_HOUR = 1.0;
  private static final double SHOWS_DRIFT = 0.3;
  private static final double SHOWS_HASTE = 0.7;

  private RiskModel() {}

  /// A summand of a logit that is not 0.
  public record Term(String name, double value) {}

  /// What is known of a change before it is deployed.
  ///
  /// @param lines added and deleted
  /// @param entropy of the lines over the files, 0 to 1
  /// @param churn of its hottest file: changes of late, each counting half after 30 days
  /// @param incidents of its files: faults that were found in them, each counting half after 90
  ///   days
  /// @param experience how many of the author's earlier commits touched these files, on average
  /// @param newcomer whether the author joined within 60 days
  /// @param otherTeam whether the author's team does not own it
  /// @param riskyHour whether few people look at that hour
  /// @param drift changes of settings by which environments differ; for settings alone
  record Change(
      ChangeKind kind,
      int lines,
      double entropy,
      double churn,
      double incidents,
      double experience,
      boolean newcomer,
      boolean otherTeam,
      boolean riskyHour,
      int drift) {}

  /// How likely something is, and what that is made of.
  record Risk(double probability, List<Term> terms) {}

  /// How likely a commit has a fault.
  static Risk ofCommit(Change change, Chance chance) {
    Sum sum = new Sum(BASE);
    sum.add("kind", change.kind().weight());
    sum.add("size", SIZE * StrictMath.log(1 + change.lines()));
    sum.add("entropy", ENTROPY * change.entropy());
    sum.add("hotFile", HOT_FILE * StrictMath.log(1 + change.churn()));
    sum.add("incidentHistory", INCIDENT_HISTORY * Math.min(2, change.incidents()));
    sum.add("inexperience", INEXPERIENCE * StrictMath.exp(-change.experience() / 3));
    sum.add("newcomer", change.newcomer() ? NEWCOMER : 0);
    sum.add("otherTeam", change.otherTeam() ? OTHER_TEAM : 0);
    sum.add("riskyHour", change.riskyHour() ? RISKY_HOUR : 0);
    sum.add("settingsDrift", SETTINGS_DRIFT * Math.min(4, change.drift()));
    sum.add("noise", chance.normal(0, NOISE));
    return sum.risk();
  }

  /// How likely a fault shows that a deployment brings into production.
  ///
  /// @param drift changes of settings by which production differs from staging
  /// @param haste whether a check failed and was run again just before
  static Risk ofShowing(boolean riskyHour, int drift, boolean haste) {
    Sum sum = new Sum(SHOWS);
    sum.add("riskyHour", riskyHour ? SHOWS_RISKY_HOUR : 0);
    sum.add("settingsDrift", SHOWS_DRIFT * Math.min(4, drift));
    sum.add("haste", haste ? SHOWS_HASTE : 0);
    return sum.risk();
  }

  private static final class Sum {
    private final List<Term> terms = new ArrayList<>();
    private double logit;

    Sum(double base) {
      add("base", base);
    }

    void add(String name, double value) {
      logit += value;
      if (value != 0) {
        terms.add(new Term(name, value));
      }
    }

    Risk risk() {
      return new Risk(1 / (1 + StrictMath.exp(-logit)), List.copyOf(terms));
    }
  }
}
