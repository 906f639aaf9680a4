CREATE INDEX deployed_was_range_state IF NOT EXISTS FOR ()-[r:DEPLOYED_WAS]-() ON (r.rangeState);
CREATE CONSTRAINT judging_id IF NOT EXISTS FOR (n:Judging) REQUIRE n.id IS UNIQUE;
