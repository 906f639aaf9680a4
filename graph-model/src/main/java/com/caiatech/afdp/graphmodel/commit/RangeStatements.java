package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Relationships;

/// The statements that write a range, of deployments of one kind: ours, or asserted ones.
final class RangeStatements {
  static final RangeStatements OURS = new RangeStatements(Labels.DEPLOYMENT);
  static final RangeStatements ASSERTED = new RangeStatements(Labels.ASSERTED_DEPLOYMENT);

  /// Writes what was shipped or withdrawn, dated as the record that says so.
  private static final String RELATE =
      """
      UNWIND $batch.rows AS row
      MATCH (d:%s {id: row.deployment})
            -[stated:%s {role: row.role, since: row.since, evidence: row.evidence}]->()
      MERGE (c:Commit {id: row.commit.id}) ON CREATE SET c = row.commit
      CREATE (d)-[s:%s]->(c)
      SET s = {role: row.role, since: row.since, until: stated.until, evidence: row.evidence,
               inScope: row.inScope}
      """;

  private final String settle;
  private final String ship;
  private final String shipEnded;
  private final String withdraw;
  private final String withdrawEnded;
  private final String forget;
  private final String accuse;

  private RangeStatements(String label) {
    this.settle =
        """
        UNWIND $batch.rows AS row
        MATCH (d:%s {id: row.deployment})
              -[r:DEPLOYED|DEPLOYED_WAS {role: row.role, since: row.since, evidence: row.evidence,
                                         rangeState: row.before}]->
              (:Commit {id: row.commit})
        SET r.rangeState = row.state, r += row.found
        RETURN row.place AS place, r.until IS NULL AS lasts
        """
            .formatted(label);
    this.ship = relate(label, Relationships.SHIPPED, true);
    this.shipEnded = relate(label, Relationships.SHIPPED, false);
    this.withdraw = relate(label, Relationships.WITHDREW, true);
    this.withdrawEnded = relate(label, Relationships.WITHDREW, false);
    this.forget =
        """
        MATCH (d:%s {id: $deployment})
        CALL (d) {
          MATCH (d)-[s:SHIPPED|SHIPPED_WAS {role: $role, since: $since, evidence: $evidence}]->()
          DELETE s
        }
        CALL () {
          MATCH (v:Violation {kind: 'previous-vanished', deployment: $deployment, role: $role})
          DETACH DELETE v
        }
        """
            .formatted(label);
    this.accuse =
        """
        MATCH (:%s {id: $deployment})
              -[:EVIDENCED_BY|EVIDENCED_BY_WAS]->(r:Record {recordId: $evidence})
        WITH r ORDER BY size(r.volume), r.volume, r.index LIMIT 1
        MERGE (v:Violation {id: 'urn:afdp:violation:' + r.volume + ':' + toString(r.index)
                                + ':' + $kind + '-' + toLower($role)})
        SET v.kind = $kind, v.reason = $reason, v.volume = r.volume, v.path = r.path,
            v.index = r.index, v.ledgerCommit = r.ledgerCommit, v.recordedAt = r.recordedAt,
            v.deployment = $deployment, v.role = $role
        MERGE (v)-[:ABOUT]->(r)
        """
            .formatted(label);
  }

  static RangeStatements of(PendingRange range) {
    return range.asserted() ? ASSERTED : OURS;
  }

  private static String relate(String label, String type, boolean lasting) {
    return lasting
        ? RELATE.formatted(label, Relationships.DEPLOYED, type)
        : RELATE.formatted(
            label, Relationships.was(Relationships.DEPLOYED), Relationships.was(type));
  }

  /// Notes the states of ranges that are as they were read, and what else was found of them.
  String settle() {
    return settle;
  }

  /// @param lasting whether the record that says so is believed now
  String ship(boolean lasting) {
    return lasting ? ship : shipEnded;
  }

  /// @param lasting whether the record that says so is believed now
  String withdraw(boolean lasting) {
    return lasting ? withdraw : withdrawEnded;
  }

  /// Takes back what was told of a range whose previous commit had vanished.
  String forget() {
    return forget;
  }

  /// Makes a violation of the record.
  String accuse() {
    return accuse;
  }
}
