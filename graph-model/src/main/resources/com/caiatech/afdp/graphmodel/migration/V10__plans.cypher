CREATE INDEX deployment_order_of_service_alone IF NOT EXISTS FOR (n:Deployment) ON (n.service, n.startedOrder, n.id);
CREATE INDEX deployment_order_of_status IF NOT EXISTS FOR (n:Deployment) ON (n.status, n.startedOrder, n.id);
CREATE INDEX asserted_order_of_service_alone IF NOT EXISTS FOR (n:AssertedDeployment) ON (n.service, n.startedOrder, n.id);
CREATE INDEX record_order IF NOT EXISTS FOR (n:Record) ON (n.volume, n.recordedAt, n.index);
CREATE INDEX person_person_id IF NOT EXISTS FOR (n:Person) ON (n.personId);
