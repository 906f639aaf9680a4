package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.LedgerWriter;
import com.caiatech.afdp.workers.ledger.ReadEntry;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.activity.Activity;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes records into the ledgers of this platform: what a person caused for whoever brings the
/// proof, all else for the workflows of this worker alone.
public final class LedgerRecording implements LedgerActivities {
  private final LedgerWriter writer;
  private final LedgerReadings readings;

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
      return writer.write(records);
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
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
    Receipt receipt;
    try {
      receipt = writer.write(List.of(record)).getFirst();
    } catch (WorkersException.IntentNotProven unproven) {
      return refused(RefusalReason.INTENT_NOT_PROVEN, unproven);
    } catch (WorkersException.RecordRefused refused) {
      return refused(RefusalReason.INVALID_INPUT, refused);
    } catch (WorkersException.LedgerStopped stopped) {
      return refused(RefusalReason.LEDGER_STOPPED, stopped);
    }
    if (!receipt.ref().sha256().equals(record.sha256()) && !saysTheSame(record, receipt)) {
      return new CausedRecording.Refused(
          RefusalReason.CONFLICT,
          Reason.of("the id stands for another request already, recorded at {}")
              .with(receipt.ref()));
    }
    return new CausedRecording.Recorded(receipt);
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
