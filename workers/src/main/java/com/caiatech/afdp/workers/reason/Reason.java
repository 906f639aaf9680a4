package com.caiatech.afdp.workers.reason;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.descriptor.DescriptorProblem;
import com.caiatech.afdp.schemas.descriptor.ParsedDescriptor;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.caiatech.afdp.schemas.source.Resolution;
import com.caiatech.afdp.schemas.verify.SourcesVerdict;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.WorkersException;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.errorprone.annotations.CompileTimeConstant;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why something failed or was refused, as it may stand in records, in Temporal's history and in
/// progress events for ever: a sentence of ours with typed values in its places `{}`.
///
/// What a check, a service, a Git host or a library says cannot get into it: the sentence is a
/// literal, which Error Prone holds at compile time, and no place takes text. What people stated
/// stands in their own records already and is taken from these. At most 500 characters.
public final class Reason {
  private static final int LONGEST = 500;
  private static final int MOST_NAMES = 20;
  private static final int MOST_PROBLEMS = 5;
  private static final int MOST_FINDINGS = 2;
  private static final String PLACE = "{}";

  private final String said;
  private final String rest;

  private Reason(String said, String rest) {
    this.said = said;
    this.rest = rest;
  }

  /// A sentence whose places are filled by `with`, from left to right.
  public static Reason of(@CompileTimeConstant final String sentence) {
    return new Reason("", sentence);
  }

  /// What a fault may say for ever. The ledger's own faults are made of paths, digests and what a
  /// person sent; those of a Git host or a disk are in the log alone.
  public static Reason of(WorkersException fault) {
    return switch (fault) {
      case WorkersException.TargetUnavailable unavailable -> unavailable.reason();
      case WorkersException.TargetFenced fenced -> fenced.reason();
      case WorkersException.SourceBusy busy -> busy.reason();
      case WorkersException.LedgerUnavailable _ ->
          of("a ledger cannot be read or written now; the log of the workers says why");
      case WorkersException.LedgerStopped _,
          WorkersException.RecordRefused _,
          WorkersException.IntentNotProven _ ->
          new Reason(String.valueOf(fault.getMessage()), "");
    };
  }

