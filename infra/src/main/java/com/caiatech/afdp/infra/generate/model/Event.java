package com.caiatech.afdp.infra.generate.model;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Something that happens in an organisation, in the order in which it happens. Repositories,
/// services and people are told by their numbers in it, deployments and incidents by their order,
/// from 0, and commits by their position in their repository, from 0: every commit stands after its
/// parents, and what was merged before the merge.
public sealed interface Event {
  /// When it happens. A commit's moment may lie before those of events that were told earlier.
  Instant at();

  /// An environment, in the order in which versions pass through them.
  enum Environment {
    STAGING,
    PRODUCTION
  }

  /// A commit of a repository.
  ///
  /// @param position in its repository
  /// @param parents the positions of its parents
  /// @param reverts the position of the commit that it takes back; its message gets a line with
  ///   that one's id
  record Committed(
      int repository,
      int position,
      List<Integer> parents,
      int author,
      Instant at,
      String message,
      @Nullable Integer reverts,
      List<FileChange> changes)
      implements Event {
    public Committed {
      parents = List.copyOf(parents);
      changes = List.copyOf(changes);
    }
  }

  /// Lines of a file that a commit replaces by others.
  ///
  /// @param line where they begin, from 0
  /// @param deleted how many lines go
  /// @param added how many lines come
  record FileChange(String path, int line, int deleted, int added) {}

  /// An admin says where a service lies.
  record Registered(int service, int person, Instant at) implements Event {}

  /// Something is to be deployed.
  ///
  /// @param repeats the deployment that failed and is repeated
  /// @param target the deployment that is gone back to
  record Requested(
      int deployment,
      int service,
      Environment environment,
      int person,
      Instant at,
      @Nullable Integer repeats,
      @Nullable Integer target,
      String reason)
      implements Event {
    /// Whether it goes back.
    public boolean isRollback() {
      return target != null;
    }
  }

  /// What a deployment ships is pinned.
  ///
  /// @param commits repository to the position that is deployed
  /// @param previous the deployment that serves; absent where none does
  record Opened(
      int deployment, SortedMap<Integer, Integer> commits, @Nullable Integer previous, Instant at)
      implements Event {}

  /// A check has ended.
  ///
  /// @param latency in milliseconds; 0 for a command
  /// @param passRate 0 to 1
  record Checked(
      int deployment,
      Organisation.PlannedCheck check,
      Instant startedAt,
      Instant at,
      boolean passed,
      double cpu,
      long memory,
      double latency,
      double passRate)
      implements Event {}

  /// Somebody decides on the plan of a deployment.
  record Decided(int deployment, int person, boolean approved, String reason, Instant at)
      implements Event {}

  /// A deployment may have traffic.
  record Went(int deployment, Instant at) implements Event {}

  /// A step of the plan has ended.
  ///
  /// @param weight of the traffic that the deployment has after it, in percent
  record Stepped(int deployment, Step step, Instant startedAt, Instant at, int weight)
      implements Event {}

  /// What a step does.
  enum Step {
    START,
    SWITCH,
    BAKE,
    RETIRE,
    RESTORE
  }

  /// A deployment has ended.
  ///
  /// @param failedCheck what it failed at, where it did
  record Closed(int deployment, Result result, @Nullable String failedCheck, Instant at)
      implements Event {}

  /// How a deployment ends.
  enum Result {
    SUCCEEDED,
    FAILED,
    REJECTED
  }

  /// What is known of an incident at one stage.
  ///
  /// @param severity 1 to 4, 1 being the worst
  /// @param components path prefixes
  record IncidentTold(
      int incident,
      Phase phase,
      int severity,
      String title,
      List<Integer> services,
      List<String> components,
      @Nullable Instant startedAt,
      Instant detectedAt,
      @Nullable Instant resolvedAt,
      int person,
      Instant at)
      implements Event {
    public IncidentTold {
      services = List.copyOf(services);
      components = List.copyOf(components);
    }
  }

  /// The stage of an incident.
  enum Phase {
    OPENED,
    UPDATED,
    MITIGATED,
    RESOLVED
  }

  /// Somebody says what caused an incident; not always rightly.
  ///
  /// @param commit repository and position, where a commit is named
  record CauseClaimed(
      int incident,
      int deployment,
      @Nullable Place commit,
      double confidence,
      int person,
      String reason,
      Instant at)
      implements Event {}

  /// A commit by its repository and position.
  record Place(int repository, int position) {}

  /// The truth about a commit: it has a fault, which may never be seen.
  record FaultMade(Place commit, Fault fault, Instant at) implements Event {}

  /// The truth about an incident, told before anything is known of it.
  ///
  /// @param cause the commit that brought the fault; absent where nothing that was deployed did
  /// @param deployment the one that brought that commit into production
  record IncidentCaused(
      int incident,
      int service,
      @Nullable Place cause,
      @Nullable Integer deployment,
      Instant startedAt,
      Instant at)
      implements Event {}

  /// The truth about a check that failed.
  ///
  /// @param cause the commit with the fault that it found; absent where it failed for no reason
  record CheckFailed(int deployment, String check, @Nullable Place cause, Instant at)
      implements Event {}

  /// The truth about a commit that ends a fault.
  record FaultEnded(Place commit, Place by, Instant at) implements Event {}
}
