package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.StateLedgers;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.SchemaVersion;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.Ledgers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Records a trust policy by which a key may sign further kinds of record, as a platform needs
/// whose policy is from before there was the kind.
///
/// @param kinds what it may sign; empty for all that this software writes
/// @param key absent for the key of the state folder's worker
/// @param roots files with the keys of roots that sign beside the state folder's own
public record TrustGrant(
    List<SchemaVersion> kinds, Optional<KeyFingerprint> key, List<Path> roots) {
  public TrustGrant {
    kinds = List.copyOf(kinds);
    roots = List.copyOf(roots);
  }

  /// What was granted.
  public record Granted(KeyFingerprint key, List<SchemaVersion> kinds, long policyVersion) {}

  /// Signs the policy with the root key of a stopped runner, and with the further ones, and records
  /// it.
  ///
  /// @throws InfraException.Refused when there is no platform in the folder, the key is not the
  ///   policy's, may sign the kinds already, a key that signs is no root's, or fewer roots sign
  ///   than the policy asks for
  /// @throws InfraException.Unavailable when a runner holds the folder, or the policy is not taken
  public Granted run(Path state) {
    String work = "granting " + (kinds.isEmpty() ? "what is missing" : kinds) + ": ";
    try (StateFolder folder = StateFolder.ofPlatform(state);
        LogFile _ = LogFile.open(folder.layout().logs())) {
      Bootstrap bootstrap = Bootstrap.ensure(folder.layout());
      try (Ledgers ledgers =
          StateLedgers.open(
              folder.layout(), bootstrap, List.of(Series.TRUST_POLICY), moved -> {})) {
        Policy current = ledgers.policies().currentOrNobody().policy();
        KeyFingerprint holder = key.orElseGet(() -> bootstrap.identities().worker().fingerprint());
        List<SchemaVersion> missing = missing(current, holder, work);
        RootSigning signing = RootSigning.by(folder.layout(), bootstrap, current, roots, work);
        Policy next =
            current.granting(holder, missing.stream().map(SchemaVersion::granted).toList());
        ledgers.writer().write(List.of(signing.policy(next)));
        return new Granted(holder, missing, next.version());
      }
    } catch (WorkersException | SchemasException fault) {
      throw new InfraException.Unavailable(work + fault.getMessage(), fault);
    }
  }

  private List<SchemaVersion> missing(Policy current, KeyFingerprint holder, String work) {
    List<Grant> held =
        current.grants().stream().filter(grant -> grant.fingerprint().equals(holder)).toList();
    if (held.isEmpty()) {
      throw new InfraException.Refused(
          work
              + "expected a key of policy "
              + current.version()
              + ", one of "
              + current.grants().stream().map(Grant::fingerprint).distinct().toList()
              + ", found "
              + holder
              + "; nothing was changed");
    }
    List<SchemaVersion> missing =
        (kinds.isEmpty() ? SchemaVersion.writtenByWorkers() : kinds)
            .stream().filter(kind -> !kind.isNamedBy(held)).distinct().toList();
    if (missing.isEmpty()) {
      throw new InfraException.Refused(
          "%skey %s may sign them already by policy %d; nothing was changed"
              .formatted(work, holder, current.version()));
    }
    return missing;
  }
}
