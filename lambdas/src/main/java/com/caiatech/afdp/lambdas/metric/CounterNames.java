package com.caiatech.afdp.lambdas.metric;

/// The names of counters, and of values that are told.
public final class CounterNames {
  /// Webhooks whose push was put into the queue.
  public static final String WEBHOOK_QUEUED = "webhook_queued_total";

  /// Deliveries with a wrong or missing proof, or to a webhook that is not there.
  public static final String WEBHOOK_UNSIGNED = "webhook_bad_signature_total";

  /// Webhooks that were malformed, too large or about another repository than the webhook's own.
  public static final String WEBHOOK_REFUSED = "webhook_refused_total";

  /// Webhooks of a whole host about a repository that is not configured.
  public static final String WEBHOOK_UNREGISTERED = "webhook_unregistered_total";

  /// Webhooks about other events than pushes.
  public static final String WEBHOOK_IGNORED = "webhook_ignored_total";

  /// Messages whose push is in the graph.
  public static final String PUSHES_PROJECTED = "pushes_projected_total";

  /// Messages that failed and come again.
  public static final String PUSHES_FAILED = "pushes_failed_total";

  /// Messages that were queued once more, because a call's time was over or because they wait for
  /// long.
  public static final String PUSHES_CONTINUED = "pushes_continued_total";

  /// Messages that were given up, and stand in the dead-letter queue with their reason.
  public static final String DEAD_LETTERS = "pushes_dead_lettered_total";

  /// Entries of ledgers that were projected.
  public static final String ENTRIES = "entries_projected_total";

  /// Entries that did not count when they were projected, and what came to be found of records that
  /// count: of those of a deployment together, and of contested ones.
  public static final String VIOLATIONS = "violations_total";

  /// Structural faults that were seen at hosts of volumes.
  public static final String VOLUMES_STOPPED = "volumes_stopped_total";

  /// Structural faults that were seen and are gone.
  public static final String VOLUMES_RESUMED = "volumes_resumed_total";

  /// Commits of source repositories that were taken in.
  public static final String COMMITS = "commits_total";

  /// Ranges of commits that were compared with their repository.
  public static final String RANGES = "ranges_resolved_total";

  /// Ranges for which the repository gave another tree or another set than was recorded.
  public static final String RANGE_MISMATCHES = "range_mismatches_total";

  /// How many commits or records of a repository or volume a long intake has taken in.
  public static final String INTAKE_DONE = "intake_done";

  /// How many it still has to take in.
  public static final String INTAKE_LEFT = "intake_left";

  /// Pushes that were missed and found by reconciliation.
  public static final String RECONCILED = "pushes_reconciled_total";

  private CounterNames() {}
}
