package com.caiatech.afdp.infra.benchmark.query;

import java.util.List;

/// The questions that investigators and dashboards ask most, and those that cost most.
final class Questions {
  /// How many subjects each is asked about.
  static final int SUBJECTS = 40;

  /// What states facts and leads to no hub.
  private static final String FACTS =
      "CAUSED_BY|BLAMES|SHIPPED|WITHDREW|DEPLOYED|PREVIOUS|ROLLBACK_OF|RETRY_OF|UNDO_OF|RESTORED"
          + "|STEP_OF|ROUTED|CHECKED|DECIDED|PARENT|REVERTS|CHERRY_PICKED_FROM|TOUCHED";

  private static final Question DEPLOYMENT =
      new Question(
          "a deployment with commits, checks and approvals",
          """
          MATCH (d:Deployment) WITH d.deploymentId AS id ORDER BY id WITH collect(id) AS ids
          UNWIND range(0, $subjects - 1) AS i RETURN ids[i * size(ids) / $subjects] AS id
          """,
          """
          query($id: ID!) {
            deployment(id: $id) {
              deploymentId status type openedAt closedAt durationSeconds
              service { name } environment { name }
              sources { role sourceSha256 commit { sha subject } }
              shipped(first: 20) { nodes { sha subject committedAt } }
              checks { name stage type status latencyP95 passRate }
              approvals { decision role rule decidedAt decidedBy { personId } }
            }
          }
          """,
          List.of("deployment", "checks"),
          """
          MATCH (d:Deployment {id: 'urn:afdp:deployment:' + $id})
          MATCH (d)-[:OF]->(s:Service)
          MATCH (d)-[:TO]->(e:Environment)
          RETURN d.deploymentId AS deploymentId, d.status AS status, d.type AS type, d.openedAt AS openedAt,
            d.closedAt AS closedAt, d.durationSeconds AS durationSeconds, s.name AS service, e.name AS environment,
            COLLECT {
              MATCH (d)-[x:DEPLOYED]->(c:Commit)
              RETURN {role: x.role, sourceSha256: x.sourceSha256, sha: c.sha, subject: c.subject}
            } AS sources,
            COLLECT {
              MATCH (d)-[:SHIPPED]->(c:Commit)
              RETURN {sha: c.sha, subject: c.subject, committedAt: c.committedAt}
              ORDER BY c.committedAt DESC, c.id DESC LIMIT 20
            } AS shipped,
            COLLECT {
              MATCH (k:Check)-[:CHECKED]->(d)
              RETURN {name: k.name, stage: k.stage, type: k.type, status: k.status, latencyP95: k.latencyP95,
                passRate: k.passRate}
              ORDER BY k.startedAt, k.id
            } AS items,
            COLLECT {
              MATCH (a:Approval)-[:DECIDED]->(d)
              MATCH (a)-[:DECIDED_BY]->(p:Person)
              RETURN {decision: a.decision, role: a.role, rule: a.rule, decidedAt: a.decidedAt, by: p.personId}
              ORDER BY a.decidedAt, a.id
            } AS approvals
          """,
          true,
          """
          query($id: String!) {
            deployments(where: {deploymentId: {eq: $id}}) {
              deploymentId status type openedAt closedAt durationSeconds
              service { name } environment { name }
              sourcesConnection { edges { properties { role sourceSha256 } node { sha subject } } }
              shipped(limit: 20, sort: [{committedAt: DESC}, {id: DESC}]) { sha subject committedAt }
              checks(sort: [{startedAt: ASC}, {id: ASC}]) { name stage type status latencyP95 passRate }
              approvals(sort: [{decidedAt: ASC}, {id: ASC}]) { decision role rule decidedAt decidedBy { personId } }
            }
          }
          """);

  private static final Question LAST =
      new Question(
          "the last 50 deployments of a service",
          """
          MATCH (s:Service) WITH s.name AS name ORDER BY name WITH collect(name) AS names
          UNWIND range(0, $subjects - 1) AS i RETURN names[i * size(names) / $subjects] AS service
          """,
          """
          query($service: String!) {
            deployments(first: 50, filter: {service: {name: {eq: $service}}}) {
              nodes { deploymentId status type openedAt closedAt environment { name } requestedBy { personId } }
            }
          }
          """,
          List.of("deployments", "nodes"),
          """
          MATCH (d:Deployment {service: $service})
          WITH d ORDER BY d.startedOrder DESC, d.id DESC LIMIT 50
          MATCH (d)-[:TO]->(e:Environment)
          OPTIONAL MATCH (d)-[:REQUESTED_BY]->(p:Person)
          RETURN d.deploymentId AS deploymentId, d.status AS status, d.type AS type, d.openedAt AS openedAt,
            d.closedAt AS closedAt, e.name AS environment, p.personId AS requestedBy
          ORDER BY d.startedOrder DESC, d.id DESC
          """,
          true,
          """
          query($service: String!) {
            deployments(where: {service: {some: {name: {eq: $service}}}}, limit: 50,
                sort: [{startedOrder: DESC}, {id: DESC}]) {
              deploymentId status type openedAt closedAt environment { name } requestedBy { personId }
            }
          }
          """);

  /// Incidents of which somebody said which deployment caused them.
  private static final String CAUSED =
      """
      MATCH (i:Incident) WHERE EXISTS { (i)-[:CAUSED_BY]->(:Deployment)-[:SHIPPED]->() }
      WITH i ORDER BY i.id WITH collect(i) AS found
      UNWIND range(0, $subjects - 1) AS n WITH found[n * size(found) / $subjects] AS i
      """;

