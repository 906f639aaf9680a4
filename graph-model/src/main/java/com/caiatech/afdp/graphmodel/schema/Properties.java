package com.caiatech.afdp.graphmodel.schema;

/// The names of properties, equal to the field's name in the GraphQL schema where it has one.
///
/// Times are epoch milliseconds (UTC), enumerations hold the name of the GraphQL enumeration's
/// value.
public final class Properties {
  // every node
  public static final String ID = "id";

  // Service, Environment, Repository, Team
  public static final String NAME = "name";

  /// Repository: the heads whose ancestors are in the graph; a note of the projection's own.
  public static final String HEADS = "heads";

  // Person
  public static final String PERSON_ID = "personId";

  // Deployment
  public static final String DEPLOYMENT_ID = "deploymentId";

  public static final String TYPE = "type";
  public static final String STATUS = "status";
  public static final String REASON = "reason";
  public static final String REQUESTED_AT = "requestedAt";
  public static final String OPENED_AT = "openedAt";
  public static final String CLOSED_AT = "closedAt";
  public static final String DURATION_SECONDS = "durationSeconds";
  public static final String SERVED_AFTER_MILLIS = "servedAfterMillis";
  public static final String STRATEGY = "strategy";
  public static final String SEQUENCE = "sequence";
  public static final String PLAN_SHA256 = "planSha256";
  public static final String REQUIRED_APPROVALS = "requiredApprovals";
  public static final String SERVICE = "service";
  public static final String ENVIRONMENT = "environment";

  /// `openedAt`, or `requestedAt` where it was never opened: the order of lists.
  public static final String STARTED_ORDER = "startedOrder";

  /// The deployment that a rollback was asked to go back to.
  public static final String ROLLBACK_TARGET_ID = "rollbackTargetId";

  /// The deployment that a deployment was asked to repeat, or a rollback to undo.
  public static final String OF_DEPLOYMENT_ID = "ofDeploymentId";

  // DEPLOYED
  public static final String ROLE = "role";
  public static final String SOURCE_SHA256 = "sourceSha256";
  public static final String PREVIOUS_COMMIT_SHA = "previousCommitSha";
  public static final String SHIPPED_COUNT = "shippedCount";
  public static final String SHIPPED_SET_SHA256 = "shippedSetSha256";
  public static final String WITHDREW_COUNT = "withdrewCount";
  public static final String WITHDREW_SET_SHA256 = "withdrewSetSha256";
  public static final String RANGE_STATE = "rangeState";

  /// The paths beside the service's own that concern it, in a repository with several services.
  public static final String SHARED = "shared";

  // SHIPPED and WITHDREW
  /// Whether the commit changes something that concerns the service.
  public static final String IN_SCOPE = "inScope";

  // Commit and File; a commit's `repository` is the name
  public static final String SHA = "sha";
  public static final String REPOSITORY = "repository";
  public static final String SUBJECT = "subject";
  public static final String AUTHORED_AT = "authoredAt";
  public static final String COMMITTED_AT = "committedAt";

  /// What the commit's clocks said beside the moments: offsets from UTC such as `+01:00`.
  public static final String AUTHORED_ZONE = "authoredZone";

  public static final String COMMITTED_ZONE = "committedZone";

  /// Sealed; only the gateway opens it.
  public static final String AUTHOR_NAME = "authorName";

  /// Sealed; absent where the commit's author bears the same.
  public static final String COMMITTER_NAME = "committerName";

  /// Commit: the digest of the message's bytes after the subject.
  public static final String BODY_SHA256 = "bodySha256";

  public static final String SCOPE = "scope";
  public static final String BREAKING = "breaking";
  public static final String ISSUE_KEYS = "issueKeys";

  /// Commit: lines added and deleted; Ledger: entries projected, the watermark.
  public static final String SIZE = "size";

  public static final String FILES = "files";

  /// Commit: present and true on every commit that was deployed, as far as its repository was read,
  /// and on all its ancestors.
  public static final String DEPLOYED = "deployed";

  public static final String PATH = "path";

  // PARENT, TOUCHED, CO_AUTHORED_BY
  public static final String N = "n";

  /// CO_AUTHORED_BY: the name that the commit gives, sealed.
  public static final String SEALED_NAME = "sealedName";

  // TOUCHED
  public static final String CHANGE = "change";
  public static final String RENAMED_FROM = "renamedFrom";
  public static final String MODE = "mode";
  public static final String MODE_BEFORE = "modeBefore";
  public static final String SUBMODULE = "submodule";
  public static final String ADDED = "added";
  public static final String DELETED = "deleted";

  // Step; `closing` marks the state found by the closed manifest
  public static final String NUMBER = "number";
  public static final String RESULT = "result";
  public static final String STARTED_AT = "startedAt";
  public static final String ENDED_AT = "endedAt";
  public static final String DETAIL = "detail";
  public static final String CLOSING = "closing";
  public static final String LEDGER_INDEX = "ledgerIndex";
  public static final String WEIGHT = "weight";

  // Check
  public static final String STAGE = "stage";
  public static final String QUERY = "query";
  public static final String OUTPUT_SHA256 = "outputSha256";
  public static final String OUTPUT_BYTES = "outputBytes";
  public static final String OUTPUT_LINES = "outputLines";
  public static final String CPU_USAGE_AVG = "cpuUsageAvg";
  public static final String MEMORY_PEAK = "memoryPeak";
  public static final String LATENCY_P50 = "latencyP50";
  public static final String LATENCY_P95 = "latencyP95";
  public static final String PASS_RATE = "passRate";
  public static final String SAMPLES = "samples";

