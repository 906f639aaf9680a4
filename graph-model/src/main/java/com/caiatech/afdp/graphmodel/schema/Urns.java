package com.caiatech.afdp.graphmodel.schema;

import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.TeamName;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.time.Instant;

/// The ids of nodes: URNs made from content, never the database's own.
public final class Urns {
  /// What every id begins with.
  public static final String PREFIX = "urn:afdp:";

  /// The word in the ids of what another deployer did.
  public static final String ASSERTED_DEPLOYMENT = "asserted-deployment";

  /// The word in the ids of saved queries.
  public static final String SAVED_QUERY = "saved-query";

  private Urns() {}

  public static String deployment(DeploymentId id) {
    return urn("deployment", id.value());
  }

  public static String incident(IncidentId id) {
    return urn("incident", id.value());
  }

  public static String assertedDeployment(SubjectId id) {
    return urn(ASSERTED_DEPLOYMENT, id.value());
  }

  public static String annotation(SubjectId id) {
    return urn("annotation", id.value());
  }

  public static String savedQuery(SubjectId id) {
    return urn(SAVED_QUERY, id.value());
  }

  public static String registration(SubjectId id) {
    return urn("registration", id.value());
  }

  public static String team(TeamName name) {
    return urn("team", name.value());
  }

  public static String service(ServiceName name) {
    return urn("service", name.value());
  }

  public static String environment(EnvironmentName name) {
    return urn("environment", name.value());
  }

  public static String repository(RepositoryName name) {
    return urn("repository", name.value());
  }

  public static String commit(RepositoryName repository, CommitId commit) {
    return urn("commit", repository.value(), commit.value());
  }

  /// A file by its path in the repository, as it stands in Git's trees.
  public static String file(RepositoryName repository, String path) {
    return urn("file", repository.value(), path);
  }

  public static String person(PersonId id) {
    return urn("person", id.value());
  }

  /// A record by its place, so that a duplicate has an id of its own.
  public static String record(VolumeName volume, long index) {
    return urn("record", volume.value(), Long.toString(index));
  }

  public static String signingKey(KeyFingerprint fingerprint) {
    return urn("key", fingerprint.value());
  }

  public static String ledger(VolumeName volume) {
    return urn("ledger", volume.value());
  }

  /// A violation of the kind at an entry's index, before it, or by the number of an observation.
  public static String violation(VolumeName volume, String place, String kind) {
    return urn("violation", volume.value(), place, kind);
  }

  public static String check(RecordId record, int attempt) {
    return urn("check", attempted(record, attempt));
  }

  public static String approval(RecordId record, int attempt) {
    return urn("approval", attempted(record, attempt));
  }

  public static String step(RecordId record, int attempt) {
    return urn("step", attempted(record, attempt));
  }

  /// The state that the node with that id had from the moment on.
  public static String version(String id, Instant since) {
    return urn("version", id.substring(PREFIX.length()), Long.toString(since.toEpochMilli()));
  }

  /// A further attempt may say something else, so it is a node of its own.
  private static String attempted(RecordId record, int attempt) {
    return attempt == 1 ? record.value() : record.value() + "." + attempt;
  }

  /// A record that the verdict on the deployment waits for.
  public static String awaited(DeploymentId deployment, VolumeName volume, long index) {
    return urn("awaited", deployment.value(), volume.value(), Long.toString(index));
  }

  /// How far taking in a repository or a volume is.
  public static String progress(PushSource source) {
    return switch (source) {
      case PushSource.Source(RepositoryName name) -> urn("progress", "repository", name.value());
      case PushSource.Ledger(VolumeName volume) -> urn("progress", "ledger", volume.value());
    };
  }

  /// What those lock who append to a volume, or wait for what will be appended.
  public static String volumeLock(VolumeName volume) {
    return urn("lock", volume.value());
  }

  /// What writers of a subject lock; subjects share 256 locks.
  public static String subjectLock(SubjectId subject) {
    return urn("lock", Sha256.ofUtf8(subject.value()).value().substring(0, 2));
  }

  private static String urn(String... parts) {
    return PREFIX + String.join(":", parts);
  }
}
