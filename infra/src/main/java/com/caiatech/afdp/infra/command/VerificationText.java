package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.Finding;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.caiatech.afdp.schemas.verify.DeploymentReport;
import com.caiatech.afdp.schemas.verify.SourcesVerdict;
import com.caiatech.afdp.schemas.verify.Verification;
import com.caiatech.afdp.schemas.verify.VolumeReport;
import java.util.ArrayList;
import java.util.List;

/// A verification for people: what holds in a line each, and everything that does not.
final class VerificationText {
  private static final int MOST_LINES = 50;

  private final List<String> lines = new ArrayList<>();

  private VerificationText() {}

  static String of(Verification verification) {
    VerificationText text = new VerificationText();
    text.add(
        verification
            .policy()
            .map(it -> "policy %d, pinned by %s".formatted(it.version(), verification.pinned()))
            .orElse("no policy has the pinned digest " + verification.pinned()));
    verification.volumes().forEach(text::volume);
    text.deployments(verification.deployments());
    verification.notChecked().forEach(it -> text.add("not checked: " + it));
    text.add(verification.holds() ? "everything that was checked holds" : "DOES NOT HOLD");
    return String.join(System.lineSeparator(), text.lines);
  }

  private void volume(VolumeReport volume) {
    LedgerVerification found = volume.verification();
    add(
        "%-28s %d entries, %d trusted, %d violated; root %s, head %s"
            .formatted(
                volume.volume(),
                found.end().size(),
                found.trusted(),
                found.violated(),
                found.root(),
                found.end().head() == null ? "none" : found.end().head()));
    found.structural().map(CommitReading.Structural::describe).ifPresent(it -> add("  " + it));
    found.otherEnd().ifPresent(it -> add("  " + it));
    if (found.empty() > 0) {
      add("  %d commits add nothing".formatted(found.empty()));
    }
    for (VolumeReport.Violation violation :
        volume.violations().subList(0, Math.min(MOST_LINES, volume.violations().size()))) {
      for (Finding finding : violation.findings()) {
        add(
            "  %s at entry %d (%s): %s"
                .formatted(finding.kind(), violation.index(), violation.path(), finding.reason()));
      }
    }
    if (found.violated() > MOST_LINES) {
      add(
          "  and %d more entries that do not count: %s"
              .formatted(found.violated() - MOST_LINES, volume.kinds()));
    }
  }

  private void deployments(List<DeploymentReport> deployments) {
    add(
        "%d deployments: %s"
            .formatted(
                deployments.size(),
                String.join(
                    ", ",
                    count(deployments, SubjectVerdict.Records.SOUND),
                    count(deployments, SubjectVerdict.Records.UNSOUND),
                    count(deployments, SubjectVerdict.Records.PENDING))));
    add(
        "their sources: "
            + String.join(
                ", ",
                count(deployments, SourcesVerdict.State.AGREE),
                count(deployments, SourcesVerdict.State.CONTRADICT),
                count(deployments, SourcesVerdict.State.LACKING),
                count(deployments, SourcesVerdict.State.UNCHECKED)));
    List<DeploymentReport> bad = deployments.stream().filter(it -> !it.holds()).toList();
    bad.stream().limit(MOST_LINES).forEach(this::deployment);
    if (bad.size() > MOST_LINES) {
      add("  and %d more deployments, which --json tells".formatted(bad.size() - MOST_LINES));
    }
  }

  private void deployment(DeploymentReport deployment) {
    add(
        "  deployment %s of %s in %s: %s"
            .formatted(
                deployment.deployment(),
                deployment.scope().serviceText(),
                deployment.scope().environmentText(),
                word(deployment.records().records())));
    for (SubjectVerdict.Finding finding : deployment.records().findings()) {
      add(
          "    %s at entry %d of %s (%s): %s"
              .formatted(
                  finding.kind(),
                  finding.about().index(),
                  finding.about().volume(),
                  finding.about().path(),
                  finding.reason()));
    }
    deployment
        .records()
        .pending()
        .forEach(
            ref ->
                add(
                    "    names entry %d of %s (%s), which was not read"
                        .formatted(ref.index(), ref.volume(), ref.path())));
    deployment.sources().ifPresent(it -> it.reasons().forEach(why -> add("    " + why)));
  }

  private static String count(List<DeploymentReport> deployments, SubjectVerdict.Records records) {
    return deployments.stream().filter(it -> it.records().records() == records).count()
        + " "
        + word(records);
  }

  private static String count(List<DeploymentReport> deployments, SourcesVerdict.State state) {
    return deployments.stream()
            .filter(it -> it.sources().filter(sources -> sources.state() == state).isPresent())
            .count()
        + " "
        + state;
  }

  private static String word(SubjectVerdict.Records records) {
    return switch (records) {
      case SOUND -> "sound";
      case UNSOUND -> "unsound";
      case PENDING -> "pending";
    };
  }

  private void add(String line) {
    lines.add(line);
  }
}
