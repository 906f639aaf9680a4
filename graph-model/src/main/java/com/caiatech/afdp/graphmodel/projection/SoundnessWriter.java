package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Batch;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/// Moves the graph to what is told of deployments: the verdicts, a violation for each thing that
/// was found, and what they wait for. What stands so already is left alone.
final class SoundnessWriter {
  private static final String STANDING =
      """
      UNWIND $batch.rows AS row
      OPTIONAL MATCH (d:Deployment {id: row.id})
      RETURN row.id AS id,
             COLLECT { MATCH (d)-[j:JUDGED|JUDGED_WAS]->(r:Record)
                       RETURN {record: r.id, verdict: properties(j)} } AS verdicts,
             COLLECT { MATCH (d)-[:FOUND|FOUND_WAS]->(v:Violation)
                       RETURN properties(v) } AS findings,
             COLLECT { MATCH (a:Awaited) WHERE a.deployment = row.deployment
                       RETURN properties(a) } AS awaited
      """;
  private static final List<String> FORGET =
      List.of(
          "UNWIND $batch.rows AS row MATCH (:Deployment {id: row.id})-[j:JUDGED|JUDGED_WAS]->()"
              + " DELETE j",
          "UNWIND $batch.rows AS row MATCH (:Deployment {id:"
              + " row.id})-[:FOUND|FOUND_WAS]->(v:Violation) DETACH DELETE v",
          "UNWIND $batch.rows AS row MATCH (a:Awaited {deployment: row.deployment}) DELETE a",
          "UNWIND $batch.rows AS row MATCH (d:Deployment {id: row.id})"
              + " WHERE d.status IS NULL AND NOT EXISTS { (d)--() } DELETE d");
  private static final String JUDGE = judge("JUDGED");
  private static final String JUDGE_ENDED = judge("JUDGED_WAS");
  private static final String FIND = find("FOUND");
  private static final String FIND_ENDED = find("FOUND_WAS");
  private static final String AWAIT =
      "UNWIND $batch.rows AS row MERGE (a:Awaited {id: row.id}) SET a = row";

  private final TransactionContext transaction;

  SoundnessWriter(TransactionContext transaction) {
    this.transaction = transaction;
  }

  /// What stands of one deployment, or is to stand, in comparable form.
  private record Standing(
      Set<Map<String, Object>> verdicts,
      Set<Map<String, Object>> findings,
      Set<Map<String, Object>> awaited) {
    static final Standing NOTHING = new Standing(Set.of(), Set.of(), Set.of());

    /// How many things are found of which nothing was found before.
    int news(Standing before) {
      Set<List<Object>> news = whatIsFound(findings);
      news.removeAll(whatIsFound(before.findings));
      return news.size();
    }

    private static Set<List<Object>> whatIsFound(Set<Map<String, Object>> findings) {
      return findings.stream()
          .map(
              it ->
                  Stream.of(Properties.KIND, Properties.VOLUME, Properties.INDEX, Properties.REASON)
                      .map(it::get)
                      .map(Objects::requireNonNull)
                      .toList())
          .collect(Collectors.toSet());
    }
  }

  /// Moves the graph.
  ///
  /// @return how many findings there are of which nothing was found before, at whatever time
  int write(SortedMap<Entity, SoundnessTimeline.Told> told) {
    int news = 0;
    Map<Entity, Standing> found = standing(told.keySet());
    List<Entity> outdated = new ArrayList<>();
    SortedMap<String, List<Map<String, Object>>> rows = new TreeMap<>();
    for (Map.Entry<Entity, SoundnessTimeline.Told> of : told.entrySet()) {
      Entity entity = of.getKey();
      Standing wanted = standing(entity, of.getValue());
      Standing before = found.getOrDefault(entity, Standing.NOTHING);
      if (!wanted.equals(before)) {
        addRows(rows, entity.urn(), wanted);
        news += wanted.news(before);
        if (!before.equals(Standing.NOTHING)) {
          outdated.add(entity);
        }
      }
    }
    if (!outdated.isEmpty()) {
      Map<String, Object> parameters = Batch.of("rows", rows(outdated));
      FORGET.forEach(statement -> transaction.run(statement, parameters).consume());
    }
    rows.forEach((statement, of) -> transaction.run(statement, Batch.of("rows", of)).consume());
    return news;
  }

