package com.caiatech.afdp.graphmodel.difference;

import com.caiatech.afdp.graphmodel.query.catalogue.Scope;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Value;

/// A commit as a deployment deployed it in one role.
///
/// @param deployment the deployment's global id
/// @param role the role's name
/// @param tree the digest over the commit's tree, as the worker recorded it
/// @param clock the time that the committer claims; null where it is not known
record DeployedCommit(
    String deployment,
    String role,
    String repository,
    String sha,
    @Nullable String tree,
    @Nullable Long clock) {

  /// An expression for a list of those of the deployment that the variable `d` holds.
  static String listed(Scope at) {
    return """
        COLLECT { MATCH (d)-[h:%s]->(c:Commit)%s
          RETURN {deployment: d.id, role: h.role, repository: c.repository, sha: c.sha,
                  tree: h.sourceSha256, clock: c.committedAt} }"""
        .formatted(
            at.types(Relationships.DEPLOYED), Scope.where(at.dated(Relationships.DEPLOYED, "h")));
  }

  static List<DeployedCommit> of(Value list) {
    return list.asList(DeployedCommit::one);
  }

  private static DeployedCommit one(Value map) {
    Value tree = map.get("tree");
    Value clock = map.get("clock");
    return new DeployedCommit(
        map.get("deployment").asString(),
        map.get("role").asString(),
        map.get("repository").asString(),
        map.get("sha").asString(),
        tree.isNull() ? null : tree.asString(),
        clock.isNull() ? null : clock.asLong());
  }
}
