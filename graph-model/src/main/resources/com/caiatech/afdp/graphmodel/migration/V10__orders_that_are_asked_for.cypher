// Lists of all of a kind, in the orders in which they are asked for.
CREATE INDEX deployment_closed IF NOT EXISTS FOR (n:Deployment) ON (n.closedAt, n.id);
CREATE INDEX deployment_duration IF NOT EXISTS FOR (n:Deployment) ON (n.durationSeconds, n.id);
CREATE INDEX check_order IF NOT EXISTS FOR (n:Check) ON (n.startedAt, n.id);
CREATE INDEX approval_order IF NOT EXISTS FOR (n:Approval) ON (n.decidedAt, n.id);
CREATE INDEX step_started IF NOT EXISTS FOR (n:Step) ON (n.startedAt, n.id);
CREATE INDEX record_order IF NOT EXISTS FOR (n:Record) ON (n.recordedAt, n.id);
CREATE INDEX team_name IF NOT EXISTS FOR (n:Team) ON (n.name);
// Those of a service, of a status or of a volume alone, and what serves or was said before a moment.
CREATE INDEX deployment_order_of_service_alone IF NOT EXISTS FOR (n:Deployment) ON (n.service, n.startedOrder, n.id);
CREATE INDEX deployment_order_of_status IF NOT EXISTS FOR (n:Deployment) ON (n.status, n.startedOrder, n.id);
CREATE INDEX asserted_order_of_service_alone IF NOT EXISTS FOR (n:AssertedDeployment) ON (n.service, n.startedOrder, n.id);
CREATE INDEX record_order_of_volume IF NOT EXISTS FOR (n:Record) ON (n.volume, n.recordedAt, n.index);
CREATE INDEX person_person_id IF NOT EXISTS FOR (n:Person) ON (n.personId);
