package com.caiatech.afdp.graphmodel.digest;

import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The one statement that a digest is computed from. It gives every node in a row and every
/// relationship in a row: label by label, first the nodes and then what leaves them, in the order
/// of ids that the label's index has; at last, in no order, what no projection writes.
///
/// Left out are commits that are no part of a deployed history, what these alone lead to, and what
/// the software keeps for itself.
final class DigestStatement {
  /// Whether an observer saw it.
  static final String OBSERVED = "observed";

  static final String LABELS = "labels";

  /// Of the node, or of the relationship's start; null for what no projection writes.
  static final String ID = "id";

  /// The properties of a relationship's start that has no id.
  static final String START = "start";

  /// Null for a node.
  static final String TYPE = "type";

  static final String PROPERTIES = "properties";
  static final String END_LABELS = "endLabels";

  /// The id of a relationship's end; its properties where it has none.
  static final String END = "end";

  static final Map<String, Object> PARAMETERS =
      Map.of(
          "urn", Urns.PREFIX,
          "labels", Labels.ALL,
          "operational", Labels.OPERATIONAL,
          "ofCommits", Relationships.OF_COMMITS);

  /// What a branch that was never deployed may have left behind beside its commits.
  private static final Set<String> CONTENT = Set.of(Labels.FILE, Labels.PERSON, Labels.REPOSITORY);

  static final String TEXT = compose();

  private DigestStatement() {}

  private static String compose() {
    List<String> parts = new ArrayList<>();
    for (String label : Labels.ALL) {
      if (label.equals(Labels.VIOLATION)) {
        for (boolean observed : List.of(false, true)) {
          String condition = observed ? " AND n.source IS NOT NULL" : " AND n.source IS NULL";
          parts.add(nodes(label, observed, condition));
          parts.add(relationships(label, observed, condition, ""));
        }
      } else if (label.equals(Labels.COMMIT)) {
        parts.add(nodes(label, false, " AND n.deployed = true"));
        parts.add(
            relationships(
                label, false, "", " WHERE n.deployed = true OR NOT type(r) IN $ofCommits"));
      } else {
        parts.add(nodes(label, false, CONTENT.contains(label) ? heldByFacts() : ""));
        parts.add(relationships(label, false, "", ""));
      }
    }
    parts.add(pending());
    parts.add(foreignNodes());
    parts.add(foreignRelationships());
    return String.join("UNION ALL\n", parts);
  }

  /// True of what something else than a commit outside the deployed history leads to, or nothing.
  private static String heldByFacts() {
    return " AND (NOT EXISTS { (n)--() }"
        + " OR EXISTS { (n)--(m) WHERE m.deployed = true OR NOT m:Commit })";
  }

  private static String nodes(String label, boolean observed, String condition) {
    return """
        MATCH (n:%1$s) WHERE n.id STARTS WITH $urn AND size(labels(n)) = 1%3$s
        WITH n ORDER BY n.id
        RETURN %2$s AS observed, ['%1$s'] AS labels, n.id AS id, null AS start, null AS type,
               properties(n) AS properties, null AS endLabels, null AS end
        """
        .formatted(label, observed, condition);
  }

  private static String relationships(
      String label, boolean observed, String condition, String edgeCondition) {
    return """
        MATCH (n:%1$s) WHERE n.id STARTS WITH $urn AND size(labels(n)) = 1%3$s
        WITH n ORDER BY n.id
        MATCH (n)-[r]->(m)%4$s
        RETURN %2$s AS observed, ['%1$s'] AS labels, n.id AS id, null AS start, type(r) AS type,
               properties(r) AS properties, labels(m) AS endLabels,
               CASE WHEN m.id STARTS WITH $urn THEN m.id ELSE properties(m) END AS end
        """
        .formatted(label, observed, condition, edgeCondition);
  }

  /// What verdicts wait for.
  private static String pending() {
    return """
        MATCH (n:%1$s)
        RETURN false AS observed, ['%1$s'] AS labels, n.id AS id, null AS start, null AS type,
               {} AS properties, null AS endLabels, null AS end
        """
        .formatted(Labels.AWAITED);
  }

  private static String foreignNodes() {
    return """
        MATCH (n) WHERE %s
        RETURN false AS observed, labels(n) AS labels, null AS id, null AS start, null AS type,
               properties(n) AS properties, null AS endLabels, null AS end
        """
        .formatted(foreign());
  }

  private static String foreignRelationships() {
    return """
        MATCH (n)-[r]->(m) WHERE %s
        RETURN false AS observed, labels(n) AS labels, null AS id, properties(n) AS start,
               type(r) AS type, properties(r) AS properties, labels(m) AS endLabels,
               CASE WHEN m.id STARTS WITH $urn THEN m.id ELSE properties(m) END AS end
        """
        .formatted(foreign());
  }

  /// True of a node that no projection writes so.
  private static String foreign() {
    return """
        NOT coalesce(size(labels(n)) = 1 AND labels(n)[0] IN $labels AND n.id STARTS WITH $urn, false)
          AND NOT (size(labels(n)) = 1 AND labels(n)[0] IN $operational AND NOT EXISTS { (n)--() })""";
  }
}
