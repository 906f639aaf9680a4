package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.StateLedgers;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.RefMoved;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// Ledgers on a state folder of their own, written by the workers' writer: deployments of several
/// services at once, all of one repository. No server runs.
final class SampleLedgers implements AutoCloseable {
  private static final RepositoryName REPOSITORY = new RepositoryName("shop");

  private final SampleState state;
  private final StateLayout layout;
  private final Bootstrap bootstrap;
  private final GatewayProver gateway;
  private final SampleRepository repository;
  private final Shape shape;
  private final Random random;
  private final List<RefMoved> pushes = Collections.synchronizedList(new ArrayList<>());
  private final List<SampleDeployment> running = new ArrayList<>();
  private final List<SampleDeployment.@Nullable Served> served = new ArrayList<>();
  private long records;

  /// How records come.
  ///
  /// @param ofSubject how many each deployment has
  /// @param services how many deployments run at once
  /// @param together how many records of different deployments are pushed together; those of one
  ///   series stand in one commit
  /// @param seed decides which deployments those are
  record Shape(int ofSubject, int services, int together, long seed) {
    Shape {
      if (ofSubject < SampleDeployment.FEWEST || together < 1 || together > services) {
        throw new InfraException.WrongUsage(
            "expected at least %d records of a subject, found %d, and at most as many pushed together (%d) as subjects at once (%d)"
                .formatted(SampleDeployment.FEWEST, ofSubject, together, services));
      }
    }
  }

  SampleLedgers(Path state, Shape shape) {
    this.state = new SampleState(state);
    this.layout = this.state.layout();
    this.bootstrap = this.state.bootstrap();
    this.shape = shape;
    this.random = new Random(shape.seed());
    this.repository = new SampleRepository(this.state.addRepository(REPOSITORY, "main"));
    this.gateway =
        new GatewayProver(
            Ed25519SigningKey.read(layout.gatewayKey()),
            bootstrap.platformFile().current().audience());
    for (int service = 0; service < shape.services(); service++) {
      served.add(null);
      running.add(deployment(service));
    }
  }

  /// Writes so many more.
  ///
  /// @return the moves of branches that this took, in order
  List<RefMoved> write(long count) {
    int before = pushes.size();
    try (Ledgers ledgers =
        StateLedgers.open(layout, bootstrap, List.of(Series.values()), pushes::add)) {
      for (long end = records + count; records < end; ) {
        push(ledgers, (int) Math.min(shape.together(), end - records));
      }
    }
    return List.copyOf(pushes.subList(before, pushes.size()));
  }

  /// Points a volume's branch elsewhere; nothing is lost.
  void point(VolumeName volume, @Nullable CommitId head) {
    Path bare = layout.ledger(volume(volume).series().value());
    try (Repository ledger = new FileRepository(bare.toFile())) {
      RefUpdate update = ledger.updateRef(VolumeReader.BRANCH);
      update.setForceUpdate(true);
      update.disableRefLog();
      if (head == null) {
        update.delete();
      } else {
        update.setNewObjectId(ObjectId.fromString(head.value()));
        update.update();
      }
    } catch (IOException failed) {
      throw new InfraException.Unavailable("moving the branch of " + bare + " failed", failed);
    }
  }

  /// Where all of it lies.
  SampleState state() {
    return state;
  }

  Platform.Volume volume(VolumeName name) {
    return bootstrap.platformFile().current().volume(name).orElseThrow();
  }

  PushSource policies() {
    return new PushSource.Ledger(Series.TRUST_POLICY.firstVolume());
  }

  PushSource repository() {
    return new PushSource.Source(REPOSITORY);
  }

  @Override
  public void close() {
    repository.close();
    state.close();
  }

  private void push(Ledgers ledgers, int together) {
    List<Integer> services = new ArrayList<>(IntStream.range(0, running.size()).boxed().toList());
    Collections.shuffle(services, random);
    List<Made> made =
        services.stream()
            .limit(together)
            .map(service -> new Made(service, running.get(service).next()))
            .sorted(Comparator.comparing(it -> it.record().header().kind().series()))
            .toList();
    List<Receipt> receipts =
        ledgers.writer().write(made.stream().map(it -> RecordToWrite.of(it.record())).toList());
    for (int i = 0; i < made.size(); i++) {
      int service = made.get(i).service();
      SampleDeployment deployment = running.get(service);
      deployment.wrote(receipts.get(i).ref());
      if (deployment.ended()) {
        served.set(service, deployment.served());
        running.set(service, deployment(service));
      }
    }
    records += made.size();
  }

  private record Made(int service, LedgerRecord record) {}

  private SampleDeployment deployment(int service) {
    SampleDeployment.Served before = served.get(service);
    CommitId commit = repository.commit(before == null ? 0 : (int) before.sequence());
    return new SampleDeployment(
        gateway,
        REPOSITORY,
        Scope.of(new EnvironmentName("production"), new ServiceName("shop-" + service)),
        commit,
        repository.tree(commit),
        shape.ofSubject(),
        before);
  }
}
