package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.KeyHolder;
import com.caiatech.afdp.infra.bootstrap.StateLedgers;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.PushedMark;
import com.caiatech.afdp.workers.ledger.SharedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Gives the worker or the gateway of a state folder another key, by a new trust policy: the one
/// before counts for what stands, the other one for what is to come. A key that was lost, has
/// expired or is to be renewed so costs nothing that was recorded; what a thief signed with one
/// that was stolen counts no more from an entry on.
///
/// The other key lies beside the one before it until the policy is recorded. Whatever ends this in
/// between, the next one goes on with the same key.
///
/// @param replaced the key whose place it takes, as the policy names it; absent for the one in the
///   folder, or where that was lost, for the only one that counts
/// @param distrusted the first entry, by volume, for which the one before counts no more; absent
///   for all that stands
/// @param roots files with the keys of roots that sign beside the state folder's own
public record KeyRotation(
    KeyHolder holder,
    Optional<String> replaced,
    Map<VolumeName, Long> distrusted,
    List<Path> roots) {
  public KeyRotation {
    distrusted = Map.copyOf(distrusted);
    roots = List.copyOf(roots);
  }

  /// What took the place of what.
  ///
  /// @param entries how many entries stand for which the key before counts no more
  public record Rotated(String before, String after, long policyVersion, long entries) {}

  /// Signs the policy with the root key of a stopped runner, and with the further ones, records it
  /// and puts the key in its place.
  ///
  /// @throws InfraException.Refused when there is no platform in the folder, it is not clear which
  ///   key is replaced, an entry is beyond the end of its volume, or fewer roots sign than the
  ///   policy asks for; the key before stays
  /// @throws InfraException.Unavailable when a runner holds the folder, or the policy is not taken
  public Rotated run(Path state) {
    String work = "replacing the key of the " + name() + ": ";
    try (StateFolder folder = StateFolder.ofPlatform(state);
        LogFile _ = LogFile.open(folder.layout().logs())) {
      StateLayout layout = folder.layout();
      Rotated rotated = record(layout, Bootstrap.ensure(layout), work);
      if (Files.exists(holder.nextFile(layout))) {
        Files.move(holder.nextFile(layout), holder.file(layout), StandardCopyOption.ATOMIC_MOVE);
      }
      var _ = Bootstrap.ensure(layout); // writes what is made of the key
      return rotated;
    } catch (WorkersException | SchemasException | IOException fault) {
      throw new InfraException.Unavailable(
          work + fault.getMessage() + "; run the same again", fault);
    }
  }

  private String name() {
    return holder.name().toLowerCase(Locale.ROOT);
  }

  private Rotated record(StateLayout layout, Bootstrap bootstrap, String work) {
    try (Ledgers ledgers =
        StateLedgers.open(layout, bootstrap, List.of(Series.TRUST_POLICY), moved -> {})) {
      TrustPolicy trust = ledgers.policies().currentOrNobody();
      Policy current = trust.policy();
      String own = holder.readOrGenerate(holder.file(layout));
      Path other = holder.nextFile(layout);
      if (!Files.exists(other) && !holder.named(current).contains(own)) {
        other = holder.file(layout); // it was made where the one before was lost
      }
      String after = holder.readOrGenerate(other);
      if (holder.named(current).contains(after)) {
        return new Rotated(own, after, current.version(), 0); // the one before ended after that
      }
      String before = before(current, own, work);
      RootSigning signing = RootSigning.by(layout, bootstrap, current, roots, work);
      Map<VolumeName, Long> sizes = sizes(layout, bootstrap, trust);
      Policy next = holder.replacing(current, before, other, handover(trust, sizes, work));
      ledgers.writer().write(List.of(signing.policy(next)));
      return new Rotated(before, after, next.version(), distrustedOf(sizes));
    }
  }

  private String before(Policy current, String own, String work) {
    List<String> lasting = holder.lasting(current);
    String before =
        replaced.orElseGet(
            () -> lasting.contains(own) || lasting.size() != 1 ? own : lasting.getFirst());
    if (!lasting.contains(before)) {
      throw new InfraException.Refused(
          "%sexpected one of the keys that count by policy %d, which are %s, found %s; nothing was changed; name with --key which of them it takes the place of"
              .formatted(work, current.version(), lasting, before));
    }
    return before;
  }

  private static Map<VolumeName, Long> sizes(
      StateLayout layout, Bootstrap bootstrap, TrustPolicy trust) {
    Map<VolumeName, Long> sizes = new HashMap<>();
    for (Platform.Volume volume : bootstrap.platformFile().current().volumes()) {
      VolumeName name = volume.name();
      Terminal.progress("reading " + name + " to its end");
      try (SharedDisk disk = SharedDisk.open(layout.ledger(name.value()))) {
        VolumeReader reader = new VolumeReader(disk.repository(), volume.series(), name);
        long here = LedgerVerification.run(reader, trust, judged -> {}).end().size();
        long pushed = PushedMark.read(layout.marks(), name).map(PushedMark::entries).orElse(0L);
        sizes.put(name, Math.max(here, pushed));
      }
    }
    return sizes;
  }

  private Policy.Handover handover(TrustPolicy trust, Map<VolumeName, Long> sizes, String work) {
    distrusted.forEach(
        (volume, index) -> {
          Long size = sizes.get(volume);
          if (size == null || index < 0 || index > size) {
            throw new InfraException.Refused(
                "%s--distrust-from %s=%d: expected one of %s and an entry up to where it ends; nothing was changed"
                    .formatted(work, volume, index, sizes));
          }
        });
    Map<VolumeName, Long> until = new HashMap<>(sizes);
    Map<VolumeName, Long> from = new HashMap<>();
    for (Series series : Series.values()) {
      VolumeName open = trust.chains().open(series);
      from.put(open, sizes.getOrDefault(open, 0L));
    }
    // the entry that brings the policy may be signed by either of them
    until.merge(trust.chains().open(Series.TRUST_POLICY), 1L, Long::sum);
    until.putAll(distrusted);
    return new Policy.Handover(until, from);
  }

  private long distrustedOf(Map<VolumeName, Long> sizes) {
    return distrusted.entrySet().stream()
        .mapToLong(each -> sizes.getOrDefault(each.getKey(), 0L) - each.getValue())
        .sum();
  }
}
