package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.StateLedgers;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.embedded.RefMove;
import com.caiatech.afdp.infra.embedded.ServedName;
import com.caiatech.afdp.infra.embedded.WebhookSender;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.RefMoved;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.lib.ObjectId;

/// A worker on another machine, as the platform sees it: it pushes signed check results, five about
/// each deployment, and its Git host's webhook tells of every push.
final class PushedChecks implements Callable<ConsistencyToken>, AutoCloseable {
  private static final int OF_A_DEPLOYMENT = 5;

  private final Ledgers ledgers;
  private final WebhookSender webhook;
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicReference<DeploymentId> deployment =
      new AtomicReference<>(DeploymentId.create(Instant.now()));

  PushedChecks(StateLayout layout, Endpoints endpoints) {
    Bootstrap bootstrap = Bootstrap.ensure(layout);
    webhook =
        new WebhookSender(URI.create(endpoints.webhook()), bootstrap.identities()::webhookSecret);
    ledgers =
        StateLedgers.open(
            layout, bootstrap, List.of(Series.TRUST_POLICY, Series.CHECKS), this::tell);
  }

  /// Pushes one.
  @Override
  public ConsistencyToken call() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    int number = made.getAndIncrement();
    if (number % OF_A_DEPLOYMENT == 0) {
      deployment.set(DeploymentId.create(now));
    }
    CheckResult result =
        new CheckResult(
            "smoke",
            CheckStage.POST,
            CheckType.HTTP,
            CheckStatus.PASSED,
            new Measurements(0.25, 64L << 20, 3.5, 9.0, 1.0, 20L),
            "/",
            null,
            now,
            now,
            null,
            null,
            null);
    Header header =
        new Header(
            RecordKind.CHECK_RESULT,
            deployment.get().subject(),
            "check-post-" + number,
            Scope.of(new EnvironmentName("staging"), new ServiceName("benchmark")),
            now);
    Receipt receipt =
        ledgers
            .writer()
            .write(List.of(RecordToWrite.of(LedgerRecord.of(header, result))))
            .getFirst();
    return new ConsistencyToken(receipt.ref().volume(), receipt.size());
  }

  @Override
  public void close() {
    ledgers.close();
    webhook.close();
  }

  private void tell(RefMoved moved) {
    CommitId before = moved.before();
    webhook.send(
        new RefMove(
            new ServedName(ServedName.Root.LEDGERS, moved.volume().value()),
            "refs/heads/main",
            before == null ? ObjectId.zeroId() : ObjectId.fromString(before.value()),
            ObjectId.fromString(moved.after().value()),
            "benchmark"));
  }
}
