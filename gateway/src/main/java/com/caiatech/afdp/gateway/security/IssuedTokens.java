package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.schemas.id.PersonId;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tokens of a {@link TrustedIssuer}, signed JWTs (RFC 7519, with the rules of RFC 8725 and RFC
/// 9068). Its keys are kept for five minutes, asked for again when a token names one that is not
/// among them, and still used for hours when they cannot be had anew.
final class IssuedTokens {
  private static final Logger LOG = LoggerFactory.getLogger(IssuedTokens.class);
  private static final int MOST_BYTES_OF_KEYS = 256 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// So soon after keys were asked for they are not asked for again because of one that is missing.
  private static final Duration REFRESH = Duration.ofSeconds(30);

  private static final Duration KEPT_WITHOUT_ISSUER = Duration.ofHours(4);
  private static final Set<String> SCOPES = Set.of("scope", "scp");
  private static final int LONGEST_SUBJECT = 255;
  private static final int LONGEST_NAME = 200;

  private final TrustedIssuer issuer;
  private final BiFunction<String, String, PersonId> personIds;
  private final Clock clock;
  private final DefaultJWTProcessor<SecurityContext> processor;

  /// A token that holds, and from when on it does not.
  record Judged(Authentication authentication, Instant expires) {}

  IssuedTokens(TrustedIssuer issuer, BiFunction<String, String, PersonId> personIds, Clock clock) {
    this.issuer = issuer;
    this.personIds = personIds;
    this.clock = clock;
    Set<JWSAlgorithm> algorithms =
        issuer.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    this.processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys(issuer)));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            issuer.audience(),
            new JWTClaimsSet.Builder().issuer(issuer.url()).build(),
            Set.of("sub", "exp")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew((int) issuer.clockSkew().toSeconds());
    processor.setJWTClaimsSetVerifier(claims);
  }

  private static JWKSource<SecurityContext> keys(TrustedIssuer issuer) {
    try {
      return JWKSourceBuilder.<SecurityContext>create(issuer.keys().toURL(), new Retriever())
          .rateLimited(REFRESH.toMillis())
          .outageTolerant(KEPT_WITHOUT_ISSUER.toMillis())
          .build();
    } catch (MalformedURLException impossible) {
      throw new IllegalArgumentException("no address of keys: " + issuer.keys(), impossible);
    }
  }

  /// Goes where the configuration says and nowhere else.
  private static final class Retriever extends DefaultResourceRetriever {
    Retriever() {
      super((int) PATIENCE.toMillis(), (int) PATIENCE.toMillis(), MOST_BYTES_OF_KEYS);
    }

    @Override
    protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
      HttpURLConnection connection = super.openHTTPConnection(url);
      connection.setInstanceFollowRedirects(false);
      return connection;
    }
  }

  /// Judges a token; may ask the issuer for its keys.
  Judged judge(String token) {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      return new Judged(
          authenticated(claims), claims.getExpirationTime().toInstant().plus(issuer.clockSkew()));
    } catch (RateLimitReachedException unknown) {
      return rejected(
          "it is signed by a key that is not among its issuer's, as asked for just now");
    } catch (KeySourceException unreachable) {
      LOG.warn("asking {} for the issuer's keys failed", issuer.keys(), unreachable);
      return new Judged(
          new Authentication.Unavailable(
              "the keys of the tokens' issuer cannot be had; the gateway's log tells why"),
          Instant.MIN);
    } catch (ExpiredJWTException expired) {
      return rejected("it has expired");
    } catch (BadJWTException claims) {
      return rejected(
          "expected a subject, an end that is to come, the audience %s and the issuer %s"
              .formatted(issuer.audience(), issuer.url()));
    } catch (BadJWSException signature) {
      return rejected("its signature does not hold under its issuer's keys");
    } catch (BadJOSEException | JOSEException | ParseException other) {
      return rejected(
          "expected a JWT, signed by one of %s with a key of its issuer"
              .formatted(issuer.algorithms().stream().sorted().toList()));
    }
  }

  private static Judged rejected(String reason) {
    return new Judged(
        new Authentication.Rejected("the bearer token does not hold: " + reason), Instant.MIN);
  }

  private Authentication authenticated(JWTClaimsSet claims) {
    String subject = claims.getSubject();
    if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
      return new Authentication.Rejected(
          "the bearer token does not hold: expected a subject of at most "
              + LONGEST_SUBJECT
              + " characters");
    }
    Set<RoleGrant> grants = grants(claims);
    if (grants.isEmpty()) {
      return new Authentication.WithoutRole(
          "expected a role in the claim %s of the bearer token, found none that counts here"
              .formatted(String.join(" → ", issuer.rolesClaim())));
    }
    return new Authentication.Authenticated(
        new Principal(
            personIds.apply(issuer.url(), subject),
            issuer.url(),
            subject,
            name(claims, subject),
            grants,
            clock.instant()));
  }

  private String name(JWTClaimsSet claims, String subject) {
    return claims.getClaim(issuer.nameClaim()) instanceof String name && !name.isBlank()
        ? name.substring(0, Math.min(name.length(), LONGEST_NAME))
        : subject;
  }

  private Set<RoleGrant> grants(JWTClaimsSet claims) {
    Object found = claims.getClaims();
    for (String name : issuer.rolesClaim()) {
      found = found instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return values(found).flatMap(value -> granted(value).stream()).collect(Collectors.toSet());
  }

  /// A list, or one text. Only that of a scope (RFC 6749, section 3.3; `scp` with some issuers) is
  /// words: a group whose name has a space in it is one group.
  private Stream<String> values(@Nullable Object claim) {
    return switch (claim) {
      case Collection<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast);
      case String words when SCOPES.contains(issuer.rolesClaim().getLast()) ->
          Arrays.stream(words.split(" ", -1));
      case String one -> Stream.of(one);
      case null, default -> Stream.of();
    };
  }

  private Set<RoleGrant> granted(String value) {
    return issuer.grants().isEmpty()
        ? Role.ofLabel(value).map(RoleGrant::everywhere).orElse(Set.of())
        : issuer.grants().getOrDefault(value, Set.of());
  }
}
