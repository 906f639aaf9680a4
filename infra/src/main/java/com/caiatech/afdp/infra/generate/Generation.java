package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.StateLedgers;
import com.caiatech.afdp.infra.generate.model.Event;
import com.caiatech.afdp.infra.generate.model.Organisation;
import com.caiatech.afdp.infra.generate.model.OrganisationModel;
import com.caiatech.afdp.infra.generate.model.Scale;
import com.caiatech.afdp.infra.runner.LogFile;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.NewVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Writes an organisation into a state folder: its ledgers by the workers' writer, at the model's
/// time, its repositories, and the truth. The same size and seed write the same records, commits
/// and truth.
public final class Generation {
  /// The file with the truth, in the folder.
  public static final String TRUTH = "truth.ndjson";

  private Generation() {}

  /// What was written.
  ///
  /// @param commits of source repositories
  /// @param pinnedPolicy by which the ledgers are verified
  public record Result(
      Path folder,
      long deployments,
      long commits,
      long incidents,
      long records,
      int repositories,
      Sha256 pinnedPolicy) {}

  /// Writes it.
  ///
  /// @param folder where nothing is yet
  /// @param progress is told how far it is
  /// @throws InfraException.Refused when something is in the folder; nothing was changed
  /// @throws InfraException.Unavailable when it cannot be written; what is there then is incomplete
  public static Result run(Path folder, Scale scale, Consumer<String> progress) {
    requireEmpty(folder);
    try (StateFolder state = StateFolder.open(folder);
        LogFile _ = LogFile.open(state.layout().logs())) {
      StateLayout layout = state.layout();
      return write(
          layout, scale, progress, (bootstrap, policies) -> ledgers(layout, bootstrap, policies));
    } catch (WorkersException failed) {
      throw new InfraException.Unavailable(
          "generating into "
              + folder
              + " failed: "
              + failed.getMessage()
              + "; what was generated is incomplete, delete the folder and try again",
          failed);
    }
  }

  static void requireEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new InfraException.Refused(
          "generating into " + folder + ": expected a folder, found a file; nothing was changed");
    }
    try (Stream<Path> found = Files.list(folder)) {
      found
          .sorted()
          .findFirst()
          .ifPresent(
              file -> {
                throw new InfraException.Refused(
                    "generating into "
                        + folder
                        + ": expected an empty folder or none, found "
                        + file.getFileName()
                        + "; nothing was changed");
              });
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "looking into " + folder + " failed: " + unreadable + "; nothing was changed",
          unreadable);
    }
  }

  /// Where repositories and records go.
  interface Destination {
    SourceHistory.Store repository(String name);

    RecordVolumes volumes();
  }

  /// Begins a destination when the platform's keys and first trust policy stand.
  interface Beginning {
    Destination begin(Bootstrap bootstrap, PolicyHistory policies);
  }

  /// Writes into a state folder that is empty.
  static Result write(
      StateLayout layout, Scale scale, Consumer<String> progress, Beginning beginning) {
    OrganisationModel model = new OrganisationModel(scale);
    Organisation organisation = model.organisation();
    GeneratedState state = new GeneratedState(layout, scale);
    Bootstrap bootstrap = state.make(organisation);
    Names names = new Names(organisation, scale.seed(), Pepper.read(layout.pepper()));
    GatewayProver gateway =
        new GatewayProver(
            Ed25519SigningKey.read(layout.gatewayKey()),
            bootstrap.platformFile().current().audience());
    Destination destination = beginning.begin(bootstrap, policies(layout, bootstrap));
    List<SourceHistory> histories =
        organisation.repositories().stream()
            .map(it -> new SourceHistory(destination.repository(it.name())))
            .toList();
    EventCounts counts = new EventCounts(scale, progress);
    long records;
    try (TruthFile truth = new TruthFile(layout.root().resolve(TRUTH), names, histories);
        WaitingRecords waiting = new WaitingRecords(destination.volumes())) {
      truth.begin(scale, organisation);
      Consumer<Event> writing =
          new EventWriting(names, histories, new ProvenRecords(names, gateway), waiting, truth);
      model.tell(writing.andThen(counts));
      waiting.publish();
      records = waiting.written();
    } finally {
      histories.forEach(SourceHistory::close);
    }
    return new Result(
        layout.root(),
        counts.deployments(),
        counts.commits(),
        counts.incidents(),
        records,
        histories.size(),
        bootstrap.identities().pinnedPolicy());
  }

  private static PolicyHistory policies(StateLayout layout, Bootstrap bootstrap) {
    try (Ledgers ledgers =
        StateLedgers.open(layout, bootstrap, List.of(Series.TRUST_POLICY), moved -> {})) {
      return ledgers.policies();
    }
  }

  private static Destination ledgers(
      StateLayout layout, Bootstrap bootstrap, PolicyHistory policies) {
    return new Destination() {
      @Override
      public SourceHistory.Store repository(String name) {
        return new SourceRepository(layout.repository(name));
      }

      @Override
      public RecordVolumes volumes() {
        return new WrittenVolumes(
            Generation.volumes(layout, bootstrap, policies.currentOrNobody()));
      }
    };
  }

  /// The volumes beside the trust policy's, which stands.
  private static Map<Series, NewVolume> volumes(
      StateLayout layout, Bootstrap bootstrap, TrustPolicy policy) {
    Map<Series, NewVolume> volumes = new EnumMap<>(Series.class);
    for (Series series : EnumSet.complementOf(EnumSet.of(Series.TRUST_POLICY))) {
      volumes.put(
          series,
          new NewVolume(
              layout.ledger(series.value()), series, bootstrap.writer(), policy, layout.marks()));
    }
    return volumes;
  }
}
