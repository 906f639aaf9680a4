package com.caiatech.afdp.gateway.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.gateway.security.AccessRestriction;
import com.caiatech.afdp.gateway.security.Credentials;
import com.caiatech.afdp.gateway.security.LocalToken;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.gateway.security.RoleGrant;
import com.caiatech.afdp.gateway.security.TrustedIssuer;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {
  private static final Path FOLDER = Path.of("/state");
  private static final Set<EnvironmentName> STAGING = Set.of(new EnvironmentName("staging"));
  private static final String REQUIRED =
      """
      graph: {bolt: 'bolt://127.0.0.1:7687', passwordFile: keys/neo4j.password}
      temporal: {target: '127.0.0.1:7233'}
      people:
        platformFile: platform.json
        gatewayKey: keys/gateway.ed25519
        pepper: keys/pepper
        keyFolder: people
        publicUri: http://127.0.0.1:8080
      audit: {folder: logs/refused}
      """;

  private static GatewayConfiguration parse(String yaml) {
    return ConfigurationFile.parse("gateway.yaml", FOLDER, yaml);
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    GatewayConfiguration configuration = parse(REQUIRED);
    assertThat(configuration.http())
        .isEqualTo(
            new HttpConfiguration(
                "127.0.0.1",
                0,
                List.of(),
                List.of(),
                true,
                Duration.ofSeconds(15),
                Duration.ofSeconds(30)));
    assertThat(configuration.limits())
        .isEqualTo(
            new LimitConfiguration(
                262_144,
                16_777_216,
                5_000,
                15,
                1_000,
                50,
                50,
                50_000,
                300,
                32,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMinutes(2),
                20_000,
                Duration.ofSeconds(2),
                256,
                1_024,
                256,
                512,
                false));
    assertThat(configuration.share())
        .isEqualTo(new ShareConfiguration(128, 512, 20, 128, 250_000, 1_000_000));
    assertThat(configuration.credentials()).isEqualTo(Credentials.local(List.of()));
    assertThat(configuration.restrictions()).isEmpty();
    assertThat(configuration.graph())
        .isEqualTo(
            new GraphConfiguration(
                URI.create("bolt://127.0.0.1:7687"),
                "neo4j",
                Path.of("/state/keys/neo4j.password")));
    assertThat(configuration.temporal())
        .isEqualTo(new TemporalConfiguration("127.0.0.1:7233", "default"));
    assertThat(configuration.stop())
        .isEqualTo(new StopConfiguration(Duration.ofSeconds(10), Duration.ofMinutes(2)));
    assertThat(configuration.audit())
        .isEqualTo(new AuditConfiguration(Path.of("/state/logs/refused"), 1L << 30));
    assertThat(configuration.people().pepper()).isEqualTo(Path.of("/state/keys/pepper"));
  }

  @Test
  void everythingCanBeSaid() {
    String digest = Sha256.ofUtf8("secret").value();
    GatewayConfiguration configuration =
        parse(
            REQUIRED
                + """
                http: {host: 0.0.0.0, port: 8080, allowedHosts: [afdp.example], keepAlive: PT5S}
                limits: {maxDepth: 7, queryTimeout: PT1S, digestTimeout: PT5M, introspection: true}
                tokens:
                  - sha256: %s
                    roles: [auditor]
                    grants: [{roles: [deployer], environments: [staging], services: [cart, pay]}]
                    subject: local-deployer
                    displayName: Dee
                    expires: 2027-01-31T00:00:00Z
                issuer:
                  url: https://login.example/realms/shop
                  audience: afdp
                  keys: https://login.example/keys
                  algorithms: [ES256]
                  clockSkew: PT5S
                  rolesClaim: [realm_access, roles]
                  nameClaim: preferred_username
                  grants:
                    - {value: sre, roles: [deployer, incident-manager]}
                    - {value: sre, roles: [admin], environments: [staging]}
                  localTokens: true
                restrictions:
                  - {mutation: startDeployment, environments: [production], services: [cart], roles: [admin]}
                  - {mutation: linkIncident, roles: []}
                """
                    .formatted(digest));
    assertThat(configuration.http().publicMetrics()).isFalse();
    assertThat(configuration.http().allowedHosts()).containsExactly("afdp.example");
    assertThat(configuration.limits().maxDepth()).isEqualTo(7);
    assertThat(configuration.limits().digestTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(configuration.limits().introspection()).isTrue();
    assertThat(configuration.credentials())
        .isEqualTo(
            new Credentials(
                List.of(
                    new LocalToken(
                        new Sha256(digest),
                        Set.of(
                            everywhere(Role.AUDITOR),
                            new RoleGrant(
                                Role.DEPLOYER,
                                STAGING,
                                Set.of(new ServiceName("cart"), new ServiceName("pay")))),
                        "local",
                        "local-deployer",
                        "Dee",
                        Instant.parse("2027-01-31T00:00:00Z"))),
                new TrustedIssuer(
                    "https://login.example/realms/shop",
                    "afdp",
                    URI.create("https://login.example/keys"),
                    Set.of("ES256"),
                    Duration.ofSeconds(5),
                    List.of("realm_access", "roles"),
                    "preferred_username",
                    Map.of(
                        "sre",
                        Set.of(
                            everywhere(Role.DEPLOYER),
                            everywhere(Role.INCIDENT_MANAGER),
                            new RoleGrant(Role.ADMIN, STAGING, Set.of())))),
                true));
    assertThat(configuration.restrictions())
        .containsExactly(
            new AccessRestriction(
                Action.START_DEPLOYMENT,
                Set.of(new EnvironmentName("production")),
                Set.of(new ServiceName("cart")),
                Set.of(Role.ADMIN)),
            new AccessRestriction(Action.LINK_INCIDENT, Set.of(), Set.of(), Set.of()));
  }

  private static RoleGrant everywhere(Role role) {
    return new RoleGrant(role, Set.of(), Set.of());
  }

  @Test
  void whatNamesNothingIsNeverTakenForEverything() {
    assertThatThrownBy(
            () ->
                parse(
                    REQUIRED
                        + """
                        issuer:
                          url: https://login.example
                          audience: afdp
                          keys: https://login.example/keys
                          grants:
                            - {value: a, roles: [deployer], environments: []}
                            - {value: b, roles: [deployer], services:}
                            - {value: c, roles: [deployer], environments: [Production]}
                            - {value: d, roles: [deployer], environment: staging}
                            - {value: e, roles: [viewer], environments: [staging]}
                        restrictions: [{mutation: startDeployment, services: [], roles: [admin]}]
                        """))
        .isInstanceOfSatisfying(
            GatewayException.InvalidConfiguration.class,
            invalid ->
                assertThat(invalid.problems())
                    .contains(
                        "issuer.grants[0].environments: expected at least one, or no such key,"
                            + " found none",
                        "issuer.grants[1].services: expected at least one, or no such key, found"
                            + " none",
                        "issuer.grants[3].environment: unknown, expected one of [environments,"
                            + " roles, services, value]",
                        "issuer.grants[4].roles: role viewer: expected no environments and no"
                            + " services beside it, since every role reads the whole graph; found"
                            + " some",
                        "restrictions[0].services: expected at least one, or no such key, found"
                            + " none")
                    .anyMatch(problem -> problem.startsWith("issuer.grants[2].environments: ")));
    assertThatThrownBy(
            () ->
                parse(
                    REQUIRED
                        + "issuer: {url: 'https://login.example', audience: afdp, keys:"
                        + " 'https://login.example/keys', grants: []}"))
        .as("then a value would be the role of its name")
        .hasMessageContaining("issuer.grants: expected at least one, or no such key, found none");
  }

  @Test
  void aKeyWithoutAValueIsMissing() {
    assertThatThrownBy(
            () ->
                parse(
                    REQUIRED.replace("keyFolder: people", "keyFolder:")
                        + "tokens: [{sha256: %s, roles: [admin], subject: null, expires: soon}]"
                            .formatted(Sha256.ofUtf8("secret"))))
        .isInstanceOfSatisfying(
            GatewayException.InvalidConfiguration.class,
            invalid ->
                assertThat(invalid.problems())
                    .containsExactly(
                        "tokens[0].subject: expected text, found nothing",
                        "tokens[0].expires: expected a moment such as 2027-01-31T00:00:00Z, found"
                            + " 'soon'",
                        "people.keyFolder: expected text, found nothing"));
  }

  @Test
  void allProblemsAreReportedTogether() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    http: {port: 70000, colour: red}
                    limits: {maxDepth: deep, maxAliases: -1}
                    tokens: [{sha256: short, roles: [king], subject: x}]
                    graph: {user: neo4j}
                    people: []
                    surprise: 1
                    """))
        .isInstanceOfSatisfying(
            GatewayException.InvalidConfiguration.class,
            invalid ->
                assertThat(invalid.problems())
                    .contains(
                        "http.port: expected 0 to 65535, found 70000",
                        "http.colour: unknown, expected one of [allowedHosts, allowedOrigins, host,"
                            + " keepAlive, port, publicMetrics, requestTimeout]",
                        "limits.maxDepth: expected a whole number, found 'deep'",
                        "tokens[0].roles: expected one of [viewer, deployer, approver,"
                            + " incident-manager, auditor, admin], found 'king'",
                        "graph.bolt: expected text, found nothing",
                        "graph.passwordFile: expected text, found nothing",
                        "temporal.target: expected text, found nothing",
                        "people: expected a mapping, found a list")
                    .anyMatch(problem -> problem.startsWith("tokens[0].sha256: Sha256: expected"))
                    .anyMatch(problem -> problem.startsWith("surprise: unknown")));
  }

  @Test
  void anIssuerWhoseKeysOrSignaturesAnybodyCouldMakeIsRefused() {
    assertThatThrownBy(
            () ->
                parse(
                    REQUIRED
                        + """
                        issuer:
                          url: local
                          audience: afdp
                          keys: http://login.example/keys
                          algorithms: [HS256, none]
                          clockSkew: PT1H
                        """))
        .hasMessageContaining("url: expected an https address, or http on loopback, found local")
        .hasMessageContaining("keys: expected an https address, or http on loopback")
        .hasMessageContaining("algorithms: expected some of [RS256, ")
        .hasMessageContaining("clockSkew: expected PT0S to PT10M, found PT1H");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "a: b: c", "http: {port: 1, port: 2}", "!!java.io.File [x]"})
  void whatIsNoMappingIsRefused(String yaml) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(GatewayException.InvalidConfiguration.class)
        .hasMessageContaining("nothing was started");
  }

  @Test
  void aFileIsReadRelativeToItsFolder(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("gateway.yaml"), REQUIRED);
    assertThat(ConfigurationFile.read(file).people().platformFile())
        .isEqualTo(folder.resolve("platform.json"));
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> ConfigurationFile.read(Path.of("/nonexistent/gateway.yaml")))
        .isInstanceOf(GatewayException.InvalidConfiguration.class)
        .hasMessageContaining("/nonexistent/gateway.yaml");
  }
}
