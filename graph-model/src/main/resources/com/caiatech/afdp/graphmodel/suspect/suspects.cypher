CALL (incident) {
  WITH incident AS incident
  WITH incident, CASE WHEN incident.startedAt < incident.detectedAt
         THEN incident.startedAt ELSE incident.detectedAt END AS begin,
       COLLECT { MATCH (incident)-[:AFFECTED]->(s:Service) RETURN s.name ORDER BY s.name LIMIT 10 }
         AS services,
       head([(incident)-[:IN]->(e:Environment) | e.name]) AS environment,
       COLLECT { MATCH (e:Environment) RETURN e.name ORDER BY e.name LIMIT 20 } AS environments,
       [p IN coalesce(incident.components, [])[..10] |
         CASE WHEN p ENDS WITH '/' THEN left(p, size(p) - 1) ELSE p END] AS components,
       split(left(coalesce(incident.title, ''), 400),
         [' ', ',', ';', '(', ')', '"', '\'', '`', '[', ']', '<', '>', '=', '\t', '\n'])[..100]
         AS tokens
  WITH *, [t IN tokens | split(t, ':')[0]] AS names,
       reduce(all = [], t IN tokens | all + split(t, ['.', '/', ':', '#', '\\', '$'])) AS symbols
  WITH *, [s IN symbols WHERE size(s) > 3 AND NOT toLower(s) IN services | toLower(s)] AS lower
  WITH *, lower + [w IN lower WHERE w =~ '.*s' | left(w, size(w) - 1)] AS prose
  WITH incident, begin, services, environment, environments, $weights AS weights, {
      below: [p IN components | p + '/'],
      folders: [p IN components | last(split(p, '/'))],
      names: names, symbols: symbols,
      paths: [n IN names WHERE n CONTAINS '/' AND size(n) > 3],
      prose: prose,
      kinds: [k IN $kindWords WHERE any(w IN prose WHERE w IN k.words) | k.kind]
    } AS told
  CALL (begin, services, environment, environments) {
    UNWIND CASE WHEN size(services) = 0 THEN [null] ELSE services END AS service
    CALL (service, environment, begin) {
      MATCH (d:Deployment)
      WHERE d.service = service AND d.environment = environment AND d.startedOrder <= begin
        AND d.openedAt <= begin AND NOT d.status IN ['REJECTED', 'REFUSED', 'EXPIRED', 'SUPERSEDED']
        AND NOT coalesce(d.status IN ['FAILED', 'ABORTED'] AND d.closedAt <= begin, false)
      RETURN d ORDER BY d.startedOrder DESC, d.id DESC LIMIT 15
      UNION ALL
      MATCH (d:AssertedDeployment)
      WHERE d.service = service AND d.environment = environment AND d.startedOrder <= begin
      RETURN d ORDER BY d.startedOrder DESC, d.id DESC LIMIT 10
      UNION ALL
      WITH * WHERE service IS NULL OR environment IS NULL
      MATCH (d:Deployment)
      WHERE (service IS NULL OR d.service = service) AND d.startedOrder <= begin
        AND (environment IS NULL OR d.environment = environment)
        AND d.openedAt <= begin AND NOT d.status IN ['REJECTED', 'REFUSED', 'EXPIRED', 'SUPERSEDED']
        AND NOT coalesce(d.status IN ['FAILED', 'ABORTED'] AND d.closedAt <= begin, false)
      RETURN d ORDER BY d.startedOrder DESC, d.id DESC LIMIT 15
      UNION ALL
      WITH * WHERE service IS NULL OR environment IS NULL
      MATCH (d:AssertedDeployment)
      WHERE (service IS NULL OR d.service = service) AND d.startedOrder <= begin
        AND (environment IS NULL OR d.environment = environment)
      RETURN d ORDER BY d.startedOrder DESC, d.id DESC LIMIT 10
    }
    WITH service, d,
         reduce(first = null, at IN [(d)<-[r:ROUTED]-(t:Step) WHERE r.weight > 0 |
             coalesce(t.startedAt, d.openedAt)] |
           CASE WHEN first <= at THEN first ELSE at END) AS liveAt
    WHERE d:AssertedDeployment OR liveAt <= begin
    WITH service, d, (begin - coalesce(liveAt, d.startedOrder)) / 3600000.0 AS hours
      ORDER BY d.startedOrder DESC, d.id DESC
    WITH collect({d: d, service: service, many: COUNT { (d)-[:SHIPPED|WITHDREW]->() },
                  hours: CASE WHEN hours < 0.0 THEN 0.0 ELSE hours END}) AS brought
    UNWIND range(0, size(brought) - 1) AS place
    WITH brought[place] AS it, brought[..place] AS newer
    WITH it.d AS d, it.hours AS hours, reduce(sum = 0, o IN newer | sum + o.many) AS more,
         size([o IN newer WHERE coalesce(o.service = it.service, true)
                            AND (o.d:Deployment OR it.d:AssertedDeployment)]) AS place,
         size([o IN newer WHERE o.d.service = it.d.service AND o.d.environment = it.d.environment
                            AND (o.d:Deployment OR it.d:AssertedDeployment)]) AS later
    WHERE place < 10 AND more < 10000 AND (later = 0 OR hours <= 336.0)
    WITH d, hours, later, [(k:Check)-[:CHECKED]->(d) | k.status] AS checks,
         COUNT { MATCH (o:Deployment)<-[:CHECKED]-(k:Check)
                 WHERE o.service = d.service AND o.environment IN environments
                   AND o.startedOrder < d.startedOrder
                   AND o.startedOrder >= d.startedOrder - 86400000 AND o.status = 'FAILED'
                   AND k.status <> 'PASSED' } AS attempts,
         (d.openedAt / 3600000) % 24 AS hour, (d.openedAt / 86400000 + 3) % 7 AS day
    WITH d, hours, later, attempts, size(checks) AS checked,
         size([s IN checks WHERE s <> 'PASSED']) AS failing,
         coalesce(hour < 7 OR hour >= 20 OR day > 4 OR (day = 4 AND hour >= 15), false) AS late
    WITH d, {
        d: d, later: later, hours: hours, checked: checked, failing: failing, attempts: attempts,
        recency: 1.0 / (1.0 + later), time: 1.0 / (1.0 + hours / 12.0),
        failed: CASE WHEN checked = 0 THEN 0.0 ELSE toFloat(failing) / checked END,
        missing: CASE WHEN d:Deployment AND checked = 0 THEN 1.0 ELSE 0.0 END,
        flapped: CASE WHEN attempts > 0 THEN 1.0 ELSE 0.0 END,
        unwatched: CASE WHEN late THEN 1.0 ELSE 0.0 END,
        asserted: CASE WHEN d:AssertedDeployment THEN 1.0 ELSE 0.0 END
      } AS live
    CALL (d) {
      MATCH (d)-[s:SHIPPED]->(c:Commit)
      RETURN c, s.role AS role, s.inScope AS inScope, false AS withdrawn
      UNION ALL
      MATCH (d)-[s:DEPLOYED]->(c:Commit)
      WHERE coalesce(s.shippedCount, 1) > 0 AND NOT EXISTS { (d)-[:SHIPPED {role: s.role}]->() }
      RETURN c, s.role AS role, true AS inScope, false AS withdrawn
      UNION ALL
      MATCH (d)-[s:WITHDREW]->(c:Commit)
      RETURN c, s.role AS role, s.inScope AS inScope, true AS withdrawn
    }
    WITH c, d, live, role, inScope, withdrawn ORDER BY d.startedOrder DESC, d.id DESC, role
    WITH c, d.service AS service, d.environment AS target, d:Deployment AS ours,
         collect({live: live, role: role, inScope: inScope, withdrawn: withdrawn})[0] AS last
    WITH c, ours, last
      ORDER BY last.inScope DESC, ours DESC, last.withdrawn, last.live.later, last.live.d.id
    RETURN c, collect(last)[0] AS last
  }
  WITH incident, begin, weights, told, c, last, last.live AS live,
       COUNT { (c)-[:PARENT]->() } > 1 AS isMerge
  CALL (c, told) {
    MATCH (c)-[t:TOUCHED]->(f:File)
    WITH * LIMIT 300
    WITH told, t.renamedFrom AS old, f.path AS path, toLower(f.path) AS lower,
         split(f.path, '/') AS parts, coalesce(t.added, 0) + coalesce(t.deleted, 0) AS lines
    WITH *, last(parts) AS file, split(last(parts), '.')[0] AS stem,
         any(p IN told.below WHERE path + '/' STARTS WITH p OR old + '/' STARTS WITH p) AS inside
    WITH lines, coalesce(inside, false) AS inside,
         CASE
           WHEN file IN told.names OR (stem IN told.symbols AND stem <> toLower(stem))
             OR any(n IN told.paths WHERE path ENDS WITH n) THEN 1.0
           WHEN toLower(stem) IN told.prose OR any(x IN split(lower, '/') WHERE x IN told.prose)
             THEN 0.4
           ELSE 0.0 END AS named,
         CASE
           WHEN stem IN told.folders OR any(x IN parts WHERE x IN told.folders) THEN 1.0
           WHEN any(p IN told.below WHERE size(parts) > 2
                      AND p STARTS WITH parts[0] + '/' + parts[1] + '/') THEN 0.5
           ELSE 0.0 END AS near,
         $fileKind AS kind
    RETURN count(*) AS files, sum(lines) AS lines, collect(lines) AS each, collect(kind) AS kinds,
           sum(CASE WHEN inside THEN 1 ELSE 0 END) AS touching, coalesce(max(named), 0.0) AS named,
           sum(CASE WHEN named = 1.0 THEN 1 ELSE 0 END) AS exact, coalesce(max(near), 0.0) AS near
  }
  WITH *, CASE WHEN isMerge THEN 0.0 ELSE 1.0 END AS own,
       size([k IN kinds WHERE k = 'DOCUMENTATION']) AS texts, size([k IN kinds WHERE k = 'TEST']) AS tests
  WITH incident, begin, weights, told, c, last, live, isMerge, files, touching, exact, {
      overlap: CASE WHEN touching = 0 THEN 0.0 WHEN isMerge THEN 0.3
        ELSE 0.6 + 0.4 * touching / files END,
      near: CASE WHEN touching > 0 THEN 0.0 ELSE own * near END,
      named: CASE WHEN isMerge THEN 0.3 ELSE 1.0 END * named,
      size: own * CASE WHEN coalesce(c.size, 0) >= 5000 THEN 1.0
        ELSE log(1.0 + coalesce(c.size, 0)) / log(5001.0) END,
      spread: CASE WHEN isMerge OR files < 2 OR lines = 0 THEN 0.0 ELSE -reduce(sum = 0.0,
        n IN each | CASE WHEN n = 0 THEN sum ELSE sum + toFloat(n) / lines * log(toFloat(n) / lines)
          END) / log(files) END,
      documentation: CASE WHEN files > 0 AND texts = files THEN 1.0 ELSE 0.0 END,
      test: CASE WHEN tests > 0 AND texts + tests = files THEN 1.0 ELSE 0.0 END,
      dependencies: CASE WHEN 'DEPENDENCIES' IN kinds THEN own ELSE 0.0 END,
      migration: CASE WHEN 'MIGRATION' IN kinds THEN own ELSE 0.0 END,
      infrastructure: CASE WHEN 'INFRASTRUCTURE' IN kinds OR (last.role = 'IAC' AND texts < files)
        THEN own ELSE 0.0 END,
      configuration: CASE WHEN 'CONFIGURATION' IN kinds OR (last.role = 'CONFIGURATION' AND texts < files)
        THEN own ELSE 0.0 END,
      merge: 1.0 - own,
      withdrawn: CASE WHEN last.withdrawn THEN 1.0 ELSE 0.0 END
    } AS is
  WITH *, CASE WHEN (is.dependencies > 0.0 AND 'DEPENDENCIES' IN told.kinds)
           OR (is.migration > 0.0 AND 'MIGRATION' IN told.kinds)
           OR (is.infrastructure > 0.0 AND 'INFRASTRUCTURE' IN told.kinds)
           OR (is.configuration > 0.0 AND 'CONFIGURATION' IN told.kinds)
         THEN 1.0 ELSE 0.0 END AS spoken
  WITH *, weights['component-overlap'] * is.overlap + weights['path-distance'] * is.near
      + weights['named'] * is.named + weights['kind-named'] * spoken + weights['size'] * is.size + weights['entropy'] * is.spread
      + weights['documentation-only'] * is.documentation + weights['test-only'] * is.test
      + weights['dependencies'] * is.dependencies + weights['migration'] * is.migration
      + weights['infrastructure'] * is.infrastructure
      + weights['configuration'] * is.configuration + weights['merge'] * is.merge
      + weights['withdrawn'] * is.withdrawn + weights['recency'] * live.recency
      + weights['time-to-detection'] * live.time + weights['checks-failed'] * live.failed
      + weights['checks-missing'] * live.missing + weights['checks-flapped'] * live.flapped
      + weights['deployment-hour'] * live.unwatched AS first
  ORDER BY last.inScope DESC, first DESC, coalesce(c.committedAt, 0) DESC, c.id
  LIMIT 100
  WITH incident, begin, told, weights, c, last, live, isMerge, files, touching, exact, is, spoken,
       c.committedAt + CASE WHEN c.committedZone IS NULL THEN 0 ELSE
         CASE left(c.committedZone, 1) WHEN '-' THEN -60000 ELSE 60000 END
         * (60 * toInteger(substring(c.committedZone, 1, 2))
            + toInteger(substring(c.committedZone, 4, 2))) END AS clock,
       head([(c)-[:AUTHORED_BY]->(p:Person) | p]) AS author,
       head([(r:Commit)-[:REVERTS]->(c) WHERE r.size IS NOT NULL | r.committedAt]) AS revertedAt
  CALL (begin, told, c, isMerge, author, is) {
    MATCH (c)-[t:TOUCHED]->(f:File)
    WHERE NOT isMerge
    WITH f, COUNT { (f)<-[:TOUCHED]-() } AS changes
      ORDER BY coalesce(t.added, 0) + coalesce(t.deleted, 0) DESC, f.path LIMIT 20
    OPTIONAL MATCH (f)<-[:TOUCHED]-(h:Commit) WHERE changes <= 1000 AND h <> c
    WITH f, changes, h, h.committedAt AS at ORDER BY at DESC, h.id
    WITH f, changes, collect(CASE WHEN at < c.committedAt THEN h END)[..20] AS earlier,
         count(CASE WHEN at < c.committedAt AND at > c.committedAt - 5184000000 THEN 1 END)
           AS recent,
         count(CASE WHEN at > begin AND at < begin + 1209600000 AND (h.type =~ '(?:hot|bug)?fix'
           OR h.subject =~ '(?i)(?:hot|bug)?fix(?:es|ed)?\\b.*') THEN 1 END) AS mended
    UNWIND CASE WHEN size(earlier) = 0 THEN [null] ELSE earlier END AS h
    OPTIONAL MATCH (h)-[:AUTHORED_BY]->(p:Person)
    RETURN count(DISTINCT f) AS looked, coalesce(max(recent), 0) AS recent,
           coalesce(max(changes), 0) AS changes, count(h) AS earlier,
           count(CASE WHEN p = author THEN 1 END) AS known, coalesce(max(mended), 0) AS mended,
           coalesce(sum(COUNT { (h)-[:REVERTS]->() } + size([(h)<-[:BLAMES]-(i:Incident)
             WHERE i.detectedAt < begin | 1])), 0) AS trouble,
           count(CASE WHEN is.overlap = 0.0 AND size([(h)-[:TOUCHED]->(g:File)
             WHERE any(x IN told.below WHERE g.path STARTS WITH x) | 1]) > 0 THEN 1 END) AS together
  }
  WITH *, (clock / 3600000) % 24 AS hour, (clock / 86400000 + 3) % 7 AS day
  WITH c, last, live, weights, [
    {
      signal: 'component-overlap', strength: is.overlap,
      explanation: toString(touching) + ' of ' + toString(files)
        + ' touched files lie in the incident\'s components'
        + CASE WHEN isMerge THEN '; a merge, whose changes are its branch\'s' ELSE '' END
    },
    {
      signal: 'path-distance', strength: is.near,
      explanation: 'a touched file lies near the incident\'s components or is named like one'
    },
    {
      signal: 'co-change', strength: CASE WHEN earlier = 0 THEN 0.0
        ELSE toFloat(together) / earlier END,
      explanation: toString(together) + ' of ' + toString(earlier)
        + ' changes of its files before changed the incident\'s components, too'
    },
    {
      signal: 'named', strength: is.named,
      explanation: CASE WHEN exact > 0
        THEN 'the incident\'s title names ' + toString(exact) + ' of its files'
        ELSE 'the incident\'s title has a word that a touched file or its folder is named by' END
    },
    {
      signal: 'kind-named', strength: spoken,
      explanation: 'the incident\'s title has a word that speaks of such a kind of change'
    },
    {
      signal: 'size', strength: is.size,
      explanation: toString(coalesce(c.size, 0)) + ' lines added or deleted'
    },
    {
      signal: 'entropy', strength: is.spread,
      explanation: 'its lines are spread over ' + toString(files) + ' files'
    },
    {
      signal: 'documentation-only', strength: is.documentation,
      explanation: 'it changes documentation alone'
    },
    {signal: 'test-only', strength: is.test, explanation: 'it changes tests alone'},
    {signal: 'dependencies', strength: is.dependencies, explanation: 'it changes dependencies'},
    {signal: 'migration', strength: is.migration, explanation: 'it migrates data'},
    {
      signal: 'infrastructure', strength: is.infrastructure,
      explanation: 'a change of infrastructure'
    },
    {
      signal: 'configuration', strength: is.configuration,
      explanation: 'a change of configuration'
    },
    {signal: 'merge', strength: is.merge, explanation: 'a merge, whose changes are its branch\'s'},
    {
      signal: 'churn',
      strength: CASE WHEN changes > 1000 OR recent >= 50 THEN 1.0 ELSE log(1.0 + recent) / log(51.0) END,
      explanation: CASE WHEN changes > 1000 THEN 'it touches a file that was changed more than 1000 times'
        ELSE 'its hottest file was changed ' + toString(recent) + ' times in the 60 days before' END
    },
    {
      signal: 'incident-history',
      strength: CASE WHEN trouble > 1 THEN 1.0 ELSE trouble / 2.0 END,
      explanation: 'its files had ' + toString(trouble)
        + ' changes before that were reverts or were blamed for an incident'
    },
    {
      signal: 'inexperience',
      strength: CASE WHEN looked = 0 OR author IS NULL THEN 0.0
        ELSE 1.0 / (1.0 + 0.5 * known / looked) END,
      explanation: 'its author had changed these files ' + toString(known) + ' times before'
    },
    {
      signal: 'ownership',
      strength: CASE WHEN earlier = 0 OR author IS NULL THEN 0.0
        ELSE 1.0 - toFloat(known) / earlier END,
      explanation: toString(earlier - known) + ' of ' + toString(earlier)
        + ' earlier changes of these files are by others'
    },
    {
      signal: 'taken-back',
      strength: CASE WHEN revertedAt > begin THEN 1.0 WHEN mended > 0 THEN 0.5 ELSE 0.0 END,
      explanation: CASE WHEN revertedAt > begin THEN 'it was reverted after the incident began'
        ELSE 'a fix changed its files within 14 days after the incident began' END
    },
    {
      signal: 'reverted-before',
      strength: CASE WHEN revertedAt <= begin THEN 1.0 ELSE 0.0 END,
      explanation: 'it was reverted before the incident began'
    },
    {
      signal: 'checks-failed', strength: live.failed,
      explanation: toString(live.failing) + ' of ' + toString(live.checked)
        + ' checks of the deployment did not pass'
    },
    {
      signal: 'checks-missing', strength: live.missing,
      explanation: 'the deployment was not checked'
    },
    {
      signal: 'checks-flapped', strength: live.flapped,
      explanation: toString(live.attempts)
        + ' check(s) failed at deployments of the service that failed in the 24 hours before'
    },
    {
      signal: 'deployment-hour', strength: live.unwatched,
      explanation: 'deployed at night, on a weekend or late on a Friday (UTC)'
    },
    {
      signal: 'commit-hour',
      strength: CASE WHEN hour < 7 OR hour >= 20 OR day > 4 OR (day = 4 AND hour >= 15)
        THEN 1.0 ELSE 0.0 END,
      explanation: 'committed at night, on a weekend or late on a Friday'
    },
    {
      signal: 'recency', strength: live.recency,
      explanation: CASE live.later
        WHEN 0 THEN 'by the last deployment before the incident began'
        ELSE toString(live.later) + ' later deployment(s) went live before the incident began' END
    },
    {
      signal: 'time-to-detection', strength: live.time,
      explanation: toString(round(live.hours, 1)) + ' hours before the incident began'
    },
    {
      signal: 'withdrawn', strength: is.withdrawn,
      explanation: 'a rollback had taken it away: what is missing can break things, too'
    },
    {
      signal: 'asserted', strength: live.asserted,
      explanation: 'deployed by ' + coalesce(live.d.deployer, '') + ', as somebody reported ('
        + toLower(coalesce(live.d.status, '')) + '): nothing that this platform ran or saw'
    }
  ] AS signals
  WITH c, live.d AS d, last.inScope AS inScope,
       [s IN signals WHERE s.strength > 0.0 | {
         signal: s.signal, weight: weights[s.signal], strength: s.strength,
         explanation: s.explanation}] AS reasons
  WITH c, d, inScope, reasons, reduce(sum = 0.0, s IN reasons | sum + s.weight * s.strength) AS sum
  ORDER BY inScope DESC, sum DESC, coalesce(c.committedAt, 0) DESC, c.id
  LIMIT $first
  WITH collect({
    commitId: c.id, inScope: inScope, reasons: reasons,
    score: CASE WHEN sum < 0.0 THEN 0.0 WHEN sum > 1.0 THEN 1.0 ELSE sum END,
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
