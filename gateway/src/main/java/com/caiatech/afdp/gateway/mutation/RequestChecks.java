package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.security.Access;
import com.caiatech.afdp.gateway.security.AccessRules;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.sealing.PlainText;
import com.caiatech.afdp.schemas.sealing.PlainTextCheck;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What holds for every mutation: who may, which ids are new, which names are known and which texts
/// may stand in clear.
final class RequestChecks {
  static final int MAX_REASON = 500;
  static final int MAX_TITLE = 200;

  /// How far the moment inside a new id may lie from now.
  static final Duration CURRENT = Duration.ofMinutes(10);

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern PATH_PREFIX = Pattern.compile("[^/\\s][^\\p{Cntrl}]{0,299}");
  private static final int MAX_DESCRIPTION = 4000;
  private static final int MAX_LISTED = 100;

  private final AccessRules rules;
  private final Clock clock;

  RequestChecks(AccessRules rules, Clock clock) {
    this.rules = rules;
    this.clock = clock;
  }

  Optional<Refusal> mayDo(
      Principal principal, Action action, @Nullable EnvironmentName environment) {
    return switch (rules.decide(principal, action, environment)) {
      case Access.Granted granted -> Optional.empty();
      case Access.Denied denied -> Refusal.because(RefusalReason.FORBIDDEN, denied.message());
    };
  }

  /// An id that is no UUIDv7 can be nobody's.
  Optional<Refusal> isVersion7(String field, UUID id) {
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

  Optional<Platform.Service> service(Platform platform, String name) {
    return named(name, ServiceName::new).flatMap(platform::service);
  }

  Optional<Platform.Environment> environment(Platform platform, String name) {
    return named(name, EnvironmentName::new).flatMap(platform::environment);
  }

  Refusal unknownService(Platform platform, String name) {
    return new Refusal(
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

  Refusal unknownEnvironment(Platform platform, String name) {
    return new Refusal(
        RefusalReason.UNKNOWN_ENVIRONMENT,
        "environment: expected one of [%s], found '%s'"
            .formatted(
                platform.environments().stream()
                    .map(it -> it.name().value())
                    .limit(20)
                    .collect(Collectors.joining(", ")),
                shortened(name)));
  }

  /// A short text that will stand in clear.
  Optional<Refusal> clearText(String field, @Nullable String text, int most) {
    return text == null
        ? Optional.empty()
        : switch (PlainText.check(field, text, most)) {
          case PlainTextCheck.Accepted accepted -> Optional.empty();
          case PlainTextCheck.Refused refused ->
              Refusal.because(RefusalReason.INVALID_INPUT, refused.reason());
        };
  }

  /// A text that will be sealed.
  Optional<Refusal> longText(String field, @Nullable String text) {
    int length = text == null ? 0 : text.codePointCount(0, text.length());
    return length <= MAX_DESCRIPTION
        ? Optional.empty()
        : invalid(
            "%s: expected at most %d characters, found %d"
                .formatted(field, MAX_DESCRIPTION, length));
  }

  Optional<Refusal> sha256(String field, String digest) {
    return DIGEST.matcher(digest).matches()
        ? Optional.empty()
        : invalid(
            "%s: expected 64 lower-case hexadecimal digits, found '%s'"
                .formatted(field, shortened(digest)));
  }

  Optional<Refusal> share(String field, double share) {
    return share >= 0 && share <= 1
        ? Optional.empty()
        : invalid("%s: expected 0 to 1, found %s".formatted(field, share));
  }

  Optional<Refusal> pathPrefixes(String field, List<String> prefixes) {
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

  private static <T> Optional<T> named(String name, Function<String, T> type) {
    try {
      return Optional.of(type.apply(name));
    } catch (IllegalArgumentException noName) {
      return Optional.empty();
    }
  }
}
