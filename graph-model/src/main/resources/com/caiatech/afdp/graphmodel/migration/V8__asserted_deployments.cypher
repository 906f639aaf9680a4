CREATE CONSTRAINT asserted_deployment_id IF NOT EXISTS FOR (n:AssertedDeployment) REQUIRE n.id IS UNIQUE;
CREATE INDEX asserted_order IF NOT EXISTS FOR (n:AssertedDeployment) ON (n.startedOrder, n.id);
CREATE INDEX asserted_order_of_service IF NOT EXISTS FOR (n:AssertedDeployment) ON (n.service, n.environment, n.startedOrder, n.id);
CREATE INDEX asserted_order_of_environment IF NOT EXISTS FOR (n:AssertedDeployment) ON (n.environment, n.startedOrder, n.id);
