// A small graph with something of everything: two services, two environments, seven deployments.
UNWIND ['checkout', 'cart'] AS name CREATE (:Service {id: 'urn:afdp:service:' + name, name: name});
UNWIND ['production', 'staging'] AS name CREATE (:Environment {id: 'urn:afdp:environment:' + name, name: name});
UNWIND ['shop', 'shop-config'] AS name CREATE (:Repository {id: 'urn:afdp:repository:' + name, name: name});
UNWIND ['p_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'p_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'p_cccccccccccccccccccccccccccccccc'] AS name CREATE (:Person {id: 'urn:afdp:person:' + name, personId: name});
CREATE (:SigningKey {id: 'urn:afdp:key:f1', fingerprint: 'f1', owner: 'worker', role: 'writer'});
UNWIND [['deployment-manifests', 30], ['pre-post-deployment-checks', 20], ['approval-logs', 4], ['incident-reports', 3]] AS v
CREATE (:Ledger {id: 'urn:afdp:ledger:' + v[0], volume: v[0], series: v[0], size: v[1], head: 'h', root: 'r', recordedAt: 1700000100000});
UNWIND ['repository:shop', 'repository:shop-config', 'ledger:deployment-manifests'] AS of
CREATE (:Progress {id: 'urn:afdp:progress:' + of, name: split(of, ':')[1], activity: 'TAKING_IN', startedAt: 1700000000000,
  unit: CASE WHEN of STARTS WITH 'ledger' THEN 'RECORDS' ELSE 'COMMITS' END, done: 20, total: 50, lastMovedAt: 1700000010000,
  ratePerSecond: 4.0, waitsFor: CASE WHEN of ENDS WITH 'config' THEN 'REPOSITORY' END});
UNWIND range(1, 12) AS i
CREATE (c:Commit {id: 'urn:afdp:commit:shop:' + right('000' + i, 4), sha: right('000' + i, 4), repository: 'shop',
  subject: 'change ' + i, authoredAt: 1690000000000 + i * 1000, committedAt: 1690000000000 + (i / 2) * 1000, size: i, files: 2,
  authoredZone: '+01:00', committedZone: '-03:30', breaking: i = 9, type: CASE WHEN i % 2 = 0 THEN 'feat' END, scope: CASE WHEN i % 4 = 0 THEN 'cart' END,
  issueKeys: CASE WHEN i % 3 = 0 THEN ['SHOP-' + i, '#' + i] END, bodySha256: CASE WHEN i % 2 = 1 THEN 'body' + i END})
WITH c, i
MATCH (r:Repository {name: 'shop'}) CREATE (c)-[:IN_REPOSITORY]->(r)
WITH c, i
MATCH (p:Person {personId: ['p_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'p_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'p_cccccccccccccccccccccccccccccccc'][i % 3]}) CREATE (c)-[:AUTHORED_BY]->(p), (c)-[:COMMITTED_BY]->(p);
MATCH (c:Commit {sha: '0009'}), (p:Person) CREATE (c)-[:CO_AUTHORED_BY {n: CASE right(p.personId, 1) WHEN 'a' THEN 2 WHEN 'b' THEN 1 ELSE 3 END}]->(p);
MATCH (a:Commit {sha: '0009'}), (b:Commit) WHERE b.sha IN ['0007', '0008'] CREATE (a)-[:REVERTS]->(b);
MATCH (a:Commit {sha: '0010'}), (b:Commit {sha: '0006'}) CREATE (a)-[:CHERRY_PICKED_FROM]->(b);
CREATE (:Commit {id: 'urn:afdp:commit:shop:bare', sha: 'bare', repository: 'shop'});
MATCH (a:Commit {sha: '0010'}), (b:Commit {sha: 'bare'}) CREATE (a)-[:CHERRY_PICKED_FROM]->(b), (a)-[:REVERTS]->(b);
MATCH (a:Commit {repository: 'shop'}), (b:Commit {repository: 'shop'}) WHERE toInteger(a.sha) = toInteger(b.sha) + 1
CREATE (a)-[:PARENT {n: 1}]->(b);
MATCH (a:Commit {sha: '0009'}), (b:Commit {sha: '0005'}) CREATE (a)-[:PARENT {n: 2}]->(b);
CREATE (c:Commit {id: 'urn:afdp:commit:shop-config:aaaa', sha: 'aaaa', repository: 'shop-config'})
WITH c MATCH (r:Repository {name: 'shop-config'}) CREATE (c)-[:IN_REPOSITORY]->(r);
UNWIND ['src/cart/Cart.java', 'src/cart/Total.java', 'src/pay/Pay.java', 'README.md'] AS path
CREATE (:File {id: 'urn:afdp:file:shop:' + path, repository: 'shop', path: path});
MATCH (c:Commit {repository: 'shop'}), (f:File) WHERE (toInteger(c.sha) + size(f.path)) % 2 = 0
CREATE (c)-[:TOUCHED {change: 'MODIFIED', mode: '100644', added: toInteger(c.sha), deleted: 1}]->(f);
UNWIND range(1, 7) AS i
WITH i, '018b0000-0000-7000-8000-00000000000' + i AS uuid, CASE WHEN i % 3 = 0 THEN 'cart' ELSE 'checkout' END AS service,
  CASE WHEN i % 2 = 0 THEN 'production' ELSE 'staging' END AS environment
