CALL (incident) {
  WITH incident AS incident
  WITH incident, incident.detectedAt AS detectedAt,
       [(incident)-[:AFFECTED]->(s:Service) | s.name] AS services,
       head([(incident)-[:IN]->(e:Environment) | e.name]) AS environment,
       [p IN coalesce(incident.components, []) |
         CASE WHEN p ENDS WITH '/' THEN left(p, size(p) - 1) ELSE p END] AS components
  CALL (detectedAt, services, environment) {
    WITH * WHERE environment IS NOT NULL
    UNWIND services AS service
    CALL (service, environment, detectedAt) {
      MATCH (d:Deployment)
      WHERE d.service = service AND d.environment = environment AND d.startedOrder <= detectedAt
        AND d.openedAt <= detectedAt AND EXISTS { (d)<-[r:ROUTED]-(:Step) WHERE r.weight > 0 }
      RETURN d ORDER BY d.startedOrder DESC, d.id DESC LIMIT 10
      UNION
      MATCH (d:AssertedDeployment)
      WHERE d.service = service AND d.environment = environment AND d.startedOrder <= detectedAt
      RETURN d ORDER BY d.startedOrder DESC, d.id DESC LIMIT 10
    }
    RETURN d
    UNION
    WITH * WHERE environment IS NULL OR size(services) = 0
    MATCH (d:Deployment)
    WHERE d.startedOrder <= detectedAt AND d.openedAt <= detectedAt
      AND (environment IS NULL OR d.environment = environment)
      AND (size(services) = 0 OR d.service IN services)
      AND EXISTS { (d)<-[r:ROUTED]-(:Step) WHERE r.weight > 0 }
    RETURN d ORDER BY d.startedOrder DESC, d.id DESC LIMIT 10
    UNION
    WITH * WHERE environment IS NULL OR size(services) = 0
    MATCH (d:AssertedDeployment)
    WHERE d.startedOrder <= detectedAt
      AND (environment IS NULL OR d.environment = environment)
      AND (size(services) = 0 OR d.service IN services)
    RETURN d ORDER BY d.startedOrder DESC, d.id DESC LIMIT 10
  }
  WITH detectedAt, components, d ORDER BY d.startedOrder DESC, d.id DESC
  WITH detectedAt, components, collect(d) AS deployments
  UNWIND range(0, size(deployments) - 1) AS place
  WITH detectedAt, components, deployments, deployments[place] AS d
  WITH detectedAt, components, d,
       size([o IN deployments
             WHERE o.service = d.service AND o.environment = d.environment
               AND (o:Deployment OR d:AssertedDeployment)
               AND (o.startedOrder > d.startedOrder
                    OR (o.startedOrder = d.startedOrder AND o.id > d.id))]) AS later
  WITH detectedAt, components, d, later, (detectedAt - coalesce(d.openedAt, d.startedOrder)) / 86400000.0 AS days
  WHERE later = 0 OR days <= 14.0
  CALL (d) {
    MATCH (d)-[s:SHIPPED]->(c:Commit)
    RETURN c, s.role AS role, s.inScope AS inScope
    UNION
    MATCH (d)-[s:DEPLOYED]->(c:Commit)
    WHERE coalesce(s.shippedCount, 1) > 0 AND NOT EXISTS { (d)-[:SHIPPED {role: s.role}]->() }
    RETURN c, s.role AS role, true AS inScope
  }
  WITH components, c, d, later, days, role, inScope
    ORDER BY inScope DESC, d:Deployment DESC, d.startedOrder DESC, d.id DESC, role
  WITH components, c,
       collect({d: d, later: later, days: days, role: role, inScope: inScope})[0] AS live
  WITH components, c, live.d AS d, live.later AS later, live.days AS days, live.role AS role,
       live.inScope AS inScope
  WITH components, c, d, later, days, role, inScope,
       [(c)-[t:TOUCHED]->(f:File) | [f.path, t.renamedFrom]] AS files,
       COUNT { (c)-[:PARENT]->() } > 1 AS isMerge,
       [(k:Check)-[:CHECKED]->(d) | k.status] AS checks
  WITH components, c, d, later, days, role, inScope, files, isMerge, checks,
       size([f IN files
             WHERE any(p IN components WHERE any(x IN f WHERE x = p OR x STARTS WITH p + '/'))])
         AS touching,
       size([s IN checks WHERE s <> 'PASSED']) AS failing
  WITH c, d, inScope, [
    {
      signal: 'component-overlap',
      weight: 0.5,
      strength: CASE
        WHEN touching = 0 THEN 0.0
        WHEN isMerge THEN 0.3
        ELSE 0.6 + 0.4 * touching / size(files) END,
      explanation: toString(touching) + ' of ' + toString(size(files))
        + ' touched files lie in the incident\'s components'
        + CASE WHEN isMerge THEN '; a merge, whose changes are its branch\'s' ELSE '' END
    },
    {
      signal: 'recency',
      weight: 0.2,
      strength: 2.0 ^ (-(CASE WHEN days < 0.0 THEN 0.0 ELSE days END) / 7.0) / (1.0 + later),
      explanation: CASE later
        WHEN 0 THEN 'live by the last deployment before the incident was detected'
        ELSE toString(later) + ' later deployment(s) went live before the incident was detected'
        END
    },
    {
      signal: 'size',
      weight: 0.1,
      strength: CASE WHEN isMerge THEN 0.0
        ELSE coalesce(c.size, 0) / (coalesce(c.size, 0) + 100.0) END,
      explanation: toString(coalesce(c.size, 0)) + ' lines added or deleted'
    },
    {
      signal: 'checks',
      weight: 0.1,
      strength: CASE
        WHEN d:AssertedDeployment THEN 0.0
        WHEN size(checks) = 0 THEN 1.0
        ELSE toFloat(failing) / size(checks) END,
      explanation: CASE WHEN size(checks) = 0
        THEN 'the deployment was not checked'
        ELSE toString(failing) + ' of ' + toString(size(checks))
          + ' checks of the deployment did not pass' END
    },
    {
      signal: 'configuration',
      weight: 0.1,
      strength: CASE WHEN role = 'APPLICATION' THEN 0.0 ELSE 1.0 END,
      explanation: 'a change of ' + CASE role WHEN 'IAC' THEN 'infrastructure' ELSE 'configuration' END
    },
    {
      signal: 'asserted',
      weight: 0.0,
      strength: CASE WHEN d:AssertedDeployment THEN 1.0 ELSE 0.0 END,
      explanation: 'deployed by ' + d.deployer + ', as somebody reported (' + toLower(d.status)
        + '): nothing that this platform ran or saw'
    }
  ] AS signals
  WITH c, d, inScope, [s IN signals WHERE s.strength > 0.0] AS reasons
  WITH c, d, inScope, reasons, reduce(sum = 0.0, s IN reasons | sum + s.weight * s.strength) AS score
  ORDER BY inScope DESC, score DESC, coalesce(c.committedAt, 0) DESC, c.id
  LIMIT $first
  WITH collect({
    commitId: c.id, score: score, inScope: inScope, reasons: reasons,
    deploymentId: CASE WHEN d:Deployment THEN d.id END,
    assertedId: CASE WHEN d:AssertedDeployment THEN d.id END
  }) AS found
  RETURN [i IN range(0, size(found) - 1) | {
    rank: i + 1,
    score: found[i].score,
    inScope: found[i].inScope,
    commitId: found[i].commitId,
    deploymentId: found[i].deploymentId,
    assertedId: found[i].assertedId,
    reasons: found[i].reasons
  }] AS suspects
}
