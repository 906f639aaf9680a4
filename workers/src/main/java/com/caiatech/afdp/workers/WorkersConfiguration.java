package com.caiatech.afdp.workers;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.ledger.LedgerPlace;
import com.caiatech.afdp.workers.ledger.RefMoved;
import com.caiatech.afdp.workers.ledger.WriterIdentity;
import com.caiatech.afdp.workers.notification.NotificationFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What workers need.
///
/// @param temporal `host:port` of the Temporal service
/// @param workflowsSurvive whether the service outlives the runner, so that what ran goes on
/// @param platformFile the platform's configuration, which also says which volumes of the trust
///   policy there are
/// @param ledgers where each series' first volume lies; the others lie beside it
/// @param writer who signs
/// @param pinnedPolicy the digest of the first trust policy
/// @param marks holds what these workers pushed last to each ledger; lost, it protects no longer
/// @param evidence the folder of the evidence store, which is only read; a ledger that shows less
///   than observers accepted is not written to
/// @param mirrors holds the workers' mirrors of source repositories
/// @param target holds releases and their processes
/// @param targetSettings how these are watched over and reached
/// @param lookForLost how long a deployment whose workflow was ended from outside stays open, at
///   most
/// @param gitCredentials the folder with an account for each Git host of source repositories that
///   asks for one; absent where none does
/// @param notifications absent where nobody is told what happens
/// @param announcement is told of every move of a ledger's branch; must not block
public record WorkersConfiguration(
    String temporal,
    String namespace,
    boolean workflowsSurvive,
    Path platformFile,
    Map<Series, LedgerPlace> ledgers,
    WriterIdentity writer,
    Sha256 pinnedPolicy,
    Path marks,
    Path evidence,
    Path mirrors,
    Path target,
    TargetSettings targetSettings,
    CourseLimits limits,
    Duration lookForLost,
    @Nullable Path gitCredentials,
    @Nullable NotificationFiles notifications,
    Consumer<RefMoved> announcement) {
  /// How often to look where nothing else is said.
  public static final Duration LOOK_FOR_LOST = Duration.ofSeconds(30);

  public WorkersConfiguration {
    ledgers = Map.copyOf(new EnumMap<>(ledgers));
    for (Series series : Series.values()) {
      if (!ledgers.containsKey(series)) {
        throw new IllegalArgumentException(
            "WorkersConfiguration: expected a ledger for every series, found none for " + series);
      }
    }
  }
}