  /// Why a person's request makes no record: what is wrong with its own text.
  public static Reason ofInput(SchemasException fault) {
    return fault instanceof SchemasException.MalformedInput
            || fault instanceof SchemasException.LimitExceeded
        ? new Reason(String.valueOf(fault.getMessage()), "")
        : of("the request cannot be made a record; the log of the workers says why");
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  private static Reason read(String text) {
    return new Reason(text, "");
  }

  public Reason with(long number) {
    return filled(Long.toString(number));
  }

  /// With one digit after the point.
  public Reason with(double number) {
    return filled(String.format(Locale.ROOT, "%.1f", number));
  }

  public Reason with(Reason reason) {
    return filled(reason.text());
  }

  public Reason with(Enum<?> choice) {
    return filled(choice.name().toLowerCase(Locale.ROOT));
  }

  /// As the gateway shows it.
  public Reason with(RefusalReason refusal) {
    return filled(refusal.name());
  }

  public Reason with(HttpAnswer answer) {
    return filled(answer.toString());
  }

  public Reason with(HttpAnswers answers) {
    return filled(answers.toString());
  }

  public Reason with(DeploymentId deployment) {
    return filled(deployment.value());
  }

  public Reason with(ServiceName service) {
    return filled(service.value());
  }

  public Reason with(EnvironmentName environment) {
    return filled(environment.value());
  }

  public Reason with(Scope scope) {
    return filled(scope.serviceText() + " in " + scope.environmentText());
  }

  public Reason with(RepositoryName repository) {
    return filled(repository.value());
  }

  public Reason with(SourcePath path) {
    return filled(path.value());
  }

  public Reason with(CommitId commit) {
    return filled(commit.value());
  }

  public Reason with(Sha256 digest) {
    return filled(digest.value());
  }

  public Reason with(RecordRef record) {
    return filled(record.path());
  }

  public Reason withServices(Collection<ServiceName> services) {
    return filled(
        services.stream()
            .limit(MOST_NAMES)
            .map(ServiceName::value)
            .collect(Collectors.joining(", ")));
  }

  public Reason withEnvironments(Collection<EnvironmentName> environments) {
    return filled(
        environments.stream()
            .limit(MOST_NAMES)
            .map(EnvironmentName::value)
            .collect(Collectors.joining(", ")));
  }

  /// The ref that a person asked for, and the branches that there are.
  public Reason with(Resolution.UnknownRef unknown) {
    return filled(
        "'%s'; its branches are %s"
            .formatted(unknown.asked(), String.join(", ", unknown.branches())));
  }

  /// The ref that a person asked for, and the commits that it may mean.
  public Reason with(Resolution.AmbiguousRef ambiguous) {
    return filled("'%s': %s".formatted(ambiguous.asked(), ambiguous.candidates()));
  }

  /// Where the first problems are and what would be right, but not what stands there.
  public Reason with(ParsedDescriptor.Invalid descriptor) {
    int more = descriptor.problems().size() - MOST_PROBLEMS;
    return filled(
        descriptor.problems().stream()
                .limit(MOST_PROBLEMS)
                .map(Reason::withoutContent)
                .collect(Collectors.joining("; "))
            + (more > 0 ? "; and %d more".formatted(more) : ""));
  }

  /// The check's name, its status and its own reason.
  public Reason with(CheckResult check) {
    String reason = check.reason();
    return filled(
        "%s %s: %s"
            .formatted(
                check.name(),
                check.status().name().toLowerCase(Locale.ROOT),
                reason == null ? "no reason given" : reason));
  }

  /// The first findings: what was expected and what was found, and about which record.
  public Reason with(SubjectVerdict verdict) {
    int more = verdict.findings().size() - MOST_FINDINGS;
    return filled(
        verdict.findings().stream()
                .limit(MOST_FINDINGS)
                .map(it -> "%s: %s, at %s".formatted(it.kind(), it.reason(), it.about().path()))
                .collect(Collectors.joining("; "))
            + (more > 0 ? "; and %d more".formatted(more) : ""));
  }

  /// The verdict, and what the repositories contradict; why one cannot be read is left out.
  public Reason with(SourcesVerdict verdict) {
    return filled(
        verdict.state() == SourcesVerdict.State.CONTRADICT
            ? verdict.state() + ": " + String.join("; ", verdict.reasons())
            : verdict.state().toString());
  }

  /// Who asked, and why if that was stated.
  public Reason with(DeploymentRequest request) {
    return filled(stated(request.requestedBy(), request.reason()));
  }

  /// Who decided, and why if that was stated.
  public Reason with(ApprovalDecision decision) {
    return filled(stated(decision.decidedBy(), decision.reason()));
  }

  /// As it stands in a record.
  @JsonValue
  public String text() {
    String text = said + rest;
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
    return text.substring(0, end) + "…";
  }

  /// The text, where there is a reason.
  public static @Nullable String textOf(@Nullable Reason reason) {
    return reason == null ? null : reason.text();
  }

  private static String withoutContent(DescriptorProblem problem) {
    return "%s:%d:%d: expected %s"
        .formatted(problem.file(), problem.line(), problem.column(), problem.expected());
  }

  /// The person, by the opaque id.
  public Reason with(PersonId person) {
    return filled(person.value());
  }

  private static String stated(PersonId person, @Nullable String reason) {
    return reason == null ? person.value() : person + ": " + reason;
  }

  /// A value without a place is left out: no deployment fails because of a wording.
  private Reason filled(String value) {
    int place = rest.indexOf(PLACE);
    return place < 0
        ? this
        : new Reason(
            said + rest.substring(0, place) + value, rest.substring(place + PLACE.length()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Reason reason && reason.text().equals(text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
