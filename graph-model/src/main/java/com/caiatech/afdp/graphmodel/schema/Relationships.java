package com.caiatech.afdp.graphmodel.schema;

import java.util.List;
import java.util.stream.Stream;

/// The types of relationships, each with the labels at its ends.
///
/// A relationship that a record states is dated: it carries {@link Properties#SINCE} and {@link
/// Properties#EVIDENCE}, and when it is no longer believed it moves to the type {@link #was} with
/// {@link Properties#UNTIL}, so that questions about now pass it by. Between commits, files and
/// their authors there is no recorded time.
public final class Relationships {
  /// Deployment or AssertedDeployment → Service.
  public static final String OF = "OF";

  /// Deployment or AssertedDeployment → Environment.
  public static final String TO = "TO";

  /// Deployment → Person.
  public static final String REQUESTED_BY = "REQUESTED_BY";

  /// Deployment → Commit, one for each role; AssertedDeployment → Commit.
  public static final String DEPLOYED = "DEPLOYED";

  /// Deployment or AssertedDeployment → Commit: newly brought into the environment in a role.
  public static final String SHIPPED = "SHIPPED";

  /// Deployment or AssertedDeployment → Commit: taken out of the environment in a role.
  public static final String WITHDREW = "WITHDREW";

  /// Deployment → Deployment: what was serving when it opened.
  public static final String PREVIOUS = "PREVIOUS";

  /// Deployment → Deployment.
  public static final String ROLLBACK_OF = "ROLLBACK_OF";

  /// Deployment → Deployment: what ended without success and is deployed again.
  public static final String RETRY_OF = "RETRY_OF";

  /// Deployment → Deployment: what a rollback was asked to undo.
  public static final String UNDO_OF = "UNDO_OF";

  /// Deployment → Deployment: what served again after it failed or was aborted.
  public static final String RESTORED = "RESTORED";

  /// Step → Deployment.
  public static final String STEP_OF = "STEP_OF";

  /// Step → Deployment: the share of traffic that it had after the step.
  public static final String ROUTED = "ROUTED";

  /// Check → Deployment.
  public static final String CHECKED = "CHECKED";

  /// Approval → Deployment.
  public static final String DECIDED = "DECIDED";

  /// Approval → Person.
  public static final String DECIDED_BY = "DECIDED_BY";

  /// Incident → Deployment.
  public static final String CAUSED_BY = "CAUSED_BY";

  /// Incident → Commit, where the causal link names one.
  public static final String BLAMES = "BLAMES";

  /// Incident → Service.
  public static final String AFFECTED = "AFFECTED";

  /// Incident → Environment.
  public static final String IN = "IN";

  /// Incident or AssertedDeployment → Person.
  public static final String REPORTED_BY = "REPORTED_BY";

  /// Annotation → Deployment, AssertedDeployment, Incident or Commit: what it is about.
  public static final String ANNOTATES = "ANNOTATES";

  /// Annotation → Person.
  public static final String ANNOTATED_BY = "ANNOTATED_BY";

  /// SavedQuery → Person.
  public static final String SAVED_BY = "SAVED_BY";

  /// Registration → Repository or Service: what it is about.
  public static final String REGISTERS = "REGISTERS";

  /// Registration → Repository: where the service lies, one for each role.
  public static final String LIES_IN = "LIES_IN";

  /// Registration → Team: who owns the service.
  public static final String OWNED_BY = "OWNED_BY";

  /// Registration → Person.
  public static final String REGISTERED_BY = "REGISTERED_BY";

  /// Deployment, AssertedDeployment, Incident, Annotation, SavedQuery or Registration → Version.
  public static final String HAS_VERSION = "HAS_VERSION";

  /// Commit → Commit, with the parent's number from 1.
  public static final String PARENT = "PARENT";

  /// Commit → Person.
  public static final String AUTHORED_BY = "AUTHORED_BY";

