package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes records durable. Idempotent by the records' ids: the first write wins, and whoever comes
/// later gets the receipt of the standing record.
@ActivityInterface(namePrefix = "Ledger")
public interface LedgerActivities {
  /// Writes what the workers state themselves, in order.
  List<Receipt> write(List<RecordToWrite> records);

  /// Judges what a person caused by what is at hand, also where the ledger does not answer.
  ///
  /// @return why it may not be written; null where it may
  CausedRecording.@Nullable Refused refusal(RecordToWrite record);

  /// Writes what a person caused, after its proof of intent is verified.
  CausedRecording writeCaused(RecordToWrite record);
}
