package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The volumes of every series, for writing to the open one and reading all. The first use of a
/// volume reads and checks all of it, later ones what is new.
public final class Ledgers implements AutoCloseable {
  private final LedgerWriter writer;
  private final LedgerReadings readings;
  private final Supplier<PolicyHistory> policies;

  private Ledgers(LedgerWriter writer, LedgerReadings readings, Supplier<PolicyHistory> policies) {
    this.writer = writer;
    this.readings = readings;
    this.policies = policies;
  }

  /// Opens the ledgers, whose trust policy has one volume. The stores are closed with them.
  ///
  /// @see #open(Map, List, WriterIdentity, Sha256, Path, Path, Clock, Consumer)
  public static Ledgers open(
      Map<Series, VolumeStore> stores,
      WriterIdentity identity,
      Sha256 pinnedPolicy,
      Path marks,
      Path evidence,
      Clock clock,
      Consumer<RefMoved> announcement) {
    return open(stores, List.of(), identity, pinnedPolicy, marks, evidence, clock, announcement);
  }

  /// Opens the ledgers. The stores are closed with them.
  ///
  /// @param stores the first volume of every series; its successors lie beside it. The trust
  ///   policy's is needed to judge the others
  /// @param laterPolicies the volumes that are configured to follow the trust policy's first, in
  ///   order; each counts once its first commit does
  /// @param pinnedPolicy the digest of the first trust policy
  /// @param marks the folder of this worker's marks: what it pushed last to each volume
  /// @param evidence the folder of the evidence store, which is only read: a host that shows less
  ///   than observers accepted is not built upon
  /// @param announcement is told of every move of a branch once it is durable, by the writing
  ///   thread; it must not block
  /// @throws WorkersException.LedgerUnavailable when a volume cannot be read
  public static Ledgers open(
      Map<Series, VolumeStore> stores,
      List<VolumeName> laterPolicies,
      WriterIdentity identity,
      Sha256 pinnedPolicy,
      Path marks,
      Path evidence,
      Clock clock,
      Consumer<RefMoved> announcement) {
    VolumeStore policyStore = stores.get(Series.TRUST_POLICY);
    if (policyStore == null) {
      throw new WorkersException.LedgerUnavailable(
          "Opening the ledgers: expected a volume of " + Series.TRUST_POLICY + ", found none");
    }
    SortedMap<VolumeName, VolumeStore> policyStores = new TreeMap<>();
    policyStores.put(Series.TRUST_POLICY.firstVolume(), policyStore);
    laterPolicies.forEach(name -> policyStores.put(name, policyStore.beside(name)));
    PolicySource policies = new PolicySource(policyStores, pinnedPolicy, evidence);
    Map<Series, VolumeQueue> queues = new EnumMap<>(Series.class);
    Map<Series, VolumeChain> chains = new EnumMap<>(Series.class);
    stores.forEach(
        (series, store) -> {
          VolumeChain chain =
              new VolumeChain(
                  series,
                  series == Series.TRUST_POLICY
                      ? policyStores
                      : new TreeMap<>(Map.of(series.firstVolume(), store)),
                  policies,
                  clock,
                  (name, place) -> open(name, place, identity, policies, marks, evidence, clock));
          chains.put(series, chain);
          queues.put(
              series,
              new VolumeQueue(
                  series.value(), new ChainWriter(chain, new RecordCheck(series), announcement)));
        });
    return new Ledgers(new LedgerWriter(queues), new LedgerReadings(chains, policies), policies);
  }

  /// Writes records.
  public LedgerWriter writer() {
    return writer;
  }

  /// Reads records.
  public LedgerReadings readings() {
    return readings;
  }

  /// The trust policies as they are now.
  public PolicyHistory policies() {
    return policies.get();
  }

  /// Waits until all that was asked for is written, and closes the volumes.
  @Override
  public void close() {
    writer.close();
  }

  private static OpenVolume open(
      VolumeName name,
      VolumeStore store,
      WriterIdentity identity,
      PolicySource policies,
      Path marks,
      Path evidence,
      Clock clock) {
    Series series = Series.of(name);
    WriterMark mark = new WriterMark(marks, name, policies);
    VolumeReader reader = new VolumeReader(store.repository(), series, name);
    return new OpenVolume(
        store,
        new VolumeIndex(
            store.repository(), reader, policies, mark, new AcceptedMark(evidence, name)),
        new CommitWriter(store.repository(), series, identity, policies, clock),
        mark);
  }
}
