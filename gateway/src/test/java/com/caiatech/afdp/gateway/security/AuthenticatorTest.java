package com.caiatech.afdp.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
  private static final String HERE = "7f000001";
  private static final String ELSEWHERE = "7f000002";

  private final TestIssuer issuer = new TestIssuer();
  private final AtomicLong nanos = new AtomicLong();
  private final Authenticator authenticator = by(issuer.trusted(Map.of()));

  @AfterEach
  void stop() {
    issuer.close();
  }

  private Authenticator by(TrustedIssuer trusted) {
    return by(new Credentials(TestGateway.tokens(), trusted, false), Clock.systemUTC());
  }

  private Authenticator by(Credentials credentials, Clock clock) {
    return new Authenticator(credentials, TestGateway::personId, clock, nanos::get);
  }

  private Authentication judged(String token) {
    return authenticator.authenticate("Bearer " + token, HERE);
  }

  private static Principal principal(Authentication found) {
    assertThat(found).isInstanceOf(Authentication.Authenticated.class);
    return ((Authentication.Authenticated) found).principal();
  }

  @Test
  void aTokenOfTheIssuerStandsForItsSubjectAndItsRoles() {
    Principal principal = principal(judged(issuer.token(claims -> {})));
    assertThat(principal.personId())
        .isEqualTo(TestGateway.personId(TestIssuer.URL, TestIssuer.SUBJECT));
    assertThat(principal.issuer()).isEqualTo(TestIssuer.URL);
    assertThat(principal.subject()).isEqualTo(TestIssuer.SUBJECT);
    assertThat(principal.displayName()).isEqualTo("Dee Ployer");
    assertThat(principal.grants()).isEqualTo(RoleGrant.everywhere(Role.DEPLOYER));
    String unnamed = issuer.token(claims -> claims.claim("name", 7).claim("roles", "admin"));
    assertThat(principal(judged(unnamed)).displayName()).isEqualTo(TestIssuer.SUBJECT);
    assertThat(principal(judged(unnamed)).grants()).isEqualTo(RoleGrant.everywhere(Role.ADMIN));
  }

  @Test
  void rolesAreGrantedForWhatTheIssuerSaysWhereItSaysIt() {
    Authenticator granting =
        by(
            issuer.trusted(
                Map.of("sre", RoleGrant.everywhere(Role.DEPLOYER, Role.INCIDENT_MANAGER)),
                "realm_access",
                "roles"));
    String token =
        issuer.token(
            claims -> claims.claim("realm_access", Map.of("roles", List.of("sre", "admin"))));
    assertThat(principal(granting.authenticate("bearer " + token, HERE)).grants())
        .isEqualTo(RoleGrant.everywhere(Role.DEPLOYER, Role.INCIDENT_MANAGER));
    assertThat(granting.authenticate("Bearer " + issuer.token(claims -> {}), HERE))
        .isEqualTo(
            new Authentication.WithoutRole(
                "expected a role in the claim realm_access → roles of the bearer token, found none"
                    + " that counts here"));
  }

  @Test
  void noNameOfAGroupWidensWhatTheConfigurationMapsIt() {
    Set<RoleGrant> staging =
        Set.of(new RoleGrant(Role.DEPLOYER, Set.of(new EnvironmentName("staging")), Set.of()));
    Authenticator granting = by(issuer.trusted(Map.of("cart-team", staging)));
    for (Object others :
        List.of(
            List.of(
                "cart-team",
                "admin",
                "cart-team admin",
                "CART-TEAM",
                "deployer in production",
                "cart-team\n",
                Map.of("role", "admin")),
            "cart-team")) {
      String token = issuer.token(claims -> claims.claim("roles", others));
      assertThat(principal(granting.authenticate("Bearer " + token, HERE)).grants())
          .as("%s", others)
          .isEqualTo(staging);
    }
    String spaced = issuer.token(claims -> claims.claim("roles", "guests cart-team"));
    assertThat(granting.authenticate("Bearer " + spaced, HERE))
        .isInstanceOf(Authentication.WithoutRole.class);
    String words = issuer.token(claims -> claims.claim("scope", "openid cart-team"));
    assertThat(
            principal(
                    by(issuer.trusted(Map.of("cart-team", staging), "scope"))
                        .authenticate("Bearer " + words, HERE))
                .grants())
        .isEqualTo(staging);
  }

  @Test
  void whateverElseATokenSaysItDoesNotHold() throws Exception {
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("expired", issuer.token(claims -> claims.expirationTime(from(-61))));
    tokens.put("without an end", issuer.token(claims -> claims.expirationTime(null)));
    tokens.put("not yet", issuer.token(claims -> claims.notBeforeTime(from(90))));
    tokens.put("for another", issuer.token(claims -> claims.audience("other")));
    tokens.put("for nobody", issuer.token(claims -> claims.audience((String) null)));
    tokens.put("of another", issuer.token(claims -> claims.issuer(TestIssuer.URL + "/")));
    tokens.put("without a subject", issuer.token(claims -> claims.subject(null)));
    tokens.put("of a blank subject", issuer.token(claims -> claims.subject(" ")));
    tokens.put("of an endless subject", issuer.token(claims -> claims.subject("s".repeat(256))));
    JWTClaimsSet good = TestIssuer.claims(claims -> {});
    tokens.put("unsigned", new PlainJWT(good).serialize());
    tokens.put("signed with the public key as a secret", hmac(issuer.first(), good));
    ECKey thief = TestIssuer.key("first");
    tokens.put("of a thief", TestIssuer.signed(thief, header -> header, good));
    tokens.put(
        "of a thief with their key in it",
        TestIssuer.signed(thief, header -> header.jwk(thief.toPublicJWK()), good));
    tokens.put(
        "of a thief with their keys' address",
        TestIssuer.signed(
            thief, header -> header.jwkURL(issuer.keys().resolve("/elsewhere")), good));
    tokens.put(
        "of another kind",
        TestIssuer.signed(
            issuer.first(), header -> header.type(new JOSEObjectType("secevent+jwt")), good));
    tokens.put(
        "critical",
        TestIssuer.signed(
            issuer.first(),
            header -> header.criticalParams(Set.of("exp2")).customParam("exp2", 1),
            good));
    tokens.put("encrypted", encrypted(issuer.first(), good));
    String whole = issuer.token(claims -> {});
    tokens.put("changed", whole.replaceFirst("\\.[^.]+\\.", "." + payload() + "."));
    tokens.put("cut", whole.substring(0, whole.length() - 4));
    tokens.put("text", "a.b.c");
    tokens.put("of the gateway itself", TestGateway.token(Role.ADMIN));
    tokens.forEach(
        (what, token) ->
            assertThat(judged(token))
                .as(what)
                .isInstanceOfSatisfying(
                    Authentication.Rejected.class,
                    rejected ->
                        assertThat(rejected.reason())
                            .isNotBlank()
                            .doesNotContain(token, "secevent")));
    assertThat(issuer.asked).as("asked for keys").hasValueLessThan(3);
  }

  private static String payload() {
    return TestIssuer.signed(
            TestIssuer.key("any"),
            header -> header,
            TestIssuer.claims(claims -> claims.claim("roles", "admin")))
        .split("\\.", -1)[1];
  }

  private static Date from(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private static String hmac(ECKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims);
    token.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    return token.serialize();
  }

  private static String encrypted(ECKey key, JWTClaimsSet claims) throws JOSEException {
    EncryptedJWT token =
        new EncryptedJWT(
            new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
                .keyID(key.getKeyID())
                .build(),
            claims);
    token.encrypt(new ECDHEncrypter(key));
    return token.serialize();
  }

  @Test
  void clocksMayDifferByAMinute() {
    String late =
        issuer.token(claims -> claims.expirationTime(from(-50)).notBeforeTime(from(-100)));
    assertThat(principal(judged(late)).grants()).isEqualTo(RoleGrant.everywhere(Role.DEPLOYER));
  }

  @Test
  void aNewKeyOfTheIssuerCountsAtOnceAndUnknownOnesDoNotMakeItBusy() {
    principal(judged(issuer.token(claims -> {})));
    ECKey next = issuer.publish("second");
    JWTClaimsSet good = TestIssuer.claims(claims -> {});
    principal(judged(TestIssuer.signed(next, header -> header, good)));
    assertThat(issuer.asked).hasValue(2);
    for (int i = 0; i < 20; i++) {
      String unknown = TestIssuer.signed(TestIssuer.key("key-" + i), header -> header, good);
      assertThat(judged(unknown)).isInstanceOf(Authentication.Rejected.class);
    }
    assertThat(issuer.asked).hasValueLessThan(5);
  }

  @Test
  void withoutKeysNothingIsJudgedAndKnownOnesOutliveAnOutage() {
    issuer.status = 500;
    String token = issuer.token(claims -> {});
    assertThat(judged(token)).isInstanceOf(Authentication.Unavailable.class);
    issuer.status = 302;
    Authenticator second = by(issuer.trusted(Map.of()));
    assertThat(second.authenticate("Bearer " + token, HERE))
        .isInstanceOf(Authentication.Unavailable.class);
    assertThat(issuer.asked).as("no redirect was followed").hasValueLessThan(1_000);
    issuer.status = 200;
    Authenticator third = by(issuer.trusted(Map.of()));
    principal(third.authenticate("Bearer " + token, HERE));
    issuer.status = 500;
    principal(third.authenticate("Bearer " + issuer.token(claims -> claims.jwtID("2")), HERE));
  }

  @Test
  void itsOwnTokensCountBesideAnIssuersOnlyWhereThatIsSaidAndUntilTheyEnd() {
    String own = "Bearer " + TestGateway.token(Role.AUDITOR);
    assertThat(authenticator.authenticate(own, HERE))
        .isInstanceOfSatisfying(
            Authentication.Rejected.class,
            rejected -> assertThat(rejected.reason()).contains("bearer tokens are off"));
    Credentials beside = new Credentials(TestGateway.tokens(), issuer.trusted(Map.of()), true);
    Authenticator both = by(beside, Clock.systemUTC());
    assertThat(principal(both.authenticate(own, HERE)).grants())
        .isEqualTo(RoleGrant.everywhere(Role.AUDITOR));
    principal(both.authenticate("Bearer " + issuer.token(claims -> {}), HERE));
    Instant end = Instant.parse("2027-01-31T00:00:00Z");
    LocalToken token = TestGateway.tokens().getFirst();
    Credentials ending =
        Credentials.local(
            List.of(
                new LocalToken(
                    token.sha256(), token.grants(), "local", "someone", "Someone", end)));
    String sent = "Bearer " + TestGateway.token(Role.VIEWER);
    principal(by(ending, at(end.minusSeconds(1))).authenticate(sent, HERE));
    assertThat(by(ending, at(end)).authenticate(sent, HERE))
        .isEqualTo(
            new Authentication.Rejected(
                "the bearer token expired at 2027-01-31T00:00:00Z; have a new one made"));
  }

  private static Clock at(Instant moment) {
    return Clock.fixed(moment, ZoneOffset.UTC);
  }

  @Test
  void whoeverSendsManyBadTokensIsNotHeardForAWhile() {
    String good = issuer.token(claims -> {});
    principal(judged(good));
    rejectedUntilThrottled(i -> judged("not.a.token" + i));
    String unseen = issuer.token(claims -> claims.jwtID("not seen before"));
    for (String other : List.of(TestGateway.token(Role.ADMIN), unseen)) {
      assertThat(judged(other)).isInstanceOf(Authentication.Throttled.class);
    }
    principal(judged(good));
    principal(
        authenticator.authenticate(
            "Bearer " + issuer.token(claims -> claims.jwtID("3")), ELSEWHERE));
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    principal(judged(issuer.token(claims -> claims.jwtID("heard again"))));
  }

  private static void rejectedUntilThrottled(IntFunction<Authentication> asked) {
    int i = 0;
    while (asked.apply(i) instanceof Authentication.Rejected) {
      assertThat(i++).isLessThan(100);
    }
    assertThat(i).isEqualTo(60);
  }
}
