package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.LedgerWriter;
import com.caiatech.afdp.workers.ledger.ReadEntry;
import com.caiatech.afdp.workers.ledger.RecordOutcome;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.activity.Activity;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes records into the ledgers of this platform: what a person caused for whoever brings the
/// proof, all else for the workflows of this worker alone.
public final class LedgerRecording implements LedgerActivities {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerRecording.class);

  private final LedgerWriter writer;
  private final LedgerReadings readings;
  private final ServingTimes servingTimes = new ServingTimes();

  public LedgerRecording(LedgerWriter writer, LedgerReadings readings) {
    this.writer = writer;
    this.readings = readings;
  }

  /// Only a workflow that runs in this worker has it carried out as a local activity; whoever else
  /// reaches Temporal can schedule it and is refused.
  @Override
  public List<Receipt> write(List<RecordToWrite> records) {
    try {
      if (!Activity.getExecutionContext().getInfo().isLocal()) {
        throw new WorkersException.RecordRefused(
            "Writing %d records: expected a workflow of this worker to ask for it, found another; nothing was written"
                .formatted(records.size()));
      }
      List<Receipt> receipts = writer.write(records);
      for (int i = 0; i < records.size(); i++) {
        if (!receipts.get(i).standing()
            && records.get(i).decoded().body() instanceof DeploymentManifestClosed closed) {
          count(closed);
        }
      }
      return receipts;
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }

  /// The record stands: what is not counted because its opened manifest cannot be read fails
  /// nothing.
  private void count(DeploymentManifestClosed closed) {
    Long millis = closed.servedAfterMillis();
    RecordRef manifest = closed.openedRef();
    if (millis == null || manifest == null) {
      return;
    }
    try {
      readings
          .asRead()
          .at(manifest)
          .flatMap(ReadEntry::trusted)
          .map(LedgerRecord::body)
          .filter(DeploymentManifestOpened.class::isInstance)
          .map(DeploymentManifestOpened.class::cast)
          .ifPresent(opened -> servingTimes.add(opened.plan().deploymentType(), millis));
    } catch (WorkersException unread) {
      LOG.warn("how long {} took to serve is not counted", manifest, unread);
    }
  }

  /// What the closed manifests that were written here say of the time until all traffic was moved.
  public ServingTimes servingTimes() {
    return servingTimes;
  }

  @Override
  public CausedRecording.@Nullable Refused refusal(RecordToWrite record) {
    try {
      writer.requireIntent(record);
      return null;
    } catch (WorkersException.IntentNotProven unproven) {
      return refused(RefusalReason.INTENT_NOT_PROVEN, unproven);
    } catch (WorkersException.RecordRefused refused) {
      return refused(RefusalReason.INVALID_INPUT, refused);
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }

  @Override
  public CausedRecording writeCaused(RecordToWrite record) {
    return writeEachCaused(List.of(record)).getFirst();
  }

  /// The same for what many people caused, of any series: what becomes of one record is nothing to
  /// the others.
  ///
  /// @return one answer a record, in the same order
  public List<CausedRecording> writeEachCaused(List<RecordToWrite> records) {
    Map<RecordToWrite, CausedRecording> made = new HashMap<>();
    records.stream()
        .collect(Collectors.groupingBy(RecordToWrite::series))
        .forEach((series, ofSeries) -> made.putAll(written(series, ofSeries)));
    return records.stream().map(made::get).toList();
  }

  private Map<RecordToWrite, CausedRecording> written(Series series, List<RecordToWrite> records) {
    Map<RecordToWrite, CausedRecording> made = new HashMap<>();
    try {
      Iterator<RecordOutcome> outcomes = writer.writeEach(series, records).iterator();
      records.forEach(record -> made.put(record, made(record, outcomes.next())));
    } catch (WorkersException.LedgerStopped stopped) {
      records.forEach(record -> made.put(record, refused(RefusalReason.LEDGER_STOPPED, stopped)));
    }
    return made;
  }

  private CausedRecording made(RecordToWrite record, RecordOutcome outcome) {
    return switch (outcome) {
      case RecordOutcome.Refused(WorkersException.IntentNotProven unproven) ->
          refused(RefusalReason.INTENT_NOT_PROVEN, unproven);
      case RecordOutcome.Refused(WorkersException.LedgerStopped stopped) ->
          refused(RefusalReason.LEDGER_STOPPED, stopped);
      case RecordOutcome.Refused(WorkersException refused) ->
          refused(RefusalReason.INVALID_INPUT, refused);
      case RecordOutcome.Stands(Receipt receipt) ->
          receipt.ref().sha256().equals(record.sha256()) || saysTheSame(record, receipt)
              ? new CausedRecording.Recorded(receipt)
              : new CausedRecording.Refused(
                  RefusalReason.CONFLICT,
                  Reason.of("the id stands for another request already, recorded at {}")
                      .with(receipt.ref()));
    };
  }

  /// Whether the standing record says the same, apart from when and how it was proven.
  private boolean saysTheSame(RecordToWrite record, Receipt standing) {
    Optional<LedgerRecord> before = readings.at(standing.ref()).flatMap(ReadEntry::trusted);
    return before.isPresent()
        && RecordCodec.decode(record.bytes()) instanceof DecodedRecord.Valid(LedgerRecord now)
        && now.tree().inputSha256().equals(before.get().tree().inputSha256());
  }

  private static CausedRecording.Refused refused(RefusalReason reason, WorkersException fault) {
    return new CausedRecording.Refused(reason, Reason.of(fault));
  }
}