  private static final Question SHIPPED =
      new Question(
          "an incident's commits with authors and files",
          CAUSED + "RETURN i.incidentId AS id",
          """
          query($id: ID!) {
            incident(id: $id) {
              title severity
              causes { deployment { deploymentId
                shipped(first: 100) { nodes {
                  sha subject author { personId } files(first: 20) { path change } } } } }
            }
          }
          """,
          List.of("incident", "causes"),
          """
          MATCH (i:Incident {id: 'urn:afdp:incident:' + $id})
          RETURN i.title AS title, i.severity AS severity, COLLECT {
            MATCH (i)-[:CAUSED_BY]->(d:Deployment)
            RETURN {deploymentId: d.deploymentId, commits: COLLECT {
              MATCH (d)-[:SHIPPED]->(c:Commit)
              WITH c ORDER BY c.committedAt DESC, c.id DESC LIMIT 100
              RETURN {sha: c.sha, subject: c.subject,
                author: head(COLLECT { MATCH (c)-[:AUTHORED_BY]->(p:Person) RETURN p.personId }),
                files: COLLECT { MATCH (c)-[t:TOUCHED]->(f:File) RETURN {path: f.path, change: t.change}
                  ORDER BY f.path LIMIT 20 }}
            }}
          } AS items
          """,
          true,
          """
          query($id: String!) {
            incidents(where: {incidentId: {eq: $id}}) {
              title severity
              causes { deploymentId
                shipped(limit: 100, sort: [{committedAt: DESC}, {id: DESC}]) {
                  sha subject author { personId }
                  filesConnection(first: 20) { edges { properties { change } node { path } } } } }
            }
          }
          """);

  private static final Question SHORTEST =
      new Question(
          "the shortest path from an incident to a commit",
          CAUSED
              + """
              MATCH (i)-[:CAUSED_BY]->(:Deployment)-[:PREVIOUS]->(:Deployment)-[:SHIPPED]->(c:Commit)
              RETURN i.id AS from, max(c.id) AS to
              """,
          """
          query($from: ID!, $to: ID!) {
            paths(from: $from, to: $to, maxPaths: 1, shortestOnly: true) {
              paths { length hops { from { id } to { id } relationships { type } } }
            }
          }
          """,
          List.of("paths", "paths"),
          "MATCH p = SHORTEST 1 (:Incident {id: $from})-[:"
              + FACTS
              + "]-{1,6}(:Commit {id: $to}) RETURN [n IN nodes(p) | n.id] AS ids, [r IN relationships(p) | type(r)] AS types",
          true,
          null);

  private static final Question PATHS =
      new Question(
          "20 paths from an incident through what its deployment changed",
          CAUSED
              + """
              MATCH (i)-[:CAUSED_BY]->(:Deployment)-[:PREVIOUS]->(:Deployment)-[:SHIPPED]->(c:Commit)
              RETURN i.id AS from, min(c.id) AS to
              """,
          """
          query($from: ID!, $to: ID!) {
            paths(from: $from, to: $to, maxPaths: 20, maxDepth: 8) {
              paths { length hops { from { id } to { id } relationships { type } } }
              truncatedAtDepth exhausted
            }
          }
          """,
          List.of("paths", "paths"),
          "MATCH p = SHORTEST 20 (:Incident {id: $from})-[:"
              + FACTS
              + "]-{1,8}(:Commit {id: $to}) RETURN [n IN nodes(p) | n.id] AS ids, [r IN relationships(p) | type(r)] AS types",
          false,
          null);

  private static final Question SUSPECTS =
      new Question(
          "an incident's suspects, beside reading their commits and files",
          CAUSED + "RETURN i.incidentId AS id",
          """
          query($id: ID!) {
            incident(id: $id) {
              suspects(first: 20) {
                score commit { sha subject } deployment { deploymentId } reasons { signal weight strength } }
            }
          }
          """,
          List.of("incident", "suspects"),
          """
          MATCH (i:Incident {id: 'urn:afdp:incident:' + $id})
          MATCH (i)-[:AFFECTED]->(s:Service)
          CALL (i, s) {
            MATCH (d:Deployment {service: s.name})
            WHERE d.startedOrder <= coalesce(i.startedAt, i.detectedAt)
              AND EXISTS { (i)-[:IN]->(:Environment)<-[:TO]-(d) }
            RETURN d ORDER BY d.startedOrder DESC LIMIT 10
          }
          MATCH (d)-[:SHIPPED]->(c:Commit)
          WITH DISTINCT c
          RETURN c.sha AS sha, c.subject AS subject, c.committedAt AS committedAt,
            COLLECT { MATCH (c)-[:TOUCHED]->(f:File) RETURN f.path LIMIT 300 } AS files
          """,
          false,
          null);

  private static final Question REACHABLE =
      new Question(
          "the 50 nearest commits that an incident leads to",
          CAUSED + "RETURN i.id AS id",
          """
          query($id: ID!) {
            reachable(from: $id, kinds: [COMMIT], maxDepth: 3, first: 50) {
              edges { distance node { id } }
            }
          }
          """,
          List.of("reachable", "edges"),
          "MATCH p = SHORTEST 1 (:Incident {id: $id})-[:"
              + FACTS
              + "]-{1,3}(c:Commit) RETURN length(p) AS distance, c.id AS id ORDER BY distance, id LIMIT 50",
          true,
          null);

  static final List<Question> ALL =
      List.of(DEPLOYMENT, LAST, SHIPPED, SHORTEST, PATHS, SUSPECTS, REACHABLE);

  private Questions() {}
}
