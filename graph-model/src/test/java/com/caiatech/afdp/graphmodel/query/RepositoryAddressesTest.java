package com.caiatech.afdp.graphmodel.query;

import static com.caiatech.afdp.graphmodel.query.Answers.row;
import static com.caiatech.afdp.graphmodel.query.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Where the sample's repositories are: `shop` was registered once, `shop-config` never.
class RepositoryAddressesTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final String REGISTERED_AGAIN =
      """
      MATCH (shop:Repository {name: 'shop'})
      CREATE (g:Registration {id: 'urn:afdp:registration:again', registrationId: 'again',
        addresses: $addresses, recordedAt: 1900000000000, ledgerIndex: 99})
      CREATE (g)-[:REGISTERS {since: 1900000000000}]->(shop)
      CREATE (g)-[:HAS_VERSION {since: 1900000000000}]->(v:Version)
      SET v = properties(g), v.id = 'urn:afdp:version:registration:again:1'
      """;

  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  @BeforeEach
  void writeTheSample() {
    NEO4J.clear();
    SampleGraph.create(NEO4J.driver());
  }

  @Test
  void aRegisteredRepositoryHasAddressesAndOneThatIsConfiguredAloneHasNone() {
    assertThat(addresses("shop")).isEqualTo(List.of("https://github.com/acme/shop.git"));
    assertThat(addresses("shop-config")).isNull();
  }

  @Test
  void theLastRegistrationTellsThemWithoutWhatLetsAnybodyIn() {
    registerAgain(
        "https://ghp_token@git.example:8443/acme/shop.git",
        "https://ann:secret@git.example/acme/shop@2.git",
        "ssh://git:secret@git.example:2222/acme/shop.git",
        "ssh://git@git.example/acme/shop.git",
        "https://git.example/acme/shop@2");
    assertThat(addresses("shop"))
        .isEqualTo(
            List.of(
                "https://git.example:8443/acme/shop.git",
                "https://git.example/acme/shop@2.git",
                "ssh://git@git.example:2222/acme/shop.git",
                "ssh://git@git.example/acme/shop.git",
                "https://git.example/acme/shop@2"));
  }

  @Test
  void asOfAMomentTheyAreThoseThatWereBelievedThen() {
    registerAgain("https://git.example/acme/shop.git");
    assertThat(addressesAsOf(Instant.ofEpochMilli(1_899_999_999_999L)))
        .isEqualTo(List.of("https://github.com/acme/shop.git"));
    assertThat(addressesAsOf(Instant.ofEpochMilli(1_900_000_000_000L)))
        .isEqualTo(List.of("https://git.example/acme/shop.git"));
  }

  private static void registerAgain(String... addresses) {
    NEO4J
        .driver()
        .executableQuery(REGISTERED_AGAIN)
        .withParameters(Map.of("addresses", List.of(addresses)))
        .execute();
  }

  private @Nullable Object addresses(String repository) {
    return row(queries.fetch(
            with(Map.of("name", repository), "repository", Selection.of("addresses"))))
        .get("addresses");
  }

  /// Of the repository of what was reported.
  private @Nullable Object addressesAsOf(Instant moment) {
    Selection repository = Selection.of("repository", Selection.of("addresses"));
    Row report =
        row(
            queries.fetch(
                with(
                    Map.of("id", "018b0000-0000-7000-8000-000000000301", "asOf", moment),
                    "assertedDeployment",
                    Selection.of("source", Selection.of("commit", repository)))));
    return row(row(row(report.get("source")).get("commit")).get("repository")).get("addresses");
  }
}
