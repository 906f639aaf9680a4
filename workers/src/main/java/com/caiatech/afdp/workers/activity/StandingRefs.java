package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.RecordBody;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What counts of a deployment that somebody else has to close, so that the closed manifest names
/// it.
///
/// @param opened its manifest, where it has one
/// @param records all of them
public record StandingRefs(
    @Nullable RecordRef opened,
    List<RecordRef> records,
    List<RecordRef> preChecks,
    List<RecordRef> postChecks) {
  /// Of a run that knows what it recorded.
  public static final StandingRefs NONE = new StandingRefs(null, List.of(), List.of(), List.of());

  public StandingRefs {
    records = List.copyOf(records);
    preChecks = List.copyOf(preChecks);
    postChecks = List.copyOf(postChecks);
  }

  /// References to the standing records of a deployment, of all series.
  public static StandingRefs of(List<StandingRecord> standing) {
    return new StandingRefs(
        refs(standing, DeploymentManifestOpened.class::isInstance).stream()
            .findFirst()
            .orElse(null),
        refs(standing, _ -> true),
        refs(standing, body -> isCheck(body, CheckStage.PRE)),
        refs(standing, body -> isCheck(body, CheckStage.POST)));
  }

  private static List<RecordRef> refs(List<StandingRecord> standing, Predicate<RecordBody> wanted) {
    return standing.stream()
        .filter(it -> wanted.test(it.record().body()))
        .map(StandingRecord::ref)
        .toList();
  }

  private static boolean isCheck(RecordBody body, CheckStage stage) {
    return body instanceof CheckResult result && result.stage() == stage;
  }
}
