// Judges the schema in SCHEMA, as clients see it, by tools that know nothing of this project:
//  lint      graphql-schema-linter, all rules but those that sort fields, values and arguments: their order says something
//  relay     relay-compiler, with a @refetchable fragment for each type that is a Node, and a @connection fragment for each
//            connection of these types and of Query
//  breaking  graphql-js, against the schema in BASELINE: what clients of that one rely on still holds
// Prints each finding and then how much was judged; ends with 1 where there is a finding.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  buildSchema, findBreakingChanges, getNamedType, isInterfaceType, isListType, isNonNullType, isObjectType,
  isRequiredArgument, isScalarType,
} from 'graphql';

const sdl = readFileSync(process.env.SCHEMA, 'utf8');
const schema = buildSchema(sdl);
const objects = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
const findings = [];

const run = (command, ...args) => {
  try {
    return execFileSync(process.execPath, [`node_modules/${command}`, ...args], { encoding: 'utf8', stdio: 'pipe' });
  } catch (failed) {
    return `${failed.stdout}${failed.stderr}`;
  }
};

const RULES = [
  'arguments-have-descriptions', 'defined-types-are-used', 'deprecations-have-a-reason', 'descriptions-are-capitalized',
  'enum-values-all-caps', 'enum-values-have-descriptions', 'fields-are-camel-cased', 'fields-have-descriptions',
  'input-object-values-are-camel-cased', 'input-object-values-have-descriptions', 'interface-fields-sorted-alphabetically',
  'relay-connection-arguments-spec', 'relay-connection-types-spec', 'relay-page-info-spec', 'types-are-capitalized',
  'types-have-descriptions',
];

const lint = () => {
  const { errors } = JSON.parse(run('graphql-schema-linter/lib/cli.js', '-f', 'json', '-r', RULES.join(), process.env.SCHEMA));
  errors.forEach((error) => findings.push(`lint: ${error.rule}, line ${error.location.line}: ${error.message}`));
  return `${RULES.length} rules`;
};

// A scalar that may be asked for without arguments, so that a selection is never empty.
const leaf = (type) =>
  Object.values(type.getFields()).find((field) => isScalarType(getNamedType(field.type)) && !field.args.some(isRequiredArgument));

const literal = (type) =>
  isNonNullType(type) ? literal(type.ofType)
  : isListType(type) ? `[${literal(type.ofType)}]`
  : ({ Int: '1', Boolean: 'true' })[type.name] ?? (isScalarType(type) ? '"x"' : `{ environment: "x" }`);

const isNode = (type) => type.name === 'Node';

const relay = () => {
  rmSync('relay', { recursive: true, force: true });
  mkdirSync('relay/__generated__', { recursive: true });
  writeFileSync('schema.graphql', sdl); // of another name it reads nothing, and does not say so
  const write = (name, document) => writeFileSync(`relay/${name}.js`, `graphql\`\n${document}\n\`;\n`);
  const nodes = objects.filter((type) => type.getInterfaces().some(isNode));
  nodes.forEach((type) =>
    write(`One${type.name}`,
      `fragment One${type.name}_one on ${type.name} @refetchable(queryName: "One${type.name}Query") { ${leaf(type).name} }`));
  let connections = 0;
  for (const type of [schema.getQueryType(), ...nodes]) {
    for (const field of Object.values(type.getFields()).filter((it) => getNamedType(it.type).name.endsWith('Connection'))) {
      connections += 1;
      const name = `${type.name}_${field.name}`.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
      const given = field.args.filter((it) => isRequiredArgument(it) && it.name !== 'first').map((it) => `${it.name}: ${literal(it.type)}, `).join('');
      const node = getNamedType(getNamedType(getNamedType(field.type).getFields().edges.type).getFields().node.type);
      const selected = isInterfaceType(node) ? '__typename' : leaf(node)?.name ?? '__typename';
      write(name, `fragment ${name}_list on ${type.name}
  @refetchable(queryName: "${name}Query") @argumentDefinitions(count: {type: "Int", defaultValue: 10}, cursor: {type: "String"}) {
  ${field.name}(${given}first: $count, after: $cursor) @connection(key: "${name}_${field.name}") { edges { node { ${selected} } } }
}`);
    }
  }
  writeFileSync('relay.config.json', JSON.stringify({
    src: 'relay', schema: 'schema.graphql', language: 'javascript', artifactDirectory: 'relay/__generated__',
  }));
  const told = run('relay-compiler/cli.js');
  if (!told.includes('Compilation completed.')) {
    findings.push(`relay: ${told}`);
  }
  return `${nodes.length} refetchable types, ${connections} connections`;
};

const breaking = () => {
  const baseline = buildSchema(readFileSync(process.env.BASELINE, 'utf8'));
  findBreakingChanges(baseline, schema).forEach((change) => findings.push(`breaking: ${change.type}: ${change.description}`));
  return `${Object.keys(baseline.getTypeMap()).length} types of the baseline`;
};

const judged = [lint(), relay(), breaking()];
findings.forEach((finding) => console.log(finding));
console.log(judged.join(', '));
process.exit(findings.length === 0 ? 0 : 1);
