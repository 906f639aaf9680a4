package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.execution.DocumentCheck;
import com.caiatech.afdp.gateway.people.PeopleDirectory;
import com.caiatech.afdp.gateway.security.Access;
import com.caiatech.afdp.gateway.security.AccessRules;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.record.SavedQuery;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.sealing.PlainText;
import com.caiatech.afdp.schemas.sealing.PlainTextCheck;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What holds for every mutation: who may, which ids are new, which names are known and which texts
/// may stand in clear.
final class RequestChecks {
  /// How far the moment inside a new id may lie from now.
  private static final Duration CURRENT = Duration.ofMinutes(10);

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern PATH_PREFIX = Pattern.compile("[^/\\s][^\\p{Cntrl}]{0,299}");
  private static final int MAX_TITLE = 200;
  private static final int MAX_REASON = 500;
  private static final int MAX_DESCRIPTION = 4000;
  private static final int MAX_LISTED = 100;
  private static final int MOST_STEPS = 1000;

  /// The fields whose texts will stand in clear.
  private static final Set<String> CLEAR_TEXTS = Set.of("title", "reason", "text", "purpose");

  private final AccessRules rules;
  private final Clock clock;

  RequestChecks(AccessRules rules, Clock clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /// What speaks against a request, from its input and the configuration alone. What a field may
  /// hold follows from its name, so that it is the same in every mutation.
  Optional<Refusal> problem(
      Mutation mutation,
      Principal principal,
      Input input,
      Platform platform,
      DocumentCheck documents) {
    List<Supplier<Optional<Refusal>>> checks = new ArrayList<>();
    String environment =
        mutation.place().isScoped()
            ? input.given("environment")
            : input.optionalText("environment");
    Optional<Refusal> unknown = unknownName(platform, environment, input);
    checks.add(
        () ->
            unknown.isEmpty() && mutation.place().isNamedByInput()
                ? mayDo(principal, mutation.action(), TouchedScopes.byInput(mutation, input))
                : refusal(rules.decideAnywhere(principal, mutation.action())));
    input.ids().forEach(id -> checks.add(() -> isVersion7(id, input.uuid(id))));
    checks.add(() -> unknown);
    if (mutation.place() == Place.ANNOTATION) {
      checks.add(() -> AnnotationInput.problem(input));
    }
    checks.add(() -> sha256("planSha256", input.given("planSha256")));
    checks.add(() -> clearText("title", input.given("title"), MAX_TITLE));
    checks.add(() -> clearText("reason", input.optionalText("reason"), MAX_REASON));
    checks.add(() -> clearText("text", input.given("text"), Annotation.MAX_TEXT));
    checks.add(() -> clearText("purpose", input.given("purpose"), SavedQuery.MAX_PURPOSE));
    checks.add(() -> longText("description", input.optionalText("description")));
    checks.add(() -> pathPrefixes("components", input.texts("components")));
    checks.add(() -> share("confidence", input.number("confidence", 1)));
    checks.add(() -> planStep("step", input.optionalInteger("step")));
    if (mutation.place() == Place.SAVED_QUERY) {
      checks.add(() -> SavedQueryInput.problem(input, documents));
    }
    return Refusal.first(checks);
  }

  /// The input with people standing by their ids in its clear texts.
  static Input mentioning(Input input, PeopleDirectory people) {
    return input.replaced(CLEAR_TEXTS, text -> PlainText.replaceMentions(text, people::mentioned));
  }

  /// Whether the principal may in each of the scopes.
  Optional<Refusal> mayDo(Principal principal, Action action, List<Scope> scopes) {
    return Refusal.first(
        scopes.stream()
            .<Supplier<Optional<Refusal>>>map(
                scope -> () -> refusal(rules.decide(principal, action, scope)))
            .toList());
  }

  private static Optional<Refusal> refusal(Access access) {
    return switch (access) {
      case Access.Granted _ -> Optional.empty();
      case Access.Denied(String message) -> Refusal.because(RefusalReason.FORBIDDEN, message);
    };
  }

  /// An id that is no UUIDv7 can be nobody's.
  private static Optional<Refusal> isVersion7(String field, UUID id) {
    return id.version() == 7 && id.variant() == 2
        ? Optional.empty()
        : Refusal.because(
            RefusalReason.INVALID_INPUT,
            "%s: expected a UUIDv7 (RFC 9562), found %s".formatted(field, id));
  }

  /// Whether the moment inside the UUIDv7 lies within {@link #CURRENT} of now.
  boolean isCurrent(UUID id) {
    return Duration.between(Ids.momentOf(id), clock.instant()).abs().compareTo(CURRENT) <= 0;
  }

  Refusal notCurrent(UUID id) {
    Instant now = clock.instant();
    return new Refusal(
        RefusalReason.ID_NOT_CURRENT,
        "id %s: expected a UUIDv7 of a moment within %d minutes of %s, found one of %s; make a new id"
            .formatted(id, CURRENT.toMinutes(), now, Ids.momentOf(id)));
  }

  private static Optional<Refusal> unknownName(
      Platform platform, @Nullable String environment, Input input) {
    List<Supplier<Optional<Refusal>>> names = new ArrayList<>();
    names.add(() -> knownService(platform, input.given("service")));
    names.add(() -> knownEnvironment(platform, environment));
    input.texts("services").forEach(name -> names.add(() -> knownService(platform, name)));
    return Refusal.first(names);
  }

  private static Optional<Refusal> knownEnvironment(Platform platform, @Nullable String name) {
    return name == null
            || platform.environments().stream().anyMatch(it -> it.name().value().equals(name))
        ? Optional.empty()
        : Refusal.because(
            RefusalReason.UNKNOWN_ENVIRONMENT,
            "environment: expected one of [%s], found '%s'"
                .formatted(
                    platform.environments().stream()
                        .map(it -> it.name().value())
                        .limit(20)
                        .collect(Collectors.joining(", ")),
                    shortened(name)));
  }

  private static Optional<Refusal> knownService(Platform platform, @Nullable String name) {
    return name == null
            || platform.services().stream().anyMatch(it -> it.name().value().equals(name))
        ? Optional.empty()
        : Refusal.because(
            RefusalReason.UNKNOWN_SERVICE,
            "service: expected one of [%s], found '%s'"
                .formatted(
                    platform.services().stream()
                        .map(it -> it.name().value())
                        .sorted()
                        .limit(20)
                        .collect(Collectors.joining(", ")),
                    shortened(name)));
  }

  /// A short text that will stand in clear.
  private static Optional<Refusal> clearText(String field, @Nullable String text, int most) {
    return text == null
        ? Optional.empty()
        : switch (PlainText.check(field, text, most)) {
          case PlainTextCheck.Accepted accepted -> Optional.empty();
          case PlainTextCheck.Refused refused ->
              Refusal.because(RefusalReason.INVALID_INPUT, refused.reason());
        };
  }

  /// A text that will be sealed.
  private static Optional<Refusal> longText(String field, @Nullable String text) {
    int length = text == null ? 0 : text.codePointCount(0, text.length());
    return length <= MAX_DESCRIPTION
        ? Optional.empty()
        : invalid(
            "%s: expected at most %d characters, found %d"
                .formatted(field, MAX_DESCRIPTION, length));
  }

  private static Optional<Refusal> sha256(String field, @Nullable String digest) {
    return digest == null || DIGEST.matcher(digest).matches()
        ? Optional.empty()
        : invalid(
            "%s: expected 64 lower-case hexadecimal digits, found '%s'"
                .formatted(field, shortened(digest)));
  }

  private static Optional<Refusal> share(String field, double share) {
    return share >= 0 && share <= 1
        ? Optional.empty()
        : invalid("%s: expected 0 to 1, found %s".formatted(field, share));
  }

  private static Optional<Refusal> planStep(String field, @Nullable Integer step) {
    return step == null || (step >= 1 && step <= MOST_STEPS)
        ? Optional.empty()
        : invalid("%s: expected 1 to %d, found %d".formatted(field, MOST_STEPS, step));
  }

  private static Optional<Refusal> pathPrefixes(String field, List<String> prefixes) {
    if (prefixes.size() > MAX_LISTED) {
      return invalid(
          "%s: expected at most %d, found %d".formatted(field, MAX_LISTED, prefixes.size()));
    }
    return prefixes.stream()
        .filter(prefix -> !PATH_PREFIX.matcher(prefix).matches())
        .findFirst()
        .flatMap(
            prefix ->
                invalid(
                    "%s: expected path prefixes of 1 to 300 characters such as src/cart, found '%s'"
                        .formatted(field, shortened(prefix))));
  }

  private static Optional<Refusal> invalid(String message) {
    return Refusal.because(RefusalReason.INVALID_INPUT, message);
  }

  Instant now() {
    return clock.instant();
  }

  static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
