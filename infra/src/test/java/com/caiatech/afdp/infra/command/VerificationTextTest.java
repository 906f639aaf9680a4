package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.Finding;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.soundness.FindingKind;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.caiatech.afdp.schemas.verify.DeploymentReport;
import com.caiatech.afdp.schemas.verify.SourcesVerdict;
import com.caiatech.afdp.schemas.verify.Verification;
import com.caiatech.afdp.schemas.verify.VolumeReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VerificationTextTest {
  private static final VolumeName VOLUME = new VolumeName("approval-logs");
  private static final Sha256 DIGEST = new Sha256("a".repeat(64));
  private static final CommitId HEAD = new CommitId("b".repeat(40));

  @Test
  void everythingThatDoesNotHoldHasItsPlaceAndItsReason() {
    DeploymentId id = DeploymentId.create(Instant.parse("2026-01-31T12:00:00Z"));
    DeploymentReport deployment =
        new DeploymentReport(
            id.subject(),
            Scope.of(new EnvironmentName("staging"), new ServiceName("cart")),
            Optional.empty(),
            new SubjectVerdict(
                List.of(
                    new SubjectVerdict.Finding(
                        FindingKind.NO_GO, new RecordRef(VOLUME, 4, "p4", DIGEST), "found none")),
                List.of(new RecordRef(VOLUME, 9, "p9", DIGEST))),
            Optional.of(
                new SourcesVerdict(SourcesVerdict.State.CONTRADICT, List.of("another tree"))));
    VolumeReport volume =
        new VolumeReport(
            VOLUME,
            new LedgerVerification(
                new VolumePosition(VOLUME, 3, HEAD, null),
                DIGEST,
                2,
                1,
                1,
                Optional.empty(),
                Optional.empty()),
            Map.of(ViolationKind.UNSIGNED, 1L),
            List.of(
                new VolumeReport.Violation(
                    2, "p2", List.of(new Finding(ViolationKind.UNSIGNED, "no signature")))));
    Verification found =
        new Verification(
            DIGEST, Optional.empty(), List.of(volume), List.of(deployment), List.of("the end"));
    assertThat(VerificationText.of(found).lines())
        .containsExactly(
            "no policy has the pinned digest " + DIGEST,
            "approval-logs                3 entries, 2 trusted, 1 violated; root "
                + DIGEST
                + ", head "
                + HEAD,
            "  1 commits add nothing",
            "  unsigned at entry 2 (p2): no signature",
            "1 deployments: 0 sound, 1 unsound, 0 pending",
            "their sources: 0 agree, 1 contradict, 0 lacking, 0 unchecked",
            "  deployment " + id + " of cart in staging: unsound",
            "    no-go at entry 4 of approval-logs (p4): found none",
            "    names entry 9 of approval-logs (p9), which was not read",
            "    another tree",
            "not checked: the end",
            "DOES NOT HOLD");
  }
}