  // Approval
  public static final String DECISION = "decision";
  public static final String RULE = "rule";
  public static final String DECIDED_AT = "decidedAt";

  // Incident
  public static final String INCIDENT_ID = "incidentId";
  public static final String TITLE = "title";

  /// Sealed, for the author, in the context of {@link #DESCRIPTION_RECORD}.
  public static final String DESCRIPTION = "description";

  /// The record whose description it is.
  public static final String DESCRIPTION_RECORD = "descriptionRecord";

  public static final String SEVERITY = "severity";
  public static final String PHASE = "phase";
  public static final String COMPONENTS = "components";
  public static final String DETECTED_AT = "detectedAt";
  public static final String RESOLVED_AT = "resolvedAt";

  // AssertedDeployment
  public static final String REPORT_ID = "reportId";
  public static final String VERSION = "version";
  public static final String FINISHED_AT = "finishedAt";
  public static final String REPORTED_AT = "reportedAt";
  public static final String DEPLOYER = "deployer";
  public static final String EXTERNAL_ID = "externalId";
  public static final String URL = "url";

  /// DEPLOYED, of an AssertedDeployment: the report that the previous commit was taken from.
  public static final String PREVIOUS_REPORT_ID = "previousReportId";

  // Annotation
  public static final String ANNOTATION_ID = "annotationId";
  public static final String TEXT = "text";
  public static final String ANNOTATED_AT = "annotatedAt";
  public static final String CHANGED_AT = "changedAt";

  // SavedQuery
  public static final String SAVED_QUERY_ID = "savedQueryId";
  public static final String PURPOSE = "purpose";
  public static final String DOCUMENT = "document";
  public static final String VARIABLES = "variables";
  public static final String SHARED_WITH = "sharedWith";
  public static final String SAVED_AT = "savedAt";

  // Registration
  public static final String REGISTRATION_ID = "registrationId";
  public static final String ADDRESSES = "addresses";
  public static final String DEFAULT_BRANCH = "defaultBranch";
  public static final String REGISTERED_AT = "registeredAt";

  // CAUSED_BY, BLAMES
  public static final String METHOD = "method";
  public static final String CONFIDENCE = "confidence";
  public static final String ASSERTED_BY = "assertedBy";
  public static final String COMMIT_SHA = "commitSha";

  // Record
  public static final String RECORD_ID = "recordId";
  public static final String KIND = "kind";
  public static final String SERIES = "series";
  public static final String VOLUME = "volume";
  public static final String SHA256 = "sha256";
  public static final String INDEX = "index";
  public static final String LEAF_HASH = "leafHash";
  public static final String HAPPENED_AT = "happenedAt";
  public static final String RECORDED_AT = "recordedAt";
  public static final String VERDICT = "verdict";
  public static final String LEDGER_COMMIT = "ledgerCommit";
  public static final String BODY = "body";
  public static final String SUBJECT_ID = "subjectId";

  /// Record: the intervals of recorded time in which it counts, each `from-until` with nothing
  /// after the hyphen while it lasts; absent where it counts since it was recorded, or never did.
  public static final String BELIEVED = "believed";

  // relationships that a record states: the record's id
  public static final String EVIDENCE = "evidence";

  /// Relationships that a record states, Deployment, Incident, Registration: since when in recorded
  /// time it is believed so, inclusive.
  public static final String SINCE = "since";

  /// Relationships that are no longer believed: until when they were, exclusive.
  public static final String UNTIL = "until";

  /// Deployment, Incident, Registration: which records its state is made of; a note of the
  /// projection's own.
  public static final String MADE_OF = "madeOf";

  /// Deployment, Incident, Registration: present and true where records of it were contested, or
  /// did not count all the time; a note of the projection's own.
  public static final String IRREGULAR = "irregular";

  // JUDGED
  public static final String RECORDS = "records";

  // SigningKey
  public static final String FINGERPRINT = "fingerprint";
  public static final String OWNER = "owner";

  // Ledger
  public static final String HEAD = "head";
  public static final String ROOT = "root";

  /// How far the volume's Merkle log is computed; a note of the projection's own.
  public static final String FRONTIER = "frontier";

  /// When what is projected was recorded by each policy's version; a note of the projection's own.
  public static final String RECORDED = "recorded";

  /// The digest of the policy history that judged the volume; a note of the projection's own.
  public static final String POLICY = "policy";

  // Violation; `verdict` is true on one that follows from a verdict.

  /// Violation: who tells of it, where that is not the volume ({@link ViolationSources}).
  public static final String SOURCE = "source";

  /// How many commits in a row add nothing.
  public static final String COUNT = "count";

  public static final String CURED_AT = "curedAt";

  /// The id of the deployment that a violation is about; Awaited: of the one that waits.
  public static final String DEPLOYMENT = "deployment";

  // Progress; `name` is the repository's or the volume's
  public static final String ACTIVITY = "activity";
  public static final String UNIT = "unit";
  public static final String DONE = "done";
  public static final String TOTAL = "total";
  public static final String RATE_PER_SECOND = "ratePerSecond";
  public static final String LAST_MOVED_AT = "lastMovedAt";
  public static final String WAITS_FOR = "waitsFor";

  // Migration, MigrationLock
  public static final String CHECKSUM = "checksum";
  public static final String APPLIED_AT = "appliedAt";
  public static final String RUNS = "runs";

  /// Set and removed at once by whoever locks a node.
  public static final String TAKEN = "taken";

  private Properties() {}
}
