package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/// Writes records in one activity: what becomes of one is nothing to the others. The history holds
/// them once, as they were asked for.
public final class SharedRecording implements SharedRecordingWorkflow {
  private final RecordingActivities activities =
      Workflow.newLocalActivityStub(
          RecordingActivities.class,
          LocalActivityOptions.newBuilder(Retries.shortLocal())
              .setDoNotIncludeArgumentsIntoMarker(true)
              .build());

  @Override
  public List<Answer> record(List<RecordingRequest> requests) {
    List<ProvenRecord> records = requests.stream().map(ProvenRecord::of).toList();
    Iterator<RequestOutcome> written = written(made(records)).iterator();
    List<Answer> answers = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      answers.add(
          new Answer(
              requests.get(i).input(),
              switch (records.get(i)) {
                case ProvenRecord.Malformed malformed -> malformed.outcome();
                case ProvenRecord.Made _ -> written.next();
              }));
    }
    return answers;
  }

  private List<RequestOutcome> written(List<RecordToWrite> records) {
    try {
      return activities.recordAll(records).ofEach();
    } catch (ActivityFailure failed) {
      return Collections.nCopies(records.size(), ProvenRecord.refused(FailureTypes.reason(failed)));
    }
  }

  private static List<RecordToWrite> made(List<ProvenRecord> records) {
    List<RecordToWrite> made = new ArrayList<>(records.size());
    for (ProvenRecord record : records) {
      if (record instanceof ProvenRecord.Made(RecordToWrite it)) {
        made.add(it);
      }
    }
    return made;
  }
}
