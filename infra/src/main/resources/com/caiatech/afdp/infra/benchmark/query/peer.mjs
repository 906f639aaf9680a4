// Serves the graph at BOLT with @neo4j/graphql on a free port of 127.0.0.1, and says where in its first line. It ends when
// its input does. The environment holds BOLT and PASSWORD.
import { Neo4jGraphQL } from '@neo4j/graphql';
import { execute, parse, validate } from 'graphql';
import neo4j from 'neo4j-driver';
import { createServer } from 'node:http';

const typeDefs = `#graphql
  type Deployment @node {
    id: ID!
    deploymentId: String!
    type: String
    status: String
    openedAt: BigInt
    closedAt: BigInt
    durationSeconds: BigInt
    startedOrder: BigInt
    service: [Service!]! @relationship(type: "OF", direction: OUT)
    environment: [Environment!]! @relationship(type: "TO", direction: OUT)
    requestedBy: [Person!]! @relationship(type: "REQUESTED_BY", direction: OUT)
    sources: [Commit!]! @relationship(type: "DEPLOYED", direction: OUT, properties: "Deployed")
    shipped: [Commit!]! @relationship(type: "SHIPPED", direction: OUT)
    checks: [Check!]! @relationship(type: "CHECKED", direction: IN)
    approvals: [Approval!]! @relationship(type: "DECIDED", direction: IN)
  }
  type Deployed @relationshipProperties { role: String sourceSha256: String }
  type Service @node { name: String! }
  type Environment @node { name: String! }
  type Person @node { personId: String! }
  type File @node { path: String! }
  type Commit @node {
    id: ID!
    sha: String!
    subject: String
    committedAt: BigInt
    author: [Person!]! @relationship(type: "AUTHORED_BY", direction: OUT)
    files: [File!]! @relationship(type: "TOUCHED", direction: OUT, properties: "Touched")
  }
  type Touched @relationshipProperties { change: String }
  type Check @node {
    id: ID!
    name: String
    stage: String
    type: String
    status: String
    latencyP95: Float
    passRate: Float
    startedAt: BigInt
  }
  type Approval @node {
    id: ID!
    decision: String
    role: String
    rule: String
    decidedAt: BigInt
    decidedBy: [Person!]! @relationship(type: "DECIDED_BY", direction: OUT)
  }
  type Incident @node {
    incidentId: String!
    title: String
    severity: String
    causes: [Deployment!]! @relationship(type: "CAUSED_BY", direction: OUT)
  }
`;

const driver = neo4j.driver(process.env.BOLT, neo4j.auth.basic('neo4j', process.env.PASSWORD));
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const documents = new Map(); // parsed and validated once, as servers do

const answer = async (body) => {
  const { query, variables } = JSON.parse(body);
  let document = documents.get(query);
  if (!document) {
    document = parse(query);
    const errors = validate(schema, document);
    if (errors.length > 0) {
      return { errors };
    }
    documents.set(query, document);
  }
  return execute({ schema, document, variableValues: variables, contextValue: { executionContext: driver } });
};

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  response.setHeader('content-type', 'application/graphql-response+json');
  try {
    response.end(JSON.stringify(await answer(Buffer.concat(parts).toString())));
  } catch (failed) {
    response.end(JSON.stringify({ errors: [{ message: String(failed) }] }));
  }
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
process.stdin.on('end', () => process.exit(0)).resume();
