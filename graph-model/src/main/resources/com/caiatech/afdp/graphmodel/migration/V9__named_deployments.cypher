CREATE INDEX version_of_deployment IF NOT EXISTS FOR (n:Version) ON (n.ofDeploymentId);