MATCH (s:Service {name: service}), (e:Environment {name: environment}), (p:Person {personId: 'p_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}),
  (c:Commit {sha: right('000' + (i + 4), 4)}), (f:Commit {sha: 'aaaa'})
CREATE (d:Deployment {id: 'urn:afdp:deployment:' + uuid, deploymentId: uuid, type: CASE WHEN i = 6 THEN 'ROLLBACK' ELSE 'DEPLOY' END,
  status: ['SUCCEEDED', 'FAILED', 'RUNNING'][i % 3], reason: 'release ' + i, requestedAt: 1700000000000 + (i / 3) * 1000,
  openedAt: CASE WHEN i = 7 THEN null ELSE 1700000000000 + (i / 3) * 1000 END, closedAt: CASE WHEN i % 3 = 2 THEN null ELSE 1700000050000 END,
  durationSeconds: 40 + i, strategy: 'rolling', sequence: i, planSha256: 'plan' + i, requiredApprovals: i % 2,
  service: service, environment: environment, startedOrder: 1700000000000 + (i / 3) * 1000})
CREATE (d)-[:OF {since: 1}]->(s), (d)-[:TO {since: 1}]->(e)
CREATE (d)-[:DEPLOYED {role: 'APPLICATION', sourceSha256: 'src' + i, previousCommitSha: '0001', shippedCount: 2, shippedSetSha256: 'set',
  withdrewCount: 0, withdrewSetSha256: 'none', rangeState: 'COMPLETE'}]->(c)
CREATE (d)-[:DEPLOYED {role: 'CONFIGURATION', sourceSha256: 'cfg' + i, rangeState: 'PENDING'}]->(f)
FOREACH (x IN CASE WHEN i < 7 THEN [1] ELSE [] END | CREATE (d)-[:REQUESTED_BY]->(p));
MATCH (d:Deployment), (c:Commit {repository: 'shop'}) WHERE toInteger(c.sha) <= d.sequence + 4 AND toInteger(c.sha) > d.sequence
CREATE (d)-[:SHIPPED {role: 'APPLICATION', inScope: true}]->(c);
MATCH (d:Deployment {sequence: 3}), (c:Commit {sha: '0007'}) CREATE (d)-[:SHIPPED {role: 'IAC', inScope: true}]->(c);
MATCH (d:Deployment {sequence: 6}), (c:Commit) WHERE c.sha IN ['0011', '0012'] CREATE (d)-[:WITHDREW {role: 'APPLICATION', inScope: true}]->(c);
MATCH (:Deployment)-[:DEPLOYED {rangeState: 'COMPLETE'}]->(d:Commit) MATCH (d)-[:PARENT*0..]->(c:Commit) SET c.deployed = true;
MATCH (a:Deployment), (b:Deployment) WHERE a.sequence = b.sequence + 1 CREATE (a)-[:PREVIOUS]->(b);
MATCH (a:Deployment {sequence: 6}), (b:Deployment {sequence: 4}) CREATE (a)-[:ROLLBACK_OF]->(b);
MATCH (a:Deployment {sequence: 4}), (b:Deployment {sequence: 2}) CREATE (a)-[:RESTORED]->(b);
MATCH (a:Deployment {sequence: 5}), (b:Deployment {sequence: 4}) CREATE (a)-[:RETRY_OF]->(b);
MATCH (a:Deployment {sequence: 6}), (b:Deployment {sequence: 4}) CREATE (a)-[:UNDO_OF]->(b);
UNWIND range(0, 29) AS i
MATCH (k:SigningKey), (l:Ledger {volume: 'deployment-manifests'})
CREATE (r:Record {id: 'urn:afdp:record:deployment-manifests:' + i, recordId: '018b0000-0000-8000-8000-0000000000' + right('0' + i, 2), kind: 'deployment-step',
  series: 'deployment-manifests', volume: 'deployment-manifests', path: 'p/' + i, sha256: 's' + i, index: i, leafHash: 'l' + i, happenedAt: 1700000000000 + i,
  recordedAt: 1700000000000 + i * 1000, verdict: CASE WHEN i = 29 THEN 'bad-signature' ELSE 'trusted' END, ledgerCommit: 'c' + i, body: '{"number":' + i + '}'})
CREATE (r)-[:SIGNED_BY]->(k), (r)-[:IN_LEDGER]->(l);
MATCH (d:Deployment), (r:Record) WHERE r.index % 7 + 1 = d.sequence CREATE (d)-[:EVIDENCED_BY]->(r);
UNWIND range(1, 7) AS i
UNWIND [['PRE', 'COMMAND', 'PASSED'], ['POST', 'HTTP', CASE WHEN i % 2 = 0 THEN 'FAILED' ELSE 'PASSED' END]] AS kind
MATCH (d:Deployment {sequence: i}), (r:Record {index: i})
CREATE (c:Check {id: 'urn:afdp:check:' + i + kind[0], name: 'smoke', stage: kind[0], type: kind[1], status: kind[2], query: '/health', startedAt: 1700000000000 + i,
  endedAt: 1700000000100 + i, cpuUsageAvg: 0.5 * i, memoryPeak: 1000 * i, latencyP50: 1.5, latencyP95: 9.5, passRate: 1.0, samples: 10, outputBytes: 120 + i, outputLines: 4})
CREATE (c)-[:CHECKED]->(d), (c)-[:EVIDENCED_BY]->(r);
UNWIND [1, 3, 5] AS i
MATCH (d:Deployment {sequence: i}), (p:Person {personId: 'p_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'}), (r:Record {index: i})
CREATE (a:Approval {id: 'urn:afdp:approval:' + i, decision: 'APPROVED', role: 'approver', rule: 'production-approval', reason: 'fine', planSha256: d.planSha256, decidedAt: 1700000000000 + i})
CREATE (a)-[:DECIDED]->(d), (a)-[:DECIDED_BY]->(p), (a)-[:EVIDENCED_BY]->(r);
UNWIND range(1, 6) AS i
MATCH (d:Deployment {sequence: i}), (r:Record {index: i * 3})
CREATE (s:Step {id: 'urn:afdp:step:' + i, number: 1, name: 'rolling', result: 'SUCCEEDED', startedAt: r.recordedAt - 10, endedAt: r.recordedAt, service: d.service,
  environment: d.environment, recordedAt: r.recordedAt, ledgerIndex: r.index})
CREATE (s)-[:STEP_OF {since: r.recordedAt}]->(d), (s)-[:ROUTED {weight: 100, since: r.recordedAt}]->(d), (s)-[:EVIDENCED_BY {since: r.recordedAt}]->(r)
WITH s, d, r MATCH (d)-[:PREVIOUS]->(b) CREATE (s)-[:ROUTED {weight: 0, since: r.recordedAt}]->(b);
UNWIND range(1, 3) AS i
MATCH (s:Service {name: 'checkout'}), (e:Environment {name: 'production'}), (p:Person {personId: 'p_cccccccccccccccccccccccccccccccc'}), (r:Record {index: i + 20}), (d:Deployment {sequence: 4})
CREATE (n:Incident {id: 'urn:afdp:incident:018b0000-0000-7000-8000-00000000010' + i, incidentId: '018b0000-0000-7000-8000-00000000010' + i, title: 'broken ' + i,
  severity: 'SEV' + i, phase: 'OPENED', components: ['src/cart'], detectedAt: 1700000020000 + i})
CREATE (n)-[:AFFECTED]->(s), (n)-[:REPORTED_BY]->(p), (n)-[:EVIDENCED_BY]->(r)
FOREACH (x IN CASE WHEN i = 1 THEN [1] ELSE [] END | CREATE (n)-[:IN]->(e)
  CREATE (n)-[:CAUSED_BY {method: 'DECLARED', confidence: 0.9, assertedBy: 'p_cccccccccccccccccccccccccccccccc', repository: 'shop', commitSha: '0007', evidence: r.recordId, since: r.recordedAt}]->(d));
UNWIND range(1, 5) AS i
CREATE (:Violation {id: 'urn:afdp:violation:deployment-manifests:' + i + ':bad-signature', kind: 'bad-signature', reason: 'signed by nobody', volume: 'deployment-manifests',
  path: 'p/' + i, index: i, ledgerCommit: 'c', recordedAt: 1700000000000 + (i / 2), curedAt: CASE WHEN i = 5 THEN 1700000090000 END});
MATCH (d:Deployment), (r:Record {index: d.sequence}) WHERE d.sequence <= 5
CREATE (d)-[:JUDGED {records: CASE WHEN d.sequence = 2 THEN 'UNSOUND' ELSE 'SOUND' END}]->(r);
MATCH (d:Deployment {sequence: 2}), (v:Violation {index: 2}) CREATE (d)-[:FOUND]->(v);
UNWIND [1, 2] AS i
MATCH (s:Service {name: 'cart'}), (shop:Repository {name: 'shop'}), (config:Repository {name: 'shop-config'}), (p:Person {personId: 'p_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}), (r:Record {index: i + 24})
CREATE (g:Registration {id: 'urn:afdp:registration:018b0000-0000-7000-8000-00000000020' + i, registrationId: '018b0000-0000-7000-8000-00000000020' + i, reason: 'moved ' + i,
  registeredAt: r.happenedAt, recordedAt: r.recordedAt, ledgerIndex: r.index})
CREATE (g)-[:REGISTERED_BY]->(p), (g)-[:EVIDENCED_BY]->(r)
MERGE (t:Team {id: 'urn:afdp:team:payments', name: 'payments'})
FOREACH (x IN CASE WHEN i = 1 THEN [1] ELSE [] END | CREATE (g)-[:REGISTERS]->(shop)
  SET g.addresses = ['https://github.com/acme/shop.git'], g.defaultBranch = 'main')
FOREACH (x IN CASE WHEN i = 2 THEN [1] ELSE [] END | CREATE (g)-[:REGISTERS]->(s)
  CREATE (g)-[:LIES_IN {role: 'APPLICATION', path: 'services/cart', shared: ['libs/money']}]->(shop)
  CREATE (g)-[:LIES_IN {role: 'CONFIGURATION'}]->(config) CREATE (g)-[:OWNED_BY]->(t));
UNWIND [1, 2] AS i
MATCH (s:Service {name: 'cart'}), (e:Environment {name: 'staging'}), (p:Person {personId: 'p_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}), (r:Record {index: i + 26}), (c:Commit {sha: right('000' + (i + 5), 4)})
CREATE (a:AssertedDeployment {id: 'urn:afdp:asserted-deployment:018b0000-0000-7000-8000-00000000030' + i, reportId: '018b0000-0000-7000-8000-00000000030' + i, status: ['SUCCEEDED', 'FAILED'][i - 1],
  service: 'cart', environment: 'staging', version: 'v' + i, startedAt: r.happenedAt - 1000, finishedAt: r.happenedAt - 1, startedOrder: r.happenedAt - 1000, reportedAt: r.happenedAt,
  deployer: 'argo-cd', externalId: 'shop/' + i, url: 'https://argocd.example/applications/shop'})
CREATE (a)-[:OF]->(s), (a)-[:TO]->(e), (a)-[:REPORTED_BY]->(p), (a)-[:EVIDENCED_BY]->(r)
CREATE (a)-[:DEPLOYED {role: 'APPLICATION', path: 'services/cart', shared: ['libs/money'], previousCommitSha: '0005', previousReportId: '018b0000-0000-7000-8000-000000000301',
  shippedCount: i, shippedSetSha256: 'set', withdrewCount: 0, withdrewSetSha256: 'none', rangeState: CASE i WHEN 1 THEN 'COMPLETE' ELSE 'COUNT_ONLY' END}]->(c)
FOREACH (x IN CASE WHEN i = 1 THEN [1] ELSE [] END | CREATE (a)-[:SHIPPED {role: 'APPLICATION', inScope: true}]->(c) CREATE (a)-[:WITHDREW {role: 'APPLICATION', inScope: false}]->(c));
MATCH (n:Incident {incidentId: '018b0000-0000-7000-8000-000000000102'}), (a:AssertedDeployment {reportId: '018b0000-0000-7000-8000-000000000301'}), (r:Record {index: 22})
CREATE (n)-[:CAUSED_BY {method: 'DECLARED', confidence: 0.8, assertedBy: 'p_cccccccccccccccccccccccccccccccc', evidence: r.recordId, since: r.recordedAt}]->(a);
UNWIND [1, 2, 3, 4] AS i
MATCH (p:Person {personId: 'p_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}), (r:Record {index: 22}), (n:Incident {incidentId: '018b0000-0000-7000-8000-000000000102'}),
  (d:Deployment {sequence: 2}), (a:AssertedDeployment {reportId: '018b0000-0000-7000-8000-000000000301'}), (c:Commit {sha: '0006'})
CREATE (t:Annotation {id: 'urn:afdp:annotation:018b0000-0000-7000-8000-00000000040' + i, annotationId: '018b0000-0000-7000-8000-00000000040' + i,
  annotatedAt: r.happenedAt + i, changedAt: r.happenedAt + 2 * i})
CREATE (t)-[:ANNOTATED_BY]->(p), (t)-[:EVIDENCED_BY]->(r)
FOREACH (x IN CASE WHEN i < 4 THEN [1] ELSE [] END | SET t.text = 'baskets vanished ' + i)
FOREACH (x IN [n, d, a, c][(i - 1)..i] | CREATE (t)-[:ANNOTATES]->(x));
UNWIND [1, 2, 3] AS i
MATCH (p:Person {personId: 'p_cccccccccccccccccccccccccccccccc'}), (r:Record {index: 22})
CREATE (q:SavedQuery {id: 'urn:afdp:saved-query:018b0000-0000-7000-8000-00000000050' + i, savedQueryId: '018b0000-0000-7000-8000-00000000050' + i,
  savedAt: r.happenedAt + i, changedAt: r.happenedAt + 2 * i, variables: [], sharedWith: []})
CREATE (q)-[:SAVED_BY]->(p), (q)-[:EVIDENCED_BY]->(r)
FOREACH (x IN CASE WHEN i < 3 THEN [1] ELSE [] END | SET q.name = 'last ' + i, q.purpose = 'what came last', q.document = 'query ($first: Int = 10) { deployments(first: $first) { nodes { id } } }',
  q.variables = ['$first: Int = 10'], q.sharedWith = ['approver', 'viewer'][0..i]);
MATCH (n:Deployment|Incident|Registration|AssertedDeployment|Annotation|SavedQuery)
CREATE (n)-[:HAS_VERSION {since: 1}]->(v:Version)
SET v = properties(n), v.id = replace(n.id, 'urn:afdp:', 'urn:afdp:version:') + ':1';
MATCH ()-[r]->()
WHERE r.since IS NULL AND NOT type(r) IN ['ABOUT', 'AUTHORED_BY', 'CHERRY_PICKED_FROM', 'COMMITTED_BY', 'CO_AUTHORED_BY', 'IN_LEDGER', 'IN_REPOSITORY', 'PARENT', 'REVERTS', 'SIGNED_BY', 'TOUCHED']
SET r.since = 1;
