package com.caiatech.afdp.gateway.mutation;

import static com.caiatech.afdp.gateway.mutation.MutationSamples.ADMIN;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.APPROVER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.MANAGER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.VIEWER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.refused;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.gateway.security.RoleGrant;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.record.RecordKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What people note, where only admins may note something in production.
class AnnotateMutationTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  private static final String SHA = "c".repeat(40);
  private static final UUID OF_STAGING = UUID.fromString("018b0000-0000-7000-8000-000000000001");
  @TempDir static Path folder;

  private static StartedMutations started;
  private static MutationWiring mutations;

  @BeforeAll
  static void startWorkers() {
    started =
        StartedMutations.on(folder, NEO4J.driver(), Clock.systemUTC(), Set.of(Action.ANNOTATE));
    mutations = started.mutations();
    NEO4J
        .driver()
        .executableQuery(
            """
            MATCH (e:Environment {id: 'urn:afdp:environment:production'})
            CREATE (n:Incident {id: 'urn:afdp:incident:018b0000-0000-7000-8000-000000000901', incidentId: '018b0000-0000-7000-8000-000000000901', phase: 'OPENED'})
            CREATE (n)-[:IN {since: 1}]->(e)
            """)
        .execute();
  }

  @AfterAll
  static void stopWorkers() {
    started.close();
  }

  @Test
  void whatSomebodyNotesIsRecordedAsTheirsAndOnceByEachRequest() {
    Map<String, Object> input = commit("flaky since nine, says @local-approver");
    MutationOutcome first = carryOut(ADMIN, input);
    UUID id = (UUID) Objects.requireNonNull(input.get("id"));
    assertThat(first)
        .isInstanceOfSatisfying(
            MutationOutcome.Annotated.class, it -> assertThat(it.annotationId()).isEqualTo(id));
    assertThat(carryOut(ADMIN, input)).as("sent again").isEqualTo(first);
    assertThat(told(ADMIN, with(input, "text", "flaky since ten")))
        .isEqualTo("CONFLICT id " + id + ": another request was sent under it; make a new id");
    Map<String, Object> staging = of("deploymentId", OF_STAGING);
    assertThat(told(MANAGER, staging)).startsWith("Annotated");
    assertThat(told(APPROVER, staging)).as("another person").startsWith("CONFLICT id ");

    Annotation annotation = standing(id, id);
    assertThat(annotation)
        .returns(ADMIN.personId(), Annotation::annotatedBy)
        .returns(
            Annotation.About.commit(new RepositoryName("shop"), new CommitId(SHA)),
            Annotation::about)
        .returns("flaky since nine, says @" + APPROVER.personId(), Annotation::text);
    assertThat(Objects.requireNonNull(annotation.intent()).statement())
        .returns("annotate", Statement::action)
        .returns(ADMIN.personId(), Statement::personId);

    Map<String, Object> withdrawing = commit("gone");
    withdrawing.remove("text");
    withdrawing.put("annotationId", id);
    assertThat(carryOut(ADMIN, withdrawing))
        .isInstanceOfSatisfying(
            MutationOutcome.Annotated.class, it -> assertThat(it.annotationId()).isEqualTo(id));
    UUID request = (UUID) Objects.requireNonNull(withdrawing.get("id"));
    assertThat(standing(id, request).text()).isNull();
  }

  @Test
  void oneIsRefusedWithWhatIsWrong() {
    assertThat(told(VIEWER, commit("x")))
        .isEqualTo(
            "FORBIDDEN annotate: expected one of the roles [deployer, approver, incident-manager,"
                + " admin], found [viewer]; nothing was changed");
    isRefused("INVALID_INPUT text: expected a text, found none", Map.of("text", "  "));
    isRefused("INVALID_INPUT text: expected at most 1000", Map.of("text", "x".repeat(1001)));
    isRefused(
        "INVALID_INPUT text: expected at most 1000",
        Map.of("text", "x".repeat(980) + " @local-approver"));
    for (String bent : new String[] {"a\u0000b", "a\u001b[2Jb", "a\u202eb", "a\u2066b"}) {
      isRefused("INVALID_INPUT text: expected text without control", Map.of("text", bent));
    }
    isRefused("INVALID_INPUT text: holds an e-mail", Map.of("text", "ask ada@example.com"));
    isRefused("INVALID_INPUT text: holds a telephone", Map.of("text", "call +49 30 1234567"));
    isRefused("INVALID_INPUT repository, commitSha: ", Map.of("commitSha", "HEAD"));
    isRefused("INVALID_INPUT repository, commitSha: ", Map.of("repository", "../shop"));
    isRefused(
        "UNKNOWN_REF repository: expected a registered one, found 'moon' for the commit " + SHA,
        Map.of("repository", "moon"));
    isRefused(
        "INVALID_INPUT deploymentId, reportId, incidentId, repository with commitSha: expected one"
            + " of them, found deploymentId, repository, commitSha",
        Map.of("deploymentId", OF_STAGING));
    isRefused(
        "INVALID_INPUT annotationId: expected a UUIDv7", Map.of("annotationId", UUID.randomUUID()));
    isRefused(
        "ID_NOT_CURRENT id ", Map.of("id", Ids.newUuid7(Instant.now().minus(Duration.ofHours(1)))));
    Map<String, Object> nothing = commit("x");
    nothing.remove("commitSha");
    nothing.remove("repository");
    assertThat(told(ADMIN, nothing)).endsWith("expected one of them, found none");
    Map<String, Object> silent = commit("x");
    silent.remove("text");
    assertThat(told(ADMIN, silent))
        .isEqualTo("INVALID_INPUT text: expected one of a new annotation, found none");
  }

  @Test
  void whoMayNotSpeakOfAnEnvironmentNotesNothingThatMayBeThere() {
    String anywhere = "FORBIDDEN annotate: ";
    assertThat(told(MANAGER, of("deploymentId", OF_STAGING))).startsWith("Annotated");
    assertThat(told(MANAGER, of("deploymentId", Ids.newUuid7(Instant.now()))))
        .as("nobody knows where it was deployed")
        .startsWith(anywhere);
    assertThat(told(MANAGER, of("reportId", Ids.newUuid7(Instant.now())))).startsWith(anywhere);
    UUID there = UUID.fromString("018b0000-0000-7000-8000-000000000901");
    assertThat(told(MANAGER, of("incidentId", there)))
        .startsWith("FORBIDDEN annotate in production: ");
    assertThat(told(ADMIN, of("incidentId", there))).startsWith("Annotated");
    assertThat(told(MANAGER, commit("x")))
        .as("a commit may serve anywhere")
        .startsWith(anywhere)
        .endsWith("what names no environment and no service may be of any");
  }

  @Test
  void whoseRoleCountsInOneEnvironmentNotesWhatIsThereAndTheProofSaysSo() {
    Principal there =
        MutationSamples.person(
            'f',
            new RoleGrant(Role.INCIDENT_MANAGER, Set.of(new EnvironmentName("staging")), Set.of()));
    Map<String, Object> input = of("deploymentId", OF_STAGING);
    assertThat(told(there, input)).startsWith("Annotated");
    UUID id = (UUID) Objects.requireNonNull(input.get("id"));
    String payload =
        Objects.requireNonNull(standing(id, id).intent())
            .proofs()
            .getFirst()
            .envelope()
            .path("payload")
            .asText();
    assertThat(new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8))
        .contains("\"roles\":[\"incident-manager\"]");
    assertThat(told(there, commit("x"))).startsWith("FORBIDDEN annotate: ");
  }

  private static void isRefused(String why, Map<String, Object> change) {
    Map<String, Object> input = commit("x");
    input.putAll(change);
    assertThat(told(ADMIN, input)).startsWith(why);
  }

  private static Map<String, Object> commit(String text) {
    Map<String, Object> input = new HashMap<>();
    input.put("id", Ids.newUuid7(Instant.now()));
    input.put("repository", "shop");
    input.put("commitSha", SHA);
    input.put("text", text);
    return input;
  }

  private static Map<String, Object> of(String field, UUID thing) {
    Map<String, Object> input = new HashMap<>();
    input.put("id", Ids.newUuid7(Instant.now()));
    input.put(field, thing);
    input.put("text", "slow");
    return input;
  }

  private static String told(Principal principal, Map<String, Object> input) {
    return refused(carryOut(principal, input));
  }

  private static MutationOutcome carryOut(Principal principal, Map<String, Object> input) {
    return mutations.carryOut("annotate", principal, new Input(new HashMap<>(input)));
  }

  private static Annotation standing(UUID annotation, UUID request) {
    return started
        .standing(RecordKind.ANNOTATION, Action.ANNOTATE, annotation, request)
        .body(Annotation.class);
  }
}
