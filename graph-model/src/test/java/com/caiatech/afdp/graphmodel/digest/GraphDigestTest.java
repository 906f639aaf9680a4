package com.caiatech.afdp.graphmodel.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neo4j.driver.Session;

/// Whatever somebody changes by hand changes the digest, which names label, relationship and range
/// of ids; taken back, the digest is what it was.
class GraphDigestTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final String FORGED = "urn:afdp:approval:forged";

  private static GraphDigest sample;

  @BeforeAll
  static void writeTheSample() {
    SampleGraph.create(NEO4J.driver());
    run(
        """
        CREATE (:Violation {id: 'urn:afdp:violation:approval-logs:head:deleted-ref',
          kind: 'deleted-ref', reason: 'the branch is gone', volume: 'approval-logs', source: 'observer'})
        """);
    sample = digest();
  }

  @AfterEach
  void itIsTheSampleAgain() {
    assertUnchanged(digest());
  }

  @Test
  void anApprovalMadeByHandIsNamedWithWhatLeavesIt() {
    run(
        """
        MATCH (d:Deployment {sequence: 2}), (p:Person {personId: 'p_cccccccccccccccccccccccccccccccc'})
        CREATE (a:Approval {id: $id, decision: 'APPROVED', role: 'approver', decidedAt: 1})
        CREATE (a)-[:DECIDED {since: 1}]->(d), (a)-[:DECIDED_BY {since: 1}]->(p)
        """
            .replace("$id", "'" + FORGED + "'"));
    GraphDigest forged = digest();
    run("MATCH (a:Approval {id: '" + FORGED + "'}) DETACH DELETE a");
    List<DigestDifference> differences = sample.facts().differences(forged.facts());
    assertThat(differences)
        .extracting(DigestDifference::describe)
        .containsExactly(
            "(:Approval) urn:afdp:approval:1 to urn:afdp:approval:forged: 3 before, 4 after",
            "(:Approval)-[:DECIDED]-> urn:afdp:approval:1 to urn:afdp:approval:forged: 3 before, 4"
                + " after",
            "(:Approval)-[:DECIDED_BY]-> urn:afdp:approval:1 to urn:afdp:approval:forged: 3 before,"
                + " 4 after");
    assertThat(forged.sha256()).isNotEqualTo(sample.sha256());
    assertThat(forged.observations()).isEqualTo(sample.observations());
    assertThat(forged.foreign()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      textBlock =
          """
          MATCH (s:Service {name: 'cart'}) SET s.name = 'kart' => MATCH (s:Service {name: 'kart'}) SET s.name = 'cart' => Service
          MATCH (d:Deployment {sequence: 2}) SET d.evil = 1 => MATCH (d:Deployment {sequence: 2}) REMOVE d.evil => Deployment
          MATCH (d:Deployment {sequence: 2}) SET d.sequence = 2.0 => MATCH (d:Deployment {sequence: 2}) SET d.sequence = 2 => Deployment
          MATCH (d:Deployment {sequence: 2}) SET d.strategy = ['rolling'] => MATCH (d:Deployment {sequence: 2}) SET d.strategy = 'rolling' => Deployment
          MATCH (d:Deployment {sequence: 2}) SET d.source = 'observer' => MATCH (d:Deployment {sequence: 2}) REMOVE d.source => Deployment
          MATCH (a:Approval)-[r:DECIDED]->(d:Deployment {sequence: 3}) CREATE (a)-[:DECIDED]->(d) => MATCH (a:Approval)-[r:DECIDED]->(d:Deployment {sequence: 3}) WHERE r.since IS NULL DELETE r => Approval-DECIDED
          MATCH (a:Approval)-[r:DECIDED]->(:Deployment {sequence: 3}) DELETE r => MATCH (a:Approval {id: 'urn:afdp:approval:3'}), (d:Deployment {sequence: 3}) CREATE (a)-[:DECIDED {since: 1}]->(d) => Approval-DECIDED
          MATCH (d:Deployment {sequence: 2})-[r:TO]->() SET r.since = 2 => MATCH (d:Deployment {sequence: 2})-[r:TO]->() SET r.since = 1 => Deployment-TO
          MATCH (d:Deployment {sequence: 2})-[r:TO]->() SET r.evil = 2 => MATCH (d:Deployment {sequence: 2})-[r:TO]->() REMOVE r.evil => Deployment-TO
          MATCH (d:Deployment {sequence: 2})-[r:TO]->(e), (o:Environment {name: 'staging'}) DELETE r CREATE (d)-[:TO {since: 1}]->(o) => MATCH (d:Deployment {sequence: 2})-[r:TO]->(e), (o:Environment {name: 'production'}) DELETE r CREATE (d)-[:TO {since: 1}]->(o) => Deployment-TO
          MATCH (c:Commit {sha: '0003'}) SET c.subject = 'harmless' => MATCH (c:Commit {sha: '0003'}) SET c.subject = 'change 3' => Commit
          MATCH (c:Commit {sha: '0003'}) REMOVE c.deployed => MATCH (c:Commit {sha: '0003'}) SET c.deployed = true => Commit,Commit-AUTHORED_BY,Commit-COMMITTED_BY,Commit-IN_REPOSITORY,Commit-PARENT,Commit-TOUCHED
          MATCH (f:File {path: 'README.md'}) SET f.path = 'x' => MATCH (f:File {path: 'x'}) SET f.path = 'README.md' => File
          MATCH (l:Ledger {volume: 'approval-logs'}) SET l.size = 5 => MATCH (l:Ledger {volume: 'approval-logs'}) SET l.size = 4 => Ledger
          MATCH (v:Violation {index: 1}) SET v.reason = 'x' => MATCH (v:Violation {index: 1}) SET v.reason = 'signed by nobody' => Violation
          CREATE (:Person {id: 'urn:afdp:person:nobody'}) => MATCH (p:Person {id: 'urn:afdp:person:nobody'}) DELETE p => Person
          """)
  void aChangeByHandIsNamed(String change, String undo, String sections) {
    run(change);
    GraphDigest changed = digest();
    run(undo);
    assertThat(sections(changed)).containsExactly(sections.split(",", -1));
    assertThat(changed.sha256()).isNotEqualTo(sample.sha256());
    assertThat(changed.foreign()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      textBlock =
          """
          CREATE (:Evil {id: 'urn:afdp:evil:1'}) => MATCH (e:Evil) DELETE e => Evil => 1
          CREATE ({reason: 'none'}) => MATCH (n {reason: 'none'}) DELETE n => '' => 1
          MATCH (s:Service {name: 'cart'}) SET s:Evil => MATCH (s:Evil) REMOVE s:Evil => AssertedDeployment-OF,Deployment-OF,Evil:Service,Registration-REGISTERS,Service => 1
          CREATE (:Approval {decision: 'APPROVED'}) => MATCH (a:Approval) WHERE a.id IS NULL DELETE a => Approval => 1
          CREATE (:Approval {id: 7}) => MATCH (a:Approval {id: 7}) DELETE a => Approval => 1
          MATCH (d:Deployment {sequence: 2}) CREATE (:Approval {id: 'x'})-[:DECIDED]->(d) => MATCH (a:Approval {id: 'x'}) DETACH DELETE a => Approval,Approval-DECIDED => 2
          MATCH (d:Deployment {sequence: 2}), (e:Environment {name: 'staging'}) CREATE (d)-[:EVIL]->(e) => MATCH ()-[r:EVIL]->() DELETE r => Deployment-EVIL => 1
          MATCH (d:Deployment {sequence: 2}) CREATE (:SubjectLock {id: 'x'})-[:DECIDED]->(d) => MATCH (a:SubjectLock {id: 'x'}) DETACH DELETE a => SubjectLock,SubjectLock-DECIDED => 2
          """)
  void whatNoProjectionWritesIsNamedAndCounted(
      String change, String undo, String sections, long foreign) {
    run(change);
    GraphDigest changed = digest();
    run(undo);
    assertThat(sections(changed)).containsExactly(sections.split(",", -1));
    assertThat(changed.foreign()).isEqualTo(foreign);
  }

  @Test
  void everyLabelAndEveryTypeOfRelationshipIsCovered() {
    for (String label : Labels.ALL) {
      run("CREATE (:%s {id: 'urn:afdp:new', made: true})".formatted(label));
    }
    run("MATCH (c:Commit {made: true}) SET c.deployed = true");
    assertThat(sections(digest())).containsExactlyElementsOf(Labels.ALL);
    GraphDigest nodes = digest();
    for (String type : Relationships.TYPES) {
      run(
          "MATCH (a:Service {made: true}), (b:Environment {made: true}) CREATE (a)-[:%s]->(b)"
              .formatted(type));
    }
    assertThat(nodes.facts().differences(digest().facts()))
        .extracting(DigestDifference::relationship)
        .containsExactlyElementsOf(Relationships.TYPES);
    run("MATCH (n {made: true}) DETACH DELETE n");
  }

  @Test
  void whatTheSoftwareKeepsForItselfIsLeftOut() {
    run("CREATE (:SubjectLock {id: 'urn:afdp:lock:00'}), (:MigrationLock {id: 'x'})");
    run("MATCH (l:Ledger) SET l.frontier = 'x', l.policy = 'y'");
    run("MATCH (r:Repository) SET r.heads = ['x']");
    GraphDigest changed = digest();
    run("MATCH (l:SubjectLock) DELETE l");
    run("MATCH (l:MigrationLock {id: 'x'}) DELETE l");
    run("MATCH (n:Ledger|Repository) REMOVE n.frontier, n.policy, n.heads");
    assertUnchanged(changed);
  }

  @Test
  void aCommitThatIsNoAncestorOfADeployedOneChangesNothingUntilItIs() {
    run(
        """
        MATCH (parent:Commit {sha: '0003'})
        CREATE (c:Commit {id: 'urn:afdp:commit:shop:feed', sha: 'feed', made: true})
        CREATE (c)-[:PARENT {n: 1}]->(parent)
        CREATE (p:Person {id: 'urn:afdp:person:new', made: true})
        CREATE (c)-[:AUTHORED_BY]->(p), (c)-[:COMMITTED_BY]->(p), (c)-[:CO_AUTHORED_BY]->(p)
        CREATE (c)-[:REVERTS]->(parent), (c)-[:CHERRY_PICKED_FROM]->(parent)
        CREATE (c)-[:TOUCHED]->(:File {id: 'urn:afdp:file:shop:new', made: true})
        CREATE (c)-[:IN_REPOSITORY]->(:Repository {id: 'urn:afdp:repository:new', made: true})
        """);
    assertUnchanged(digest());
    run("MATCH (c:Commit {made: true}) SET c.deployed = true");
    assertThat(sections(digest()))
        .containsExactly(
            "Commit",
            "Commit-AUTHORED_BY",
            "Commit-CHERRY_PICKED_FROM",
            "Commit-COMMITTED_BY",
            "Commit-CO_AUTHORED_BY",
            "Commit-IN_REPOSITORY",
            "Commit-PARENT",
            "Commit-REVERTS",
            "Commit-TOUCHED",
            "File",
            "Person",
            "Repository");
    run("MATCH (c:Commit {made: true}) REMOVE c.deployed");
    run("MATCH (c:Commit {made: true}), (e:Environment {name: 'staging'}) CREATE (c)-[:TO]->(e)");
    assertThat(sections(digest())).containsExactly("Commit-TO");
    run("MATCH (n {made: true}) DETACH DELETE n");
  }

  @Test
  void whatAnObserverSawHasADigestOfItsOwn() {
    run("MATCH (v:Violation {source: 'observer'}) SET v.reason = 'x'");
    GraphDigest changed = digest();
    assertThat(changed.facts()).isEqualTo(sample.facts());
    assertThat(sample.observations().differences(changed.observations()))
        .extracting(DigestDifference::label)
        .containsExactly("Violation");
    run("MATCH (v:Violation {source: 'observer'}) SET v.reason = 'the branch is gone'");
  }

  @Test
  void aRangeThatWaitsIsCountedAndItsStateIsLeftOut() {
    run(
        "MATCH (:Deployment)-[r:DEPLOYED {rangeState: 'PENDING'}]->() SET r.rangeState ="
            + " 'MISMATCH'");
    GraphDigest settled = digest();
    assertThat(sample.pending()).isEqualTo(7);
    assertThat(settled.pending()).isZero();
    assertThat(sections(settled)).containsExactly("Deployment-DEPLOYED");
    run(
        "MATCH (:Deployment)-[r:DEPLOYED {rangeState: 'MISMATCH'}]->() SET r.rangeState ="
            + " 'PENDING'");
  }

  @Test
  void aGraphLargerThanAPageIsCutIntoRangesOfWhichOneIsNamed() {
    run(
        """
        MATCH (d:Deployment {sequence: 2})
        UNWIND range(10000, 16999) AS i
        CREATE (c:Check {id: 'urn:afdp:check:m' + i, name: 'many', made: true})
        CREATE (c)-[:CHECKED]->(d)
        """);
    GraphDigest many = digest();
    run("MATCH (c:Check {id: 'urn:afdp:check:m13131'}) SET c.status = 'FAILED'");
    run("MATCH (c:Check {id: 'urn:afdp:check:m15151'})-[r:CHECKED]->() DELETE r");
    List<DigestDifference> differences = many.facts().differences(digest().facts());
    assertThat(differences)
        .extracting(GraphDigestTest::section)
        .containsExactly("Check", "Check-CHECKED");
    assertHolds(differences.getFirst(), "urn:afdp:check:m13131");
    assertThat(differences.getFirst().before()).isEqualTo(differences.getFirst().after());
    assertHolds(differences.getLast(), "urn:afdp:check:m15151");
    assertThat(differences.getLast().before()).isEqualTo(differences.getLast().after() + 1);
    run("MATCH (c:Check {made: true}) CALL (c) { DETACH DELETE c } IN TRANSACTIONS OF 1000 ROWS");
  }

  @Test
  void idsAreInTheOrderOfTheirBytesWhateverTheScript() {
    List<String> names = List.of("z", "ä", "\uFF21", "\uD83D\uDE00", "\u0001", "");
    for (String name : names) {
      run(
          "CREATE (:File {id: 'urn:afdp:file:other:%s', made: true})"
              .formatted(name.replace("\u0001", "\\u0001")));
    }
    GraphDigest changed = digest();
    assertThat(sample.facts().differences(changed.facts()))
        .extracting(DigestDifference::describe)
        .containsExactly(
            "(:File) urn:afdp:file:other: to urn:afdp:file:shop:src/pay/Pay.java: 4 before, 10"
                + " after");
    run("MATCH (f:File {made: true}) DELETE f");
  }

  @Test
  void aLedgerMadeByHandWithoutNameOrSizeIsCoveredAndIsNoPartOfTheCut() {
    run("CREATE (:Ledger {id: 'urn:afdp:ledger:a', volume: 'No Name', size: 'big'})");
    GraphDigest changed = digest();
    assertThat(sections(changed)).containsExactly("Ledger");
    assertThat(changed.cut()).isEqualTo(sample.cut()).hasSize(4);
    run("MATCH (l:Ledger {id: 'urn:afdp:ledger:a'}) DELETE l");
  }

  @Test
  void valuesOfTypesThatNoProjectionWritesDifferToo() {
    List<String> values =
        List.of(
            "date('2026-01-01')",
            "date('2026-01-02')",
            "datetime('2026-01-01T00:00Z')",
            "datetime('2026-01-01T01:00+01:00')",
            "localdatetime('2026-01-01T00:00')",
            "duration('P1D')",
            "duration('PT24H')",
            "point({x: 1.0, y: 2.0})",
            "point({x: 1.0, y: 3.0})",
            "[date('2026-01-01')]",
            "'2026-01-01'");
    List<GraphDigest> digests = new ArrayList<>();
    for (String value : values) {
      run("MATCH (s:Service {name: 'cart'}) SET s.evil = " + value);
      digests.add(digest());
    }
    assertThat(digests).doesNotHaveDuplicates().doesNotContain(sample);
    run("MATCH (s:Service {name: 'cart'}) REMOVE s.evil");
  }

  @Test
  void aDigestThatTakesLongerThanItMayIsToldSo() {
    run(
        """
        UNWIND range(1, 20000) AS i CALL (i) {
          CREATE (:Check {id: 'urn:afdp:check:t' + i, made: true})
        } IN TRANSACTIONS OF 5000 ROWS
        """);
    try {
      assertThatThrownBy(() -> GraphDigest.compute(NEO4J.driver(), Duration.ofMillis(1)))
          .isInstanceOf(GraphModelException.QueryTimedOut.class)
          .hasMessage(
              "Computing the graph's digest: expected an end within PT0.001S, found none; nothing"
                  + " was changed; ask again with a longer limit");
    } finally {
      run("MATCH (c:Check {made: true}) CALL (c) { DELETE c } IN TRANSACTIONS OF 5000 ROWS");
    }
  }

  private static void assertUnchanged(GraphDigest changed) {
    assertThat(sections(changed)).isEmpty();
    assertThat(sample.observations().differences(changed.observations())).isEmpty();
    assertThat(changed.equals(sample)).as("%s", changed.cut()).isTrue();
  }

  private static void assertHolds(DigestDifference difference, String id) {
    assertThat(difference.from()).isLessThanOrEqualTo(id);
    assertThat(difference.to()).isGreaterThanOrEqualTo(id);
    assertThat(difference.before()).isBetween(256L, 3000L);
  }

  private static List<String> sections(GraphDigest changed) {
    return sample.facts().differences(changed.facts()).stream()
        .map(GraphDigestTest::section)
        .collect(Collectors.toList());
  }

  private static String section(DigestDifference difference) {
    return difference.relationship() == null
        ? difference.label()
        : difference.label() + "-" + difference.relationship();
  }

  private static GraphDigest digest() {
    return GraphDigest.compute(NEO4J.driver(), Duration.ofMinutes(5));
  }

  private static void run(String statement) {
    try (Session session = NEO4J.driver().session()) {
      session.run(statement).consume();
    }
  }
}
