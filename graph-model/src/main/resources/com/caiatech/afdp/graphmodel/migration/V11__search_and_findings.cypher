// Texts that are found by their words: letters by one kind of index, words with digits by the other. Nothing that is sealed.
// Two indexes of the same properties need them in different orders.
CREATE FULLTEXT INDEX search_commits IF NOT EXISTS FOR (n:Commit) ON EACH [n.issueKeys, n.subject]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'simple', `fulltext.eventually_consistent`: true}};
CREATE FULLTEXT INDEX search_numbers_in_commits IF NOT EXISTS FOR (n:Commit) ON EACH [n.subject, n.issueKeys]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words', `fulltext.eventually_consistent`: true}};
CREATE FULLTEXT INDEX search_files IF NOT EXISTS FOR (n:File) ON EACH [n.path]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'simple', `fulltext.eventually_consistent`: true}};
// What records state: of what has states, the states.
CREATE FULLTEXT INDEX search_statements IF NOT EXISTS FOR (n:Version|Check|Approval) ON EACH [n.reason, n.title, n.text, n.version, n.externalId, n.rule]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'simple', `fulltext.eventually_consistent`: true}};
CREATE FULLTEXT INDEX search_numbers_in_statements IF NOT EXISTS FOR (n:Version|Check|Approval) ON EACH [n.reason, n.title, n.text, n.version, n.externalId]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words', `fulltext.eventually_consistent`: true}};
CREATE FULLTEXT INDEX search_names IF NOT EXISTS FOR (n:Service|Environment|Repository|Team) ON EACH [n.name]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words', `fulltext.eventually_consistent`: true}};
// What is found wrong, by what it is.
CREATE INDEX violation_of_kind IF NOT EXISTS FOR (n:Violation) ON (n.kind, n.recordedAt, n.id);
