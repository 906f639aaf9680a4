package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.CurrentPlatform;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.ReadEntry;
import java.util.Optional;

/// Judges what somebody says that another deployer did.
///
/// A reporter tells each deployment once: told again with the same content it is answered by the
/// record that stands, with other content it is refused.
final class DeploymentReports {
  private final LedgerReadings readings;
  private final CurrentPlatform platform;

  DeploymentReports(LedgerReadings readings, CurrentPlatform platform) {
    this.readings = readings;
    this.platform = platform;
  }

  /// The answer to a report that is not to be recorded; empty for one that is. A record that is
  /// written again is judged no more: it stands under its own subject.
  Optional<RequestOutcome> answer(Header header, AssertedDeployment asserted) {
    Optional<ReadEntry> before = readings.report(asserted.identity(header.scope()));
    Optional<AssertedDeployment> standing =
        before
            .flatMap(ReadEntry::trusted)
            .filter(record -> !record.header().subject().equals(header.subject()))
            .map(record -> (AssertedDeployment) record.body());
    if (standing.isPresent()) {
      return Optional.of(again(before.orElseThrow().ref(), standing.get(), asserted));
    }
    return before.isPresent()
        ? Optional.empty()
        : misplaced(header, asserted)
            .or(
                () ->
                    asserted
                        .untimely(header.timestamp())
                        .map(why -> refused(RefusalReason.INVALID_INPUT, why)));
  }

  private static RequestOutcome again(
      RecordRef ref, AssertedDeployment standing, AssertedDeployment asserted) {
    return standing.saysTheSameAs(asserted)
        ? new RequestOutcome.Recorded(new Receipt(ref, ref.index() + 1, true))
        : refused(
            RefusalReason.CONFLICT,
            "deployment %s of %s was reported before with other content, recorded at %s; report each once, when it has ended"
                .formatted(
                    asserted.deployer().externalId(), asserted.deployer().name(), ref.path()));
  }

  private Optional<RequestOutcome> misplaced(Header header, AssertedDeployment asserted) {
    Platform current = platform.current();
    EnvironmentName environment = header.scope().environment();
    ServiceName service = header.scope().service();
    if (environment == null || current.environment(environment).isEmpty()) {
      return Optional.of(
          refused(
              RefusalReason.UNKNOWN_ENVIRONMENT,
              "expected an environment of the platform, found " + environment));
    }
    Optional<Platform.Source> source =
        Optional.ofNullable(service)
            .flatMap(current::service)
            .map(it -> it.sources().get(SourceRole.APPLICATION));
    if (source.isEmpty()) {
      return Optional.of(
          refused(
              RefusalReason.UNKNOWN_SERVICE,
              "expected a service of the platform, found " + service));
    }
    Platform.Source told = new Platform.Source(asserted.repository(), asserted.part());
    return source.get().equals(told)
        ? Optional.empty()
        : Optional.of(
            refused(
                RefusalReason.INVALID_INPUT,
                "repository: expected %s, where %s lies, found %s; report it again"
                    .formatted(source.get(), service, told)));
  }

  private static RequestOutcome refused(RefusalReason reason, String message) {
    return new RequestOutcome.Refused(reason, message);
  }
}
