package com.caiatech.afdp.graphmodel.schema;

import java.util.List;

/// The labels of nodes. Every node has exactly one label and an `id` (URN, see {@link Urns}) that
/// is unique within it.
public final class Labels {
  public static final String DEPLOYMENT = "Deployment";
  public static final String STEP = "Step";
  public static final String CHECK = "Check";
  public static final String APPROVAL = "Approval";
  public static final String INCIDENT = "Incident";

  /// What somebody said that another deployer did: nothing that a worker ran, whatever it is
  /// beside.
  public static final String ASSERTED_DEPLOYMENT = "AssertedDeployment";

  /// What an admin said of where a repository is or a service lies.
  public static final String REGISTRATION = "Registration";

  /// What a person notes about a thing.
  public static final String ANNOTATION = "Annotation";

  /// A question that a person keeps, to be asked again.
  public static final String SAVED_QUERY = "SavedQuery";

  /// The state that a record left of a deployment, of one that was asserted, of an incident, an
  /// annotation, a saved query or a registration; immutable, for answers about the past.
  public static final String VERSION = "Version";

  public static final String SERVICE = "Service";
  public static final String ENVIRONMENT = "Environment";
  public static final String PERSON = "Person";
  public static final String TEAM = "Team";

  public static final String REPOSITORY = "Repository";
  public static final String COMMIT = "Commit";
  public static final String FILE = "File";

  public static final String LEDGER = "Ledger";
  public static final String RECORD = "Record";
  public static final String SIGNING_KEY = "SigningKey";
  public static final String VIOLATION = "Violation";

  /// A migration that was applied.
  public static final String MIGRATION = "Migration";

  /// What a migration locks.
  public static final String MIGRATION_LOCK = "MigrationLock";

  /// How far a volume is judged anew by a newer policy.
  public static final String JUDGING = "Judging";

  /// A record that a deployment's verdict waits for, because its volume was not read so far.
  public static final String AWAITED = "Awaited";

  /// How far taking in a repository or a volume is.
  public static final String PROGRESS = "Progress";

  /// What writers of one subject lock.
  public static final String SUBJECT_LOCK = "SubjectLock";

  /// Every label that carries facts.
  public static final List<String> ALL =
      List.of(
          ANNOTATION,
          APPROVAL,
          ASSERTED_DEPLOYMENT,
          CHECK,
          COMMIT,
          DEPLOYMENT,
          ENVIRONMENT,
          FILE,
          INCIDENT,
          LEDGER,
          PERSON,
          RECORD,
          REGISTRATION,
          REPOSITORY,
          SAVED_QUERY,
          SERVICE,
          SIGNING_KEY,
          STEP,
          TEAM,
          VERSION,
          VIOLATION);

  /// The labels of what the software keeps for itself; such nodes have no relationships and are no
  /// part of the graph's facts.
  public static final List<String> OPERATIONAL =
      List.of(AWAITED, JUDGING, MIGRATION, MIGRATION_LOCK, PROGRESS, SUBJECT_LOCK);

  private Labels() {}
}
