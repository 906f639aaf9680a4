package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RootKey;
import com.caiatech.afdp.schemas.record.RootSigned;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Signs records with the keys of roots, as many as the trust policy in force asks for. All of them
/// are about one subject, that of the first policy.
///
/// @param roots whose signatures count by that policy, each once
record RootSigning(Bootstrap bootstrap, List<OpenPgpSecretKey> roots) {
  RootSigning {
    roots = List.copyOf(roots);
  }

  /// Signing with the root key of a state folder and further ones. Where there are further ones,
  /// that of the folder may be no root or none, as where all root keys are kept elsewhere; then it
  /// does not sign.
  ///
  /// @param further files with armored secret keys
  /// @param work what the records are for, as errors begin
  /// @throws InfraException.Refused when there is no key, one is no root of the policy, or they are
  ///   fewer than it asks for
  static RootSigning by(
      StateLayout layout, Bootstrap bootstrap, Policy current, List<Path> further, String work) {
    List<KeyFingerprint> known = current.roots().stream().map(RootKey::fingerprint).toList();
    List<Path> files = new ArrayList<>(further);
    boolean kept = Files.exists(layout.rootKey());
    if (further.isEmpty() && !kept) {
      throw new InfraException.Refused(
          "%sexpected the key of a root of policy %d, which are %s, in %s, found none; nothing was recorded; put it back, or name where it is kept with --root-key"
              .formatted(work, current.version(), known, layout.rootKey()));
    }
    if (further.isEmpty()
        || (kept && known.contains(OpenPgpSecretKey.read(layout.rootKey()).fingerprint()))) {
      files.addFirst(layout.rootKey());
    }
    Map<KeyFingerprint, OpenPgpSecretKey> signers = new LinkedHashMap<>();
    for (Path file : files) {
      OpenPgpSecretKey key = OpenPgpSecretKey.read(file);
      if (!known.contains(key.fingerprint())) {
        throw new InfraException.Refused(
            "%sexpected keys of roots of policy %d, which are %s, found %s in %s; nothing was recorded; name a root's with --root-key"
                .formatted(work, current.version(), known, key.fingerprint(), file));
      }
      signers.put(key.fingerprint(), key);
    }
    if (signers.size() < current.threshold()) {
      throw new InfraException.Refused(
          "%sexpected the keys of %d roots of policy %d, found %d; name further ones with --root-key; nothing was recorded"
              .formatted(work, current.threshold(), current.version(), signers.size()));
    }
    return new RootSigning(bootstrap, List.copyOf(signers.values()));
  }

  RecordToWrite policy(Policy next) {
    return RecordToWrite.of(signed(RecordKind.POLICY, LogicalStep.policy(next.version()), next));
  }

  RecordToWrite opening(SuccessorVolume volume) {
    return RecordToWrite.of(signed(RecordKind.VOLUME, LogicalStep.volume(volume.volume()), volume));
  }

  RecordToWrite lowering(MarkLowered mark) {
    return RecordToWrite.of(
        signed(
            RecordKind.MARK_LOWERED,
            LogicalStep.markLowered(mark.pushed(), mark.to().size()),
            mark));
  }

  private LedgerRecord signed(RecordKind kind, String logicalStep, RootSigned body) {
    Header header =
        new Header(
            kind,
            bootstrap.identities().firstPolicy().header().subject(),
            logicalStep,
            Scope.global(),
            Instant.now());
    LedgerRecord record = LedgerRecord.of(header, body);
    for (OpenPgpSecretKey root : roots) {
      record = PolicySigner.sign(record, root);
    }
    return record;
  }
}
