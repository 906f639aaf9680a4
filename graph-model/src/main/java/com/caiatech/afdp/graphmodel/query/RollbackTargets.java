package com.caiatech.afdp.graphmodel.query;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.TransactionConfig;

/// Finds the deployment that a rollback goes back to when nobody names one: the newest of the
/// service in the environment that succeeded, whose evidence is trusted throughout, whose records
/// hold together and whose commits no repository contradicts, that no incident is attributed to,
/// that was not itself gone back from, and that differs from what serves.
public final class RollbackTargets {
  private static final String NEWEST =
      """
      WITH head(COLLECT {
        MATCH (t:Step)
        WHERE t.service = $service AND t.environment = $environment
          AND t.recordedAt IS NOT NULL AND t.ledgerIndex IS NOT NULL
          AND EXISTS { (t)-[:STEP_OF]->() }
        RETURN t
        ORDER BY t.service DESC, t.environment DESC, t.recordedAt DESC, t.ledgerIndex DESC
        LIMIT 1 }) AS t
      WITH COLLECT { MATCH (t)-[r:ROUTED]->(s:Deployment) WHERE r.weight > 0 RETURN s } AS serving,
        COLLECT { MATCH (t)-[r:ROUTED]->(:Deployment)-[:DEPLOYED]->(c:Commit) WHERE r.weight > 0
          RETURN c.id } AS live
      MATCH (d:Deployment)
      WHERE d.service = $service AND d.environment = $environment
        AND d.startedOrder IS NOT NULL AND d.id IS NOT NULL
        AND d.status = 'SUCCEEDED' AND NOT d IN serving
        AND NOT EXISTS { (d)<-[:CAUSED_BY]-(:Incident) }
        AND NOT EXISTS { (d)<-[:ROLLBACK_OF]-(:Deployment) }
        AND EXISTS { (d)-[:JUDGED {records: 'SOUND'}]->(:Record) }
        AND NOT EXISTS { (d)-[:DEPLOYED {rangeState: 'MISMATCH'}]->(:Commit) }
        AND EXISTS { (d)-[:EVIDENCED_BY]->(:Record) }
        AND NOT EXISTS { (d)-[:EVIDENCED_BY]->(e:Record) WHERE e.verdict <> 'trusted' }
        AND all(s IN serving WHERE d.startedOrder < s.startedOrder)
        AND (size(live) = 0
          OR EXISTS { MATCH (d)-[:DEPLOYED]->(c:Commit) WHERE NOT c.id IN live })
      RETURN d.deploymentId AS id
      ORDER BY d.service DESC, d.environment DESC, d.startedOrder DESC, d.id DESC
      LIMIT 1
      """;

  private final Driver driver;
  private final SessionConfig session;
  private final TransactionConfig transaction;

  /// Asks the graph.
  ///
  /// @param driver of the graph; stays its giver's to close
  public RollbackTargets(Driver driver, QuerySettings settings) {
    this.driver = driver;
    this.session = SessionConfig.builder().withDatabase(settings.database()).build();
    this.transaction = TransactionConfig.builder().withTimeout(settings.timeout()).build();
  }

  /// The deployment to go back to, if there is one.
  public Optional<DeploymentId> newest(ServiceName service, EnvironmentName environment) {
    try (Session reading = driver.session(session)) {
      return reading
          .run(
              NEWEST,
              Map.of("service", service.value(), "environment", environment.value()),
              transaction)
          .list(row -> DeploymentId.parse(row.get("id").asString()))
          .stream()
          .findFirst();
    }
  }
}
