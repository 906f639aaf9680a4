CREATE INDEX deployed_was_range_state IF NOT EXISTS FOR ()-[r:DEPLOYED_WAS]-() ON (r.rangeState);
