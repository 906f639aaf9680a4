CREATE CONSTRAINT annotation_id IF NOT EXISTS FOR (n:Annotation) REQUIRE n.id IS UNIQUE;
// What records state is found by the words of annotations, too.
DROP INDEX search_statements IF EXISTS;
DROP INDEX search_numbers_in_statements IF EXISTS;
CREATE FULLTEXT INDEX search_statements IF NOT EXISTS FOR (n:Version|Check|Approval) ON EACH [n.reason, n.title, n.text, n.version, n.externalId, n.rule]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'simple', `fulltext.eventually_consistent`: true}};
CREATE FULLTEXT INDEX search_numbers_in_statements IF NOT EXISTS FOR (n:Version|Check|Approval) ON EACH [n.reason, n.title, n.text, n.version, n.externalId]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words', `fulltext.eventually_consistent`: true}};
