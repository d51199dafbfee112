// Types for every .graphql document of the application, from the printed schema.
// With --check it writes nothing and fails when the committed file is stale: a contract that moved must be noticed.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import {
  buildASTSchema, buildSchema, Kind, lexicographicSortSchema, parse, print, printSchema, stripIgnoredCharacters, validate, visit,
} from 'graphql';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const schemaFile = join(root, '../schema/schema.graphql');
const target = join(root, 'src/shared/graphql/generated.ts');

function documentsUnder(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => join(folder, name))
    .sort();
}

// Sorted, so that the order in which the server prints its types changes nothing here.
const schema = parse(printSchema(lexicographicSortSchema(buildSchema(readFileSync(schemaFile, 'utf8')))));
const documents = documentsUnder(join(root, 'src')).map((file) => ({
  location: relative(root, file),
  document: parse(readFileSync(file, 'utf8')),
}));

const whole = { kind: Kind.DOCUMENT, definitions: documents.flatMap((d) => d.document.definitions) };
const problems = validate(buildASTSchema(schema), whole);
if (problems.length > 0) {
  for (const problem of problems) console.error(problem.message);
  process.exit(1);
}

const output = await codegen({
  filename: target,
  schema,
  documents,
  config: {
    useTypeImports: true,
    enumType: 'string-literal',
    disableDescriptions: true,
    optimizeDocumentNode: true,
    scalars: { ID: 'string', DateTime: 'string', Date: 'string', JSON: 'unknown' },
    defaultScalarType: 'unknown',
  },
  plugins: [{ 'typescript-operations': {} }],
  pluginMap: { 'typescript-operations': operations },
});

// The documents travel as text (the client parses them once): a fifth of the bytes of a printed syntax tree.
const fragments = new Map(
  whole.definitions.filter((d) => d.kind === Kind.FRAGMENT_DEFINITION).map((d) => [d.name.value, d]),
);
function fragmentsOf(definition, found = new Set()) {
  visit(definition, {
    FragmentSpread({ name }) {
      if (found.has(name.value)) return;
      found.add(name.value);
      fragmentsOf(fragments.get(name.value), found);
    },
  });
  return found;
}
const constants = whole.definitions
  .filter((d) => d.kind === Kind.OPERATION_DEFINITION)
  .map((definition) => {
    const name = definition.name.value;
    const kind = definition.operation[0].toUpperCase() + definition.operation.slice(1);
    const parts = [definition, ...[...fragmentsOf(definition)].map((f) => fragments.get(f))];
    const body = JSON.stringify(stripIgnoredCharacters(parts.map(print).join('\n')));
    return `export const ${name}Document = ${body} as unknown as TypedDocumentNode<${name}${kind}, ${name}${kind}Variables>;`;
  });

const text = [
  '// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.',
  "import type { TypedDocumentNode } from '@urql/core';",
  '',
  output,
  '',
  ...constants,
  '',
].join('\n');

if (process.argv.includes('--check')) {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    console.error('src/shared/graphql/generated.ts is stale: run npm run codegen');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
