package com.caiatech.afdp.graphmodel.change;

import java.util.List;
import java.util.Map;

/// The change log of a deployment, as a Cypher subquery that is part of one statement: the commits
/// that it shipped, by {@link ChangeType} and author.
///
/// It is bounded: the {@link #MAX_COMMITS} newest commits by the committer's clock are read, of
/// each the first 300 files. Authors are people under their ids.
public final class ChangeLogQuery {
  /// The most commits that one change log reads.
  public static final int MAX_COMMITS = 1_000;

  private ChangeLogQuery() {}

  /// The subquery, to be embedded where a variable holds the deployment's node. It gives one row
  /// with a map `{commitCount, truncated, groups: [{type, place, count, breaking, fileKinds,
  /// issueKeys, authors: [{place, personId, count, commits}]}]}`; commits are global ids, newest
  /// first.
  ///
  /// @param deployment the variable that holds the deployment
  /// @param types of the relationships to shipped commits at the moment that is asked about
  /// @param conditions on these, whose variable is `shipped`
  /// @param rules gives the parameter for a value that is the same in every query
  /// @param log the variable that the map is given in
  public static String subquery(
      String deployment, String types, List<String> conditions, Rules rules, String log) {
    return """
      CALL (%1$s) {
        MATCH (%1$s)-[shipped:%2$s]->(c:Commit)%3$s
        WITH DISTINCT c ORDER BY coalesce(c.committedAt, 0) DESC, c.id DESC
        WITH collect(c) AS found
        CALL (found) {
          UNWIND found[..%4$d] AS c
          CALL (c) {
            MATCH (c)-[:TOUCHED]->(f:File)
            WITH f.path AS path, toLower(f.path) AS lower LIMIT 300
            RETURN collect(DISTINCT %5$s) AS kinds
          }
          WITH c, kinds, head([(c)-[:AUTHORED_BY]->(p:Person) | p.id]) AS author, CASE
            WHEN EXISTS { (c)-[:REVERTS]->() } THEN 'REVERT'
            WHEN c.scope IN %6$s.scopes THEN 'DEPENDENCIES'
            WHEN %6$s.types[c.type] IS NOT NULL THEN %6$s.types[c.type]
            WHEN COUNT { (c)-[:PARENT]->() } > 1 THEN 'MERGE'
            WHEN 'CODE' IN kinds OR size(kinds) = 0 THEN 'OTHER'
            ELSE head([k IN %6$s.kinds WHERE k IN kinds]) END AS type
          WITH type, author, collect(c.id) AS commits, collect(kinds) AS kinds,
               collect(coalesce(c.issueKeys, [])) AS keys,
               count(CASE WHEN c.breaking THEN 1 END) AS breaking
          ORDER BY size(commits) DESC, author
          WITH type, collect({personId: author, commits: commits, count: size(commits)}) AS authors,
               sum(size(commits)) AS count, sum(breaking) AS breaking,
               collect(kinds) AS kinds, collect(keys) AS keys
          RETURN collect({
            type: type, place: head([i IN range(0, size(%6$s.order) - 1) WHERE %6$s.order[i] = type]),
            count: count, breaking: breaking,
            authors: [i IN range(0, size(authors) - 1) | {
              place: i, personId: authors[i].personId, count: authors[i].count,
              commits: authors[i].commits}],
            fileKinds: COLLECT { UNWIND kinds AS each UNWIND each AS k UNWIND k AS kind
              RETURN DISTINCT kind ORDER BY kind },
            issueKeys: COLLECT { UNWIND keys AS each UNWIND each AS k UNWIND k AS key
              RETURN DISTINCT key ORDER BY key }
          }) AS groups
        }
        RETURN {commitCount: size(found), truncated: size(found) > %4$d, groups: groups} AS %7$s
      }"""
        .formatted(
            deployment,
            types,
            conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions),
            MAX_COMMITS,
            FileKind.cypher(),
            rules.parameter(ChangeType.asParameter()),
            log);
  }

  /// Gives the parameter for a value.
  @FunctionalInterface
  public interface Rules {
    String parameter(Map<String, Object> value);
  }
}
