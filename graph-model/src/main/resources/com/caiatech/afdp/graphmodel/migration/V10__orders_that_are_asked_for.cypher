// Lists of deployments by when they ended and by how long they took.
CREATE INDEX deployment_closed IF NOT EXISTS FOR (n:Deployment) ON (n.closedAt, n.id);
CREATE INDEX deployment_duration IF NOT EXISTS FOR (n:Deployment) ON (n.durationSeconds, n.id);
