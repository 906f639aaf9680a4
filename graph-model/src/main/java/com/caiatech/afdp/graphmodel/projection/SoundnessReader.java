package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Batch;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/// Reads what decides which deployments are judged, and what their records name.
final class SoundnessReader {
  private static final String LEAVES =
      """
      UNWIND $batch.ids AS id
      MATCH (d:Deployment {id: id})-[:EVIDENCED_BY]->(r:Record)
      WHERE r.kind IN [$go, $closed]
      RETURN d.deploymentId AS deployment,
             min(CASE r.kind WHEN $go THEN r.recordedAt END) AS go,
             min(CASE r.kind WHEN $closed THEN r.recordedAt END) AS closed
      """;
  private static final String WAITING =
      """
      MATCH (a:Awaited)
      WHERE a.volume = $volume AND $from <= a.index AND a.index < $until
      RETURN DISTINCT a.deployment AS deployment
      """;
  private static final String OPENING =
      """
      UNWIND $batch.rows AS row
      MATCH (v:Version)
      WHERE v.service = row.service AND v.environment = row.environment
        AND v.sequence = row.sequence
      RETURN DISTINCT v.deploymentId AS deployment
      """;
  private static final String NAMING =
      """
      UNWIND $batch.named AS named
      MATCH (v:Version)
      WHERE v.rollbackTargetId = named OR v.ofDeploymentId = named
      RETURN DISTINCT v.deploymentId AS deployment
      """;
  private static final String PLACES =
      """
      UNWIND $batch.rows AS row
      MATCH (r:Record)
      WHERE r.volume = row.volume AND r.index = row.index
      RETURN r {.id, .volume, .index, .path, .sha256, .recordedAt} AS record,
             r.body IS NOT NULL AS isRecord
      """;

  private final TransactionContext transaction;
  private final KnownRecords known;

  SoundnessReader(TransactionContext transaction, KnownRecords known) {
    this.transaction = transaction;
    this.known = known;
  }

  /// When a deployment was given leave to go, and when it was closed.
  record Leave(@Nullable Instant go, @Nullable Instant closed) {
    static final Leave NONE = new Leave(null, null);
  }

  /// The same of deployments of which all records count since they were recorded; none is given for
  /// one that has neither.
  Map<Entity, Leave> leaves(Collection<Entity> deployments) {
    Map<Entity, Leave> leaves = new HashMap<>();
    Map<String, Object> parameters =
        Map.of(
            Batch.NAME,
            Batch.list("ids", deployments.stream().map(Entity::urn).toList()),
            "go",
            RecordKind.DEPLOYMENT_STEP.value(),
            "closed",
            RecordKind.MANIFEST_CLOSED.value());
    transaction
        .run(LEAVES, parameters)
        .forEachRemaining(
            row ->
                leaves.put(
                    entity(row.get("deployment")),
                    new Leave(moment(row.get("go")), moment(row.get("closed")))));
    return leaves;
  }

  /// The deployments that wait for entries of the volume from one index until another.
  Set<Entity> waiting(VolumeName volume, long from, long until) {
    return entities(WAITING, Map.of("volume", volume.value(), "from", from, "until", until));
  }

  /// The deployments that are or were believed to open one of the sequences.
  Set<Entity> opening(Collection<SoundnessBasis.Sequence> sequences) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (SoundnessBasis.Sequence sequence : sequences) {
      rows.add(
          Map.of(
              Properties.SERVICE, sequence.scope().serviceText(),
              Properties.ENVIRONMENT, sequence.scope().environmentText(),
              Properties.SEQUENCE, sequence.number()));
    }
    return rows.isEmpty() ? Set.of() : entities(OPENING, Batch.of("rows", rows));
  }

  /// The deployments whose requests name or named one of these, as what is gone back to, repeated
  /// or undone.
  Set<Entity> naming(Collection<Entity> deployments) {
    List<String> named = deployments.stream().map(it -> it.subject().value()).toList();
    return named.isEmpty() ? Set.of() : entities(NAMING, Batch.of("named", named));
  }

  /// What stands at the places; nothing for one that was not read so far.
  Map<SoundnessBasis.Spot, SoundnessBasis.Entry> entries(Collection<SoundnessBasis.Spot> places) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (SoundnessBasis.Spot place : places) {
      rows.add(Map.of(Properties.VOLUME, place.volume().value(), Properties.INDEX, place.index()));
    }
    if (rows.isEmpty()) {
      return Map.of();
    }
    List<Record> standing = transaction.run(PLACES, Batch.of("rows", rows)).list();
    Map<String, LedgerRecord> records =
        known.at(
            transaction,
            standing.stream()
                .filter(row -> row.get("isRecord").asBoolean())
                .map(row -> row.get("record"))
                .toList());
    Map<SoundnessBasis.Spot, SoundnessBasis.Entry> found = new HashMap<>();
    for (Record row : standing) {
      Value node = row.get("record");
      found.put(
          new SoundnessBasis.Spot(
              new VolumeName(node.get(Properties.VOLUME).asString()),
              node.get(Properties.INDEX).asLong()),
          new SoundnessBasis.Entry(
              node.get(Properties.PATH).asString(),
              new Sha256(node.get(Properties.SHA256).asString()),
              Instant.ofEpochMilli(node.get(Properties.RECORDED_AT).asLong()),
              records.get(node.get(Properties.ID).asString())));
    }
    return found;
  }

  private Set<Entity> entities(String statement, Map<String, Object> parameters) {
    Set<Entity> entities = new TreeSet<>();
    transaction
        .run(statement, parameters)
        .forEachRemaining(row -> entities.add(entity(row.get("deployment"))));
    return entities;
  }

  private static Entity entity(Value deployment) {
    return new Entity(NodeKind.DEPLOYMENT, SubjectId.parse(deployment.asString()));
  }

  private static @Nullable Instant moment(Value millis) {
    return millis.isNull() ? null : Instant.ofEpochMilli(millis.asLong());
  }
}