  private static List<Map<String, Object>> rows(Collection<Entity> deployments) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Entity it : deployments) {
      rows.add(Map.of("id", it.urn(), Properties.DEPLOYMENT, it.subject().value()));
    }
    return rows;
  }

  private static void addRows(
      Map<String, List<Map<String, Object>>> rows, String deployment, Standing standing) {
    for (Map<String, Object> verdict : standing.verdicts) {
      Map<String, Object> properties = properties(verdict);
      add(
          rows,
          properties.containsKey(Properties.UNTIL) ? JUDGE_ENDED : JUDGE,
          Map.of(
              "deployment", deployment,
              "record", Objects.requireNonNull(verdict.get("record")),
              "verdict", properties));
    }
    for (Map<String, Object> finding : standing.findings) {
      add(
          rows,
          finding.containsKey(Properties.CURED_AT) ? FIND_ENDED : FIND,
          Map.of("deployment", deployment, "violation", finding));
    }
    standing.awaited.forEach(awaited -> add(rows, AWAIT, awaited));
  }

  private static void add(
      Map<String, List<Map<String, Object>>> rows, String statement, Map<String, Object> row) {
    rows.computeIfAbsent(statement, _ -> new ArrayList<>()).add(row);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> properties(Map<String, Object> verdict) {
    return (Map<String, Object>) Objects.requireNonNull(verdict.get("verdict"));
  }

  private Map<Entity, Standing> standing(Collection<Entity> deployments) {
    Map<String, Standing> standing = new HashMap<>();
    transaction
        .run(STANDING, Batch.of("rows", rows(deployments)))
        .forEachRemaining(
            row ->
                standing.put(
                    row.get("id").asString(),
                    new Standing(
                        maps(row.get("verdicts")),
                        maps(row.get("findings")),
                        maps(row.get("awaited")))));
    Map<Entity, Standing> found = new HashMap<>();
    for (Entity it : deployments) {
      found.put(it, standing.getOrDefault(it.urn(), Standing.NOTHING));
    }
    return found;
  }

  /// The maps, less what is only known in the graph.
  private static Set<Map<String, Object>> maps(Value list) {
    Set<Map<String, Object>> maps = new HashSet<>();
    for (Value value : list.values()) {
      Map<String, Object> map = new TreeMap<>(value.asMap());
      map.remove(Properties.LEDGER_COMMIT);
      maps.add(map);
    }
    return maps;
  }

  private static Standing standing(Entity entity, SoundnessTimeline.Told told) {
    Set<Map<String, Object>> verdicts = new HashSet<>();
    for (SoundnessTimeline.Verdict verdict : told.verdicts()) {
      verdicts.add(
          Map.of(
              "record", Urns.record(verdict.by().volume(), verdict.by().index()),
              "verdict", properties(verdict)));
    }
    Set<Map<String, Object>> awaited = new HashSet<>();
    DeploymentId deployment = new DeploymentId(entity.subject().uuid());
    for (RecordRef ref : told.awaited()) {
      awaited.add(
          new PropertyMap()
              .with(Properties.ID, Urns.awaited(deployment, ref.volume(), ref.index()))
              .with(Properties.DEPLOYMENT, deployment.value())
              .with(Properties.VOLUME, ref.volume().value())
              .with(Properties.INDEX, ref.index())
              .toMap());
    }
    return new Standing(verdicts, findings(entity, told), awaited);
  }

  /// What the relationship from the deployment to the record says of a verdict.
  static Map<String, Object> properties(SoundnessTimeline.Verdict verdict) {
    return dated(verdict.during()).with(Properties.RECORDS, verdict.records()).toMap();
  }

  private static PropertyMap dated(Interval during) {
    return new PropertyMap()
        .with(Properties.SINCE, during.since())
        .with(Properties.UNTIL, during.until());
  }

  /// A violation for each finding.
  private static Set<Map<String, Object>> findings(Entity entity, SoundnessTimeline.Told told) {
    Set<Map<String, Object>> findings = new HashSet<>();
    Map<String, Integer> times = new HashMap<>();
    for (SoundnessTimeline.Found found : told.findings().stream().sorted(ORDER).toList()) {
      SubjectVerdict.Finding finding = found.claim().finding();
      RecordRef at = found.claim().named();
      String kind = finding.kind().code();
      String base = Urns.violation(at.volume(), Long.toString(at.index()), kind);
      int nth = times.merge(base, 1, Integer::sum);
      String place = nth == 1 ? Long.toString(at.index()) : at.index() + "." + nth;
      findings.add(
          new PropertyMap()
              .with(Properties.ID, Urns.violation(at.volume(), place, kind))
              .with(Properties.KIND, kind)
              .with(Properties.REASON, reason(finding, at))
              .with(Properties.VOLUME, at.volume().value())
              .with(Properties.PATH, at.path())
              .with(Properties.INDEX, at.index())
              .with(Properties.RECORDED_AT, found.during().since())
              .with(Properties.CURED_AT, found.during().until())
              .with(Properties.DEPLOYMENT, entity.urn())
              .toMap());
    }
    return findings;
  }

  private static final Comparator<SoundnessTimeline.Found> ORDER =
      Comparator.comparing((SoundnessTimeline.Found it) -> it.during().since())
          .thenComparing(it -> it.claim().finding().about().volume())
          .thenComparingLong(it -> it.claim().finding().about().index())
          .thenComparing(it -> it.claim().finding().reason());

  private static String reason(SubjectVerdict.Finding finding, RecordRef named) {
    return finding.about().equals(named)
        ? finding.reason()
        : "record " + finding.about().path() + ": " + finding.reason();
  }

  private static String judge(String type) {
    return """
    UNWIND $batch.rows AS row
    MATCH (d:Deployment {id: row.deployment})
    MATCH (r:Record {id: row.record})
    CREATE (d)-[j:%s]->(r)
    SET j = row.verdict
    """
        .formatted(type);
  }

  private static String find(String type) {
    return """
    UNWIND $batch.rows AS row
    MATCH (d:Deployment {id: row.deployment})
    MATCH (r:Record) WHERE r.volume = row.violation.volume AND r.index = row.violation.index
    CREATE (v:Violation) SET v = row.violation, v.ledgerCommit = r.ledgerCommit
    CREATE (v)-[:ABOUT]->(r)
    CREATE (d)-[:%s {since: v.recordedAt, until: v.curedAt}]->(v)
    """
        .formatted(type);
  }
}
