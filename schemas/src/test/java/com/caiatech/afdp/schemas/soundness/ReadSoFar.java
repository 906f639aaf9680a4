package com.caiatech.afdp.schemas.soundness;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All that stands in the ledgers, read or not.
final class ReadSoFar implements Surroundings {
  final List<StandingRecord> all = new ArrayList<>();
  private final Set<RecordRef> unread = new HashSet<>();

  void readOnly(List<StandingRecord> read) {
    unread.clear();
    all.stream().filter(it -> !read.contains(it)).forEach(it -> unread.add(it.ref()));
  }

  @Override
  public Place at(RecordRef ref) {
    if (unread.contains(ref)) {
      return new Place.Unread();
    }
    return all.stream()
        .filter(record -> record.ref().equals(ref))
        .findFirst()
        .<Place>map(record -> new Place.Exists(record.record()))
        .orElseGet(Place.Other::new);
  }

  @Override
  public Optional<LedgerRecord> opened(DeploymentId deployment) {
    return all.stream()
        .filter(it -> it.record().header().subject().equals(deployment.subject()))
        .filter(it -> it.record().body() instanceof DeploymentManifestOpened)
        .filter(it -> !unread.contains(it.ref()))
        .map(StandingRecord::record)
        .findFirst();
  }

  @Override
  public Optional<RecordRef> firstOpened(Scope scope, long sequence) {
    return all.stream()
        .filter(
            record ->
                record.record().header().scope().equals(scope)
                    && record.record().body() instanceof DeploymentManifestOpened opened
                    && opened.sequence() == sequence
                    && !unread.contains(record.ref()))
        .map(StandingRecord::ref)
        .findFirst();
  }
}