  /// Commit → Person.
  public static final String COMMITTED_BY = "COMMITTED_BY";

  /// Commit → Person, with the place in the message from 1.
  public static final String CO_AUTHORED_BY = "CO_AUTHORED_BY";

  /// Commit → Commit of the same repository: its message says that it takes that one back.
  public static final String REVERTS = "REVERTS";

  /// Commit → Commit of the same repository: its message says that it is a copy of that one.
  public static final String CHERRY_PICKED_FROM = "CHERRY_PICKED_FROM";

  /// Commit → File, against the first parent.
  public static final String TOUCHED = "TOUCHED";

  /// Commit → Repository.
  public static final String IN_REPOSITORY = "IN_REPOSITORY";

  /// Deployment, AssertedDeployment, Step, Check, Approval, Incident, Annotation, SavedQuery or
  /// Registration → Record.
  public static final String EVIDENCED_BY = "EVIDENCED_BY";

  /// Record → SigningKey.
  public static final String SIGNED_BY = "SIGNED_BY";

  /// Record → Ledger.
  public static final String IN_LEDGER = "IN_LEDGER";

  /// Deployment → Record: whether its records hold together, and the record by which it became so.
  /// There is none while records that are named were not read.
  public static final String JUDGED = "JUDGED";

  /// Deployment → Violation: what does not hold of its records together.
  public static final String FOUND = "FOUND";

  /// Violation → Record, where it is about an entry.
  public static final String ABOUT = "ABOUT";

  /// Every type, in alphabetical order.
  public static final List<String> ALL =
      List.of(
          ABOUT,
          AFFECTED,
          ANNOTATED_BY,
          ANNOTATES,
          AUTHORED_BY,
          BLAMES,
          CAUSED_BY,
          CHECKED,
          CHERRY_PICKED_FROM,
          COMMITTED_BY,
          CO_AUTHORED_BY,
          DECIDED,
          DECIDED_BY,
          DEPLOYED,
          EVIDENCED_BY,
          FOUND,
          HAS_VERSION,
          IN,
          IN_LEDGER,
          IN_REPOSITORY,
          JUDGED,
          LIES_IN,
          OF,
          OWNED_BY,
          PARENT,
          PREVIOUS,
          REGISTERED_BY,
          REGISTERS,
          REPORTED_BY,
          REQUESTED_BY,
          RESTORED,
          RETRY_OF,
          REVERTS,
          ROLLBACK_OF,
          ROUTED,
          SAVED_BY,
          SHIPPED,
          SIGNED_BY,
          STEP_OF,
          TO,
          TOUCHED,
          UNDO_OF,
          WITHDREW);

  /// The ends of types of what is no longer believed: those that a record states, and what follows
  /// from one.
  private static final String WAS = "_WAS";

  /// What a commit is in its repository, apart from what records say of it.
  public static final List<String> OF_COMMITS =
      List.of(
          AUTHORED_BY,
          CHERRY_PICKED_FROM,
          COMMITTED_BY,
          CO_AUTHORED_BY,
          IN_REPOSITORY,
          PARENT,
          REVERTS,
          TOUCHED);

  /// The types whose relationships are dated in recorded time.
  public static final List<String> DATED =
      ALL.stream()
          .filter(type -> !OF_COMMITS.contains(type))
          .filter(type -> !List.of(ABOUT, IN_LEDGER, SIGNED_BY).contains(type))
          .toList();

  /// Every type that there is, with those of what is no longer believed.
  public static final List<String> TYPES =
      Stream.concat(ALL.stream(), DATED.stream().map(Relationships::was)).sorted().toList();

  private Relationships() {}

  /// The type to which a dated relationship moves when it is no longer believed.
  public static String was(String type) {
    return type + WAS;
  }

  /// The type under which a relationship was believed, whether it still is or not.
  public static String believed(String type) {
    return type.endsWith(WAS) ? type.substring(0, type.length() - WAS.length()) : type;
  }
}
