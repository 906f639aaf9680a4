package com.caiatech.afdp.schemas.verify;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.Finding;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The JSON of a verification, whose shape is stable: members are added, and none changes its
/// meaning.
public final class VerificationJson {
  private VerificationJson() {}

  /// The whole verification as one object.
  public static ObjectNode of(Verification verification) {
    ObjectNode report = JsonNodeFactory.instance.objectNode().put("format", "afdp-verification/1");
    report.put("holds", verification.holds());
    ObjectNode policy = report.putObject("policy").put("pinned", verification.pinned().value());
    policy.put("version", verification.policy().map(it -> it.version()).orElse(0L));
    policy.put("sha256", verification.policy().map(it -> it.digest().value()).orElse(null));
    ArrayNode volumes = report.putArray("volumes");
    verification.volumes().forEach(volume -> write(volume, volumes.addObject()));
    ArrayNode deployments = report.putArray("deployments");
    verification.deployments().forEach(it -> write(it, deployments.addObject()));
    ArrayNode notChecked = report.putArray("notChecked");
    verification.notChecked().forEach(notChecked::add);
    return report;
  }

  private static void write(VolumeReport volume, ObjectNode node) {
    LedgerVerification found = volume.verification();
    node.put("volume", volume.volume().value())
        .put("holds", volume.holds())
        .put("size", found.end().size())
        .put("root", found.root().value())
        .put("head", text(found.end().head()))
        .put("recordedAt", text(found.end().recordedAt()))
        .put("trusted", found.trusted())
        .put("violated", found.violated())
        .put("emptyCommits", found.empty());
    structural(node, found.structural());
    node.put("otherEnd", found.otherEnd().orElse(null));
    ObjectNode kinds = node.putObject("kinds");
    volume.kinds().forEach((kind, count) -> kinds.put(kind.code(), count));
    ArrayNode violations = node.putArray("violations");
    for (VolumeReport.Violation violation : volume.violations()) {
      ObjectNode entry =
          violations.addObject().put("index", violation.index()).put("path", violation.path());
      findings(violation.findings(), entry.putArray("findings"));
    }
  }

  private static void structural(ObjectNode node, Optional<CommitReading.Structural> fault) {
    if (fault.isEmpty()) {
      node.putNull("structural");
      return;
    }
    node.putObject("structural")
        .put("kind", fault.get().kind().code())
        .put("reason", fault.get().reason())
        .put("commit", text(fault.get().found()))
        .put("path", fault.get().path());
  }

  private static void findings(List<Finding> findings, ArrayNode into) {
    findings.forEach(
        finding ->
            into.addObject().put("kind", finding.kind().code()).put("reason", finding.reason()));
  }

  private static void write(DeploymentReport deployment, ObjectNode node) {
    node.put("deploymentId", deployment.deployment().value())
        .put("environment", deployment.scope().environmentText())
        .put("service", deployment.scope().serviceText())
        .put("status", deployment.status().map(status -> lower(status.name())).orElse(null))
        .put("records", lower(deployment.records().records().name()));
    ArrayNode findings = node.putArray("findings");
    for (SubjectVerdict.Finding finding : deployment.records().findings()) {
      findings
          .addObject()
          .put("kind", finding.kind().code())
          .put("volume", finding.about().volume().value())
          .put("index", finding.about().index())
          .put("path", finding.about().path())
          .put("reason", finding.reason());
    }
    ArrayNode pending = node.putArray("pending");
    deployment
        .records()
        .pending()
        .forEach(
            ref ->
                pending
                    .addObject()
                    .put("volume", ref.volume().value())
                    .put("index", ref.index())
                    .put("path", ref.path()));
    node.put("sources", deployment.sources().map(it -> it.state().toString()).orElse(null));
    ArrayNode reasons = node.putArray("sourceReasons");
    deployment.sources().ifPresent(it -> it.reasons().forEach(reasons::add));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable String text(@Nullable CommitId commit) {
    return commit == null ? null : commit.value();
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }
}
