package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.soundness.Surroundings;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.ReadEntry;
import java.util.Optional;

/// What the ledgers hold around a deployment, as the workers read them.
record LedgerSurroundings(LedgerReadings ledger, DeploymentReadings deployments)
    implements Surroundings {
  @Override
  public Place at(RecordRef ref) {
    if (!ledger.reaches(ref)) {
      return new Place.Unread();
    }
    return ledger
        .at(ref)
        .filter(entry -> entry.ref().equals(ref))
        .flatMap(ReadEntry::record)
        .<Place>map(Place.Exists::new)
        .orElseGet(Place.Other::new);
  }

  @Override
  public Optional<RecordRef> firstOpened(Scope scope, long sequence) {
    return deployments.firstOpened(scope, sequence);
  }
}
