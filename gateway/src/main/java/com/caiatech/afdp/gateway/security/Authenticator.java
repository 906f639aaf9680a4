package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.schemas.LastUsed;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Judges `Authorization: Bearer` headers (RFC 6750): opaque tokens of the gateway itself, known by
/// their prefix, and JWTs of the trusted issuer, where there is one. Whoever sends many that are
/// rejected is not heard for a while, but for tokens that were good a moment ago. Thread-safe.
public final class Authenticator {
  /// A JWT with many roles; all header lines of a request together have some 8,000 bytes.
  private static final Pattern BEARER =
      Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/=-]{1,6000}+)");

  private static final int FAILED_AT_ONCE = 60;
  private static final Duration FAILED_INTERVAL = Duration.ofSeconds(1);

  /// For so long a token that its issuer has taken back may count, beside its own end.
  private static final Duration GOOD_FOR = Duration.ofMinutes(1);

  private static final int MOST_GOOD = 1_024;

  private static final Authentication OFF =
      new Authentication.Rejected(
          "the gateway's own bearer tokens are off, since it has a trusted issuer; expected one of"
              + " its tokens");

  private final @Nullable LocalTokens local;
  private final @Nullable IssuedTokens issued;
  private final Clock clock;
  private final FailedAttempts failures;

  /// Digest of a JWT to what it stands for. Guarded by itself.
  private final Map<Sha256, Good> good = new LastUsed<>(MOST_GOOD);

  private record Good(Authentication.Authenticated authentication, Instant until) {}

  /// Judges by what is configured.
  ///
  /// @param personIds makes a person's id of issuer and subject
  public Authenticator(Credentials accepted, BiFunction<String, String, PersonId> personIds) {
    this(accepted, personIds, Clock.systemUTC(), System::nanoTime);
  }

  Authenticator(
      Credentials accepted,
      BiFunction<String, String, PersonId> personIds,
      Clock clock,
      LongSupplier nanoTime) {
    TrustedIssuer issuer = accepted.issuer();
    this.local =
        accepted.localCount() ? new LocalTokens(accepted.tokens(), personIds, clock) : null;
    this.issued = issuer == null ? null : new IssuedTokens(issuer, personIds, clock);
    this.clock = clock;
    this.failures = new FailedAttempts(FAILED_AT_ONCE, FAILED_INTERVAL, nanoTime);
  }

  /// Judges the credentials of a request; may ask the issuer for its keys, so it blocks.
  ///
  /// @param authorization the value of the `Authorization` header, if the request has one
  /// @param address where the request comes from
  public Authentication authenticate(@Nullable String authorization, String address) {
    if (authorization == null || authorization.isBlank()) {
      return new Authentication.Missing();
    }
    Matcher bearer = BEARER.matcher(authorization.strip());
    if (!bearer.matches()) {
      return new Authentication.Rejected(
          "expected 'Authorization: Bearer <token>' (RFC 6750), found another form");
    }
    String token = bearer.group(1);
    Sha256 digest = Sha256.ofUtf8(token);
    Authentication known = known(token, digest);
    if (known instanceof Authentication.Authenticated) {
      return known;
    }
    Duration wait = failures.delay(address);
    if (wait.isPositive()) {
      return new Authentication.Throttled(wait);
    }
    Authentication judged =
        known == null ? checked(Objects.requireNonNull(issued), token, digest) : known;
    if (judged instanceof Authentication.Rejected) {
      failures.failed(address);
    }
    return judged;
  }

  /// What is known of a token without checking a signature; null where that has to be done.
  private @Nullable Authentication known(String token, Sha256 digest) {
    if (token.startsWith(LocalToken.PREFIX)) {
      return local == null ? OFF : local.judge(digest);
    }
    return issued == null ? LocalTokens.UNKNOWN : lately(digest);
  }

  private @Nullable Authentication lately(Sha256 digest) {
    synchronized (good) {
      Good kept = good.get(digest);
      return kept != null && clock.instant().isBefore(kept.until) ? kept.authentication : null;
    }
  }

  private Authentication checked(IssuedTokens issuer, String token, Sha256 digest) {
    IssuedTokens.Judged judged = issuer.judge(token);
    if (judged.authentication() instanceof Authentication.Authenticated authenticated) {
      Instant soon = clock.instant().plus(GOOD_FOR);
      Instant until = judged.expires().isBefore(soon) ? judged.expires() : soon;
      synchronized (good) {
        good.put(digest, new Good(authenticated, until));
      }
    }
    return judged.authentication();
  }
}
