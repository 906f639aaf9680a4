MATCH (:Deployment)-[:DEPLOYED]->(c:Commit)
WITH DISTINCT c
RETURN 'root' AS section, c.id AS id, {} AS properties, [] AS edges
UNION ALL
MATCH (c:Commit)-[:PARENT]->(p:Commit)
RETURN 'parent' AS section, c.id AS id, {} AS properties, [['PARENT', p.id, {}]] AS edges
UNION ALL
MATCH (n:Approval) WHERE n.id STARTS WITH 'urn:afdp:'
WITH n ORDER BY n.id
RETURN 'Approval' AS section, n.id AS id, properties(n) AS properties,
       [(n)-[r]->(m) | [type(r), m.id, properties(r)]] AS edges
UNION ALL
MATCH (n:Check) WHERE n.id STARTS WITH 'urn:afdp:'
WITH n ORDER BY n.id
RETURN 'Check' AS section, n.id AS id, properties(n) AS properties,
       [(n)-[r]->(m) | [type(r), m.id, properties(r)]] AS edges
UNION ALL
MATCH (n:Commit) WHERE n.id STARTS WITH 'urn:afdp:'
WITH n ORDER BY n.id
RETURN 'Commit' AS section, n.id AS id, properties(n) AS properties,
       [(n)-[r]->(m) | [type(r), m.id, properties(r)]] AS edges
UNION ALL
MATCH (n:Deployment) WHERE n.id STARTS WITH 'urn:afdp:'
WITH n ORDER BY n.id
RETURN 'Deployment' AS section, n.id AS id, properties(n) AS properties,
       [(n)-[r]->(m) | [type(r), m.id, properties(r)]] AS edges
UNION ALL
MATCH (n:Incident) WHERE n.id STARTS WITH 'urn:afdp:'
WITH n ORDER BY n.id
RETURN 'Incident' AS section, n.id AS id, properties(n) AS properties,
       [(n)-[r]->(m) | [type(r), m.id, properties(r)]] AS edges
UNION ALL
MATCH (n:Ledger) WHERE n.id STARTS WITH 'urn:afdp:'
WITH n ORDER BY n.id
RETURN 'Ledger' AS section, n.id AS id, properties(n) AS properties,
       [(n)-[r]->(m) | [type(r), m.id, properties(r)]] AS edges
UNION ALL
MATCH (n:Record) WHERE n.id STARTS WITH 'urn:afdp:'
WITH n ORDER BY n.id
RETURN 'Record' AS section, n.id AS id, properties(n) AS properties,
       [(n)-[r]->(m) | [type(r), m.id, properties(r)]] AS edges
UNION ALL
MATCH (n:SigningKey) WHERE n.id STARTS WITH 'urn:afdp:'
WITH n ORDER BY n.id
RETURN 'SigningKey' AS section, n.id AS id, properties(n) AS properties,
       [(n)-[r]->(m) | [type(r), m.id, properties(r)]] AS edges
UNION ALL
MATCH (n:Step) WHERE n.id STARTS WITH 'urn:afdp:'
WITH n ORDER BY n.id
RETURN 'Step' AS section, n.id AS id, properties(n) AS properties,
       [(n)-[r]->(m) | [type(r), m.id, properties(r)]] AS edges
UNION ALL
MATCH (n:Version) WHERE n.id STARTS WITH 'urn:afdp:'
WITH n ORDER BY n.id
RETURN 'Version' AS section, n.id AS id, properties(n) AS properties,
       [(n)-[r]->(m) | [type(r), m.id, properties(r)]] AS edges
UNION ALL
MATCH (n:Violation) WHERE n.id STARTS WITH 'urn:afdp:'
WITH n ORDER BY n.id
RETURN 'Violation' AS section, n.id AS id, properties(n) AS properties,
       [(n)-[r]->(m) | [type(r), m.id, properties(r)]] AS edges
