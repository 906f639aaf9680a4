CREATE CONSTRAINT saved_query_id IF NOT EXISTS FOR (n:SavedQuery) REQUIRE n.id IS UNIQUE;
CREATE INDEX saved_query_order IF NOT EXISTS FOR (n:SavedQuery) ON (n.savedAt, n.id);
