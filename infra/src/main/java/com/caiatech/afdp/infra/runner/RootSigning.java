package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RootSigned;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import java.time.Instant;
import java.util.List;

/// Signs records with the root key of a state folder. All of them are about one subject, that of
/// the first policy.
record RootSigning(StateLayout layout, Bootstrap bootstrap) {
  RecordToWrite policy(Policy next) {
    return policy(next, List.of());
  }

  /// @param further root keys that sign beside the state folder's own
  RecordToWrite policy(Policy next, List<OpenPgpSecretKey> further) {
    LedgerRecord record = signed(RecordKind.POLICY, LogicalStep.policy(next.version()), next);
    for (OpenPgpSecretKey root : further) {
      record = PolicySigner.sign(record, root);
    }
    return RecordToWrite.of(record);
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
    return PolicySigner.sign(
        LedgerRecord.of(header, body), OpenPgpSecretKey.read(layout.rootKey()));
  }
}
