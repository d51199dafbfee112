// Types for every .graphql document of the application, from the printed schema.
// With --check it writes nothing and fails when the committed file is stale: a contract that moved must be noticed.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import {
  buildASTSchema, buildSchema, Kind, lexicographicSortSchema, parse, print, printSchema, stripIgnoredCharacters, validate, visit,
} from 'graphql';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const schemaFile = join(root, '../schema/schema.graphql');
const target = join(root, 'src/shared/graphql');

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
  filename: join(target, 'generated.ts'),
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
const constantsOf = (document) => document.definitions
  .filter((d) => d.kind === Kind.OPERATION_DEFINITION)
  .map((definition) => {
    const name = definition.name.value;
    const kind = definition.operation[0].toUpperCase() + definition.operation.slice(1);
    const parts = [definition, ...[...fragmentsOf(definition)].map((f) => fragments.get(f))];
    const body = JSON.stringify(stripIgnoredCharacters(parts.map(print).join('\n')));
    return { types: [`${name}${kind}`, `${name}${kind}Variables`], text: `export const ${name}Document = ${body} as unknown as TypedDocumentNode<${name}${kind}, ${name}${kind}Variables>;` };
  });

// A file of documents for each file of questions, so that a screen carries its own and the first one not everybody's.
const mark = '// Written by scripts/codegen.mjs from the GraphQL schema; do not edit.';
const files = new Map();
for (const { location, document } of documents) {
  const constants = constantsOf(document);
  if (constants.length === 0) continue;
  files.set(`generated/${basename(location, '.graphql')}.ts`, [
    mark,
    "import type { TypedDocumentNode } from '@urql/core';",
    `import type { ${constants.flatMap((one) => one.types).join(', ')} } from '../generated';`,
    '',
    ...constants.map((one) => one.text),
    '',
  ].join('\n'));
}
files.set('generated.ts', [mark, ...[...files.keys()].sort().map((name) => `export * from './${name.replace(/\.ts$/, '')}';`), '', output, ''].join('\n'));

const stale = [...files].filter(([name, text]) => !existsSync(join(target, name)) || readFileSync(join(target, name), 'utf8') !== text).map(([name]) => name);
const folder = join(target, 'generated');
const left = existsSync(folder) ? readdirSync(folder).filter((name) => !files.has(`generated/${name}`)) : [];
if (process.argv.includes('--check')) {
  if (stale.length + left.length > 0) {
    console.error(`${[...stale, ...left].join(', ')} under src/shared/graphql: stale, run npm run codegen`);
    process.exit(1);
  }
} else {
  mkdirSync(folder, { recursive: true });
  for (const name of left) rmSync(join(folder, name));
  for (const name of stale) writeFileSync(join(target, name), files.get(name));
}
