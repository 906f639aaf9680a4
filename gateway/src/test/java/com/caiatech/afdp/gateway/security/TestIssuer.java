package com.caiatech.afdp.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// An issuer with a server for its keys on loopback.
public final class TestIssuer implements AutoCloseable {
  public static final String URL = "https://login.example/realms/shop";
  public static final String AUDIENCE = "afdp";
  public static final String SUBJECT = "4f1c7a";

  /// How often its keys were asked for.
  public final AtomicInteger asked = new AtomicInteger();

  /// The status that it answers with.
  public volatile int status = 200;

  private final HttpServer server;
  private final List<ECKey> published = new ArrayList<>();

  public TestIssuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.createContext(
        "/keys",
        exchange -> {
          asked.incrementAndGet();
          byte[] keys = keySet().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/jwk-set+json");
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    server.createContext(
        "/elsewhere",
        exchange -> {
          asked.addAndGet(1_000);
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    publish("first");
  }

  private synchronized String keySet() {
    return new JWKSet(List.copyOf(published)).toString(); // the public parts alone
  }

  /// Makes a further key and publishes it.
  public synchronized ECKey publish(String id) {
    ECKey key = key(id);
    published.add(key);
    return key;
  }

  public static ECKey key(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException impossible) {
      throw new AssertionError(impossible);
    }
  }

  public synchronized ECKey first() {
    return published.getFirst();
  }

  public URI keys() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
  }

  public TrustedIssuer trusted(Map<String, Set<RoleGrant>> grants, String... rolesClaim) {
    return new TrustedIssuer(
        URL,
        AUDIENCE,
        keys(),
        TrustedIssuer.DEFAULT_ALGORITHMS,
        TrustedIssuer.DEFAULT_CLOCK_SKEW,
        rolesClaim.length == 0 ? TrustedIssuer.DEFAULT_ROLES_CLAIM : List.of(rolesClaim),
        TrustedIssuer.DEFAULT_NAME_CLAIM,
        grants);
  }

  /// What a good token says.
  public static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> otherwise) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(URL)
            .audience(List.of("other", AUDIENCE))
            .subject(SUBJECT)
            .claim("name", "Dee Ployer")
            .claim("roles", List.of("deployer", "unheard-of"))
            .issueTime(Date.from(Instant.now()))
            .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
    otherwise.accept(claims);
    return claims.build();
  }

  /// A token that its first key signed.
  public String token(Consumer<JWTClaimsSet.Builder> otherwise) {
    return signed(first(), header -> header, claims(otherwise));
  }

  public static String signed(
      ECKey key, UnaryOperator<JWSHeader.Builder> header, JWTClaimsSet claims) {
    SignedJWT token =
        new SignedJWT(
            header.apply(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID())).build(),
            claims);
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException impossible) {
      throw new AssertionError(impossible);
    }
    return token.serialize();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
