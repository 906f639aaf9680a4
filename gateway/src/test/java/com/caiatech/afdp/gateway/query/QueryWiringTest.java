package com.caiatech.afdp.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.execution.SchemaWiring;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.sealing.PersonalPointers;
import com.fasterxml.jackson.core.JsonProcessingException;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.TypeName;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.TypeInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;

class QueryWiringTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @TempDir static Path keys;

  private static QueryEngine engine;

  @BeforeAll
  static void writeTheSample() {
    SampleGraph.create(NEO4J.driver());
    engine = new QueryEngine(NEO4J.driver(), keys);
  }

  @Test
  void aDeploymentIsAnsweredByOneStatementWithScalarsAsTheSchemaShowsThem() {
    engine.counting.take();
    assertAnswer(
        """
        query ($id: ID!) {
          deployment(id: $id) {
            __typename
            uuid: deploymentId
            status
            openedAt
            durationSeconds
            sequence
            ...Where
            checks(stage: POST) { status cpuUsageAvg memoryPeak }
            early: checks(stage: PRE) { name }
            approvals { decision }
          }
        }
        fragment Where on Deployment { service { name } environment { ... on Environment { name } } }
        """,
        Map.of("id", "018b0000-0000-7000-8000-000000000004"),
        """
        {"deployment": {"__typename": "Deployment", "uuid": "018b0000-0000-7000-8000-000000000004",
          "status": "FAILED", "openedAt": "2023-11-14T22:13:21.000Z", "durationSeconds": 44,
          "sequence": 4, "service": {"name": "checkout"}, "environment": {"name": "production"},
          "checks": [{"status": "FAILED", "cpuUsageAvg": 2.0, "memoryPeak": 4000}],
          "early": [{"name": "smoke"}], "approvals": []}}
        """);
    assertThat(engine.counting.take()).isEqualTo(1);
  }

  @Test
  void oneObjectIsReadUnderTwoAliasesWithOtherArguments() {
    assertAnswer(
        """
        { service(name: "checkout") {
            a: deployments(first: 1) { nodes { sequence } pageInfo { hasNextPage } }
            b: deployments(first: 2, filter: {environment: {name: {eq: "staging"}}}) { edges { n: node { s: sequence } } totalCount }
        } }
        """,
        Map.of(),
        """
        {"service": {
          "a": {"nodes": [{"sequence": 7}], "pageInfo": {"hasNextPage": true}},
          "b": {"edges": [{"n": {"s": 7}}, {"n": {"s": 5}}], "totalCount": 3}}}
        """);
  }

  @Test
  void aValueOfAnEnumThatNewerSoftwareWroteIsNullAndTheRestIsAnswered() {
    String set = "MATCH (d:Deployment {sequence: 4}) SET d.status = $status";
    Map<String, Object> newer = Map.of("status", "HANDED_OVER");
    NEO4J.driver().executableQuery(set).withParameters(newer).execute();
    try {
      Map<String, Object> answer =
          engine.ask(
              """
              { service(name: "checkout") {
                  deployments(first: 9, filter: {environment: {name: {eq: "production"}}}) {
                    nodes { sequence outcome: status }
                  }
              } }
              """);
      assertThat(String.valueOf(answer.get("data")))
          .contains("{sequence=4, outcome=null}, {sequence=2, outcome=RUNNING}");
      assertThat(String.valueOf(answer.get("errors")))
          .contains(
              "code=NEWER_THAN_SOFTWARE",
              "path=[service, deployments, nodes, ",
              ", outcome]",
              "Deployment.status: expected one of [RUNNING, SUCCEEDED, ",
              "found 'HANDED_OVER', which newer software wrote")
          .containsOnlyOnce("message=");
    } finally {
      NEO4J.driver().executableQuery(set).withParameters(Map.of("status", "FAILED")).execute();
    }
  }

  /// What this software computes itself, and no graph holds.
  private static final Set<String> COMPUTED =
      Set.of(
          "Paths.excludedKinds",
          "ReachableConnection.excludedKinds",
          "PathRelationship.type",
          "PathRelationship.direction",
          "ServiceDifference.change",
          "ChangedFile.kind",
          "DeploymentComparison.differing",
          "ChangeLogGroup.type",
          "ChangeLogGroup.fileKinds");

  @Test
  void noFieldThatGivesAnEnumFromTheGraphIsPublishedAsNeverNull() {
    TypeDefinitionRegistry types =
        SchemaWiring.published(RuntimeWiring.newRuntimeWiring().build(), Map.of()).types();
    Set<String> enums = types.getTypesMap(EnumTypeDefinition.class).keySet();
    Map<String, Set<String>> read = Catalogue.standard().fieldsByType();
    List<String> given = new ArrayList<>();
    for (ObjectTypeDefinition type : types.getTypesMap(ObjectTypeDefinition.class).values()) {
      for (FieldDefinition field : type.getFieldDefinitions()) {
        if (read.getOrDefault(type.getName(), Set.of()).contains(field.getName())
            && enums.contains(TypeInfo.typeInfo(field.getType()).getName())) {
          String name = type.getName() + "." + field.getName();
          given.add(name);
          assertThat(field.getType() instanceof TypeName || COMPUTED.contains(name))
              .as(name)
              .isTrue();
        }
      }
    }
    assertThat(given).contains("IntakeProgress.activity", "Step.result", "Deployment.status");
  }

  @Test
  void aNodeIsResolvedToItsTypeAndAnUnknownOneIsNull() {
    assertAnswer(
        """
        { a: node(id: "urn:afdp:commit:shop:0007") { id __typename ... on Commit { subject } ... on Service { name } }
          b: node(id: "urn:afdp:commit:shop:9999") { id }
          c: node(id: "nonsense") { id } }
        """,
        Map.of(),
        """
        {"a": {"id": "urn:afdp:commit:shop:0007", "__typename": "Commit", "subject": "change 7"}, "b": null, "c": null}
        """);
  }

  @Test
  void directivesDecideWhatIsAskedFor() {
    assertAnswer(
        """
        query ($no: Boolean!) { service(name: "cart") { name @skip(if: $no) id @include(if: $no) } }
        """,
        Map.of("no", true),
        """
        {"service": {"id": "urn:afdp:service:cart"}}
        """);
  }

  @Test
  void theBodyOfARecordIsJson() {
    assertAnswer(
        """
        { record(id: "018b0000-0000-8000-8000-000000000003") { index recordedAt body signer { fingerprint } } }
        """,
        Map.of(),
        """
        {"record": {"index": 3, "recordedAt": "2023-11-14T22:13:23.000Z", "body": {"number": 3}, "signer": {"fingerprint": "f1"}}}
        """);
  }

  @Test
  void sealedValuesOpenOnlyForThoseWhoMayRead() {
    PersonId person = new PersonId("p_0123456789abcdef0123456789abcdef");
    String commit = "urn:afdp:commit:shop:beef";
    String record = "018b0000-0000-8000-8000-0000000000aa";
    String incident = "018b0000-0000-7000-8000-0000000001aa";
    try (Session session = NEO4J.driver().session()) {
      session
          .run(
              """
              CREATE (p:Person {id: 'urn:afdp:person:' + $person, personId: $person})
              CREATE (:Commit {id: $commit, sha: 'beef', authorName: $name})-[:AUTHORED_BY]->(p)
              CREATE (:Incident {id: 'urn:afdp:incident:' + $incident, incidentId: $incident, description: $text,
                                 descriptionRecord: $record})
                -[:EVIDENCED_BY]->(:Record {id: 'x', recordId: $record, kind: 'incident-report', recordedAt: 1})
              """,
              Map.of(
                  "person",
                  person.value(),
                  "commit",
                  commit,
                  "incident",
                  incident,
                  "record",
                  record,
                  "name",
                  engine.sealer.seal(person, commit, PersonalPointers.AUTHOR_NAME, "Ada").text(),
                  "text",
                  engine
                      .sealer
                      .seal(person, record, PersonalPointers.DESCRIPTION, "It broke")
                      .text()))
          .consume();
    }
    String query =
        """
        { commit: node(id: "urn:afdp:commit:shop:beef") { ... on Commit { author { displayName } } }
          incident(id: "018b0000-0000-7000-8000-0000000001aa") { description } }
        """;
    assertThat(engine.ask(QueryEngine.principal(Role.AUDITOR), query, Map.of()).get("data"))
        .isEqualTo(
            json(
                """
                {"commit": {"author": {"displayName": "Ada"}}, "incident": {"description": "It broke"}}
                """));
    assertThat(engine.ask(query).get("data"))
        .isEqualTo(
            json(
                """
                {"commit": {"author": {"displayName": null}}, "incident": {"description": null}}
                """));
  }

  @Test
  void badArgumentsAreNamedWithTheirCode() {
    assertError(
        "{ deployment(id: \"x\") { id } }",
        "id: expected a UUID in lower case or a global id urn:afdp:deployment:<uuid>, found 'x'",
        "BAD_USER_INPUT");
    assertError(
        "{ services(first: 101) { totalCount } }",
        "first: expected 1 to 100, found 101",
        "BAD_USER_INPUT");
    assertError(
        "{ service(name: \"cart\", atLeast: [\"deployment-manifests:1000\"]) { id } }",
        "service: waited 200 ms for the projection to reach deployment-manifests:1000 (it is at 30);"
            + " ask again later, or without the token",
        "TIMEOUT");
  }

  @Test
  void scalarsRefuseWhatTheyAreNot() {
    assertErrorHolds(
        "{ record(id: \"ABC\") { id } }",
        "UUID: expected a UUID in lower case (RFC 9562) such as"
            + " 0190a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b, found 'ABC'");
    assertErrorHolds(
        "{ runningAt(service: \"a\", environment: \"b\", asOf: \"yesterday\") { final } }",
        "DateTime: expected RFC 3339 such as 2026-01-31T12:00:00.000Z, found 'yesterday'");
    assertErrorHolds(
        "{ service(name: \"a\", atLeast: [\"x\"]) { id } }",
        "Consistency token: expected <volume>:<size> such as approval-logs:42, found 'x'");
    assertErrorHolds(
        "{ record(id: 1) { id } }", "UUID: expected a string, found a literal of type int");
  }

  @Test
  void theDigestOfTheGraphIsOneStatement() {
    engine.counting.take();
    Map<String, Object> answer =
        engine.ask(
            QueryEngine.principal(Role.AUDITOR),
            "{ graphDigest { sha256 observationsSha256 nodes foreign cut } }",
            Map.of());
    assertThat(answer).doesNotContainKey("errors");
    assertThat(asJson(answer)).contains("\"foreign\":");
    assertThat(engine.counting.take()).isEqualTo(1);
  }

  @Test
  void theDigestOfTheGraphIsForbiddenToAViewerWhoIsToldWhoMayReadIt() {
    engine.counting.take();
    assertError(
        "{ graphDigest { sha256 } }",
        "graphDigest: expected one of the roles [auditor, admin], found [viewer]; nothing was read",
        "FORBIDDEN");
    assertThat(engine.counting.take()).isZero();
  }

  static void assertAnswer(String query, Map<String, Object> variables, String expected) {
    Map<String, Object> response = engine.ask(query, Map.copyOf(variables));
    assertThat(response).doesNotContainKey("errors");
    assertThat(asJson(response.get("data"))).isEqualTo(asJson(json(expected)));
  }

  private static void assertError(String query, String message, String code) {
    assertThat(asJson(engine.ask(query).get("errors")))
        .contains("\"message\":" + asJson(message))
        .contains("\"code\":\"" + code + "\"");
  }

  private static void assertErrorHolds(String query, String message) {
    assertThat(asJson(engine.ask(query).get("errors"))).contains(message);
  }

  static Object json(String text) {
    try {
      return RecordJson.mapper().readValue(text, Object.class);
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(malformed);
    }
  }

  static String asJson(@Nullable Object value) {
    try {
      return RecordJson.mapper().writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
