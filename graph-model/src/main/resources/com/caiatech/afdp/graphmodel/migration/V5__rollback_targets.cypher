CREATE INDEX version_rollback_target IF NOT EXISTS FOR (n:Version) ON (n.rollbackTargetId);
