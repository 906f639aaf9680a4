CREATE CONSTRAINT awaited_id IF NOT EXISTS FOR (n:Awaited) REQUIRE n.id IS UNIQUE;
CREATE INDEX awaited_place IF NOT EXISTS FOR (n:Awaited) ON (n.volume, n.index);
CREATE INDEX awaited_by IF NOT EXISTS FOR (n:Awaited) ON (n.deployment);
CREATE INDEX version_sequence IF NOT EXISTS FOR (n:Version) ON (n.service, n.environment, n.sequence);
