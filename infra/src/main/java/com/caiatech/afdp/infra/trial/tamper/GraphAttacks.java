package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.neo4j.driver.Driver;

/// What whoever has the graph's password writes into it. Each attack is found by the graph's
/// digest, which names the label: against the one before here, and against a rebuilt graph at the
/// end of the trial.
final class GraphAttacks {
  static final Duration DIGEST = Duration.ofMinutes(5);

  private static final List<Attack> ATTACKS =
      List.of(
          new Attack(
              "an approval that nobody gave",
              "Approval",
              """
              MATCH (d:Deployment), (p:Person) WITH d, p LIMIT 1
              CREATE (a:Approval {id: 'urn:afdp:approval:forged', decision: 'APPROVED'})
              CREATE (a)-[:DECIDED]->(d), (a)-[:DECIDED_BY]->(p)
              """),
          new Attack(
              "a registration that no admin meant",
              "Registration",
              """
              MATCH (r:Repository) WITH r LIMIT 1
              CREATE (g:Registration {id: 'urn:afdp:registration:forged', registrationId: 'forged',
                                      addresses: ['https://thief.example/acme/shop.git']})
              CREATE (g)-[:REGISTERS]->(r)
              """),
          new Attack(
              "another name of a service",
              "Service",
              "MATCH (s:Service) WITH s LIMIT 1 SET s.name = 'renamed'"),
          new Attack(
              "another outcome of a deployment",
              "Deployment",
              "MATCH (d:Deployment {status: 'SUCCEEDED'}) WITH d LIMIT 1 SET d.status = 'FAILED'"),
          new Attack(
              "an approval moved to another deployment",
              "Approval DECIDED",
              """
              MATCH (a:Approval)-[r:DECIDED]->(d:Deployment), (other:Deployment) WHERE other <> d
              WITH a, r, other LIMIT 1 DELETE r CREATE (a)-[:DECIDED]->(other)
              """),
          new Attack(
              "a cause taken away",
              "Incident CAUSED_BY",
              "MATCH (:Incident)-[r:CAUSED_BY]->() WITH r LIMIT 1 DELETE r"),
          new Attack(
              "a shipped commit taken away",
              "Deployment SHIPPED",
              "MATCH (:Deployment)-[r:SHIPPED]->() WITH r LIMIT 1 DELETE r"),
          new Attack(
              "a record called trusted that is not",
              "Record",
              "MATCH (r:Record) WHERE r.verdict <> 'trusted' WITH r LIMIT 1 SET r.verdict ="
                  + " 'trusted'"),
          new Attack(
              "a violation deleted",
              "Violation",
              "MATCH (v:Violation {verdict: true}) WITH v LIMIT 1 DETACH DELETE v"),
          new Attack(
              "another verdict on the records of a deployment",
              "Deployment JUDGED",
              "MATCH (:Deployment)-[j:JUDGED {records: 'SOUND'}]->() WITH j LIMIT 1"
                  + " SET j.records = 'UNSOUND'"),
          new Attack(
              "a deployment called an incident",
              "Deployment:Incident",
              "MATCH (d:Deployment) WITH d LIMIT 1 SET d:Incident"),
          new Attack(
              "a volume called read further than it is",
              "Ledger",
              "MATCH (l:Ledger) WITH l ORDER BY l.id LIMIT 1 SET l.size = l.size + 1"));

  private GraphAttacks() {}

  /// @param label which the digest names
  private record Attack(String name, String label, String cypher) {}

  /// Carries them out, one after the other; the graph is spoilt then.
  static List<Outcome> carryOut(Driver driver) {
    List<Outcome> outcomes = new ArrayList<>();
    GraphDigest before = GraphDigest.compute(driver, DIGEST);
    for (Attack attack : ATTACKS) {
      driver.executableQuery(attack.cypher).execute();
      GraphDigest after = GraphDigest.compute(driver, DIGEST);
      outcomes.add(
          new Outcome(
              Thief.GRAPH_PASSWORD.toString(),
              attack.name,
              "digest " + attack.label,
              found(before, after)));
      before = after;
    }
    return outcomes;
  }

  private static SortedSet<String> found(GraphDigest before, GraphDigest after) {
    SortedSet<String> found = new TreeSet<>();
    before
        .facts()
        .differences(after.facts())
        .forEach(
            it ->
                found.add(
                    "digest "
                        + it.label()
                        + (it.relationship() == null ? "" : " " + it.relationship())));
    return found;
  }

  /// The labels of which a rebuild has to say that they differ.
  static List<String> labels() {
    return ATTACKS.stream().map(Attack::label).toList();
  }
}
