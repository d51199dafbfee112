// The rules of the house that the compiler cannot see:
// shared <- features <- app, features do not know each other; no eval, no raw HTML, no words outside the catalogues' reach.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = join(dirname(fileURLToPath(import.meta.url)), '../src');
const files = readdirSync(src, { recursive: true }).filter((name) => /\.tsx?$/.test(name));
const faults = [];

/** The room a file lives in: ['app'], ['shared'], ['testing'] or ['features', name]. */
function room(path) {
  const parts = path.split(sep);
  return parts[0] === 'features' ? parts.slice(0, 2).join('/') : parts[0];
}

for (const name of files) {
  const text = readFileSync(join(src, name), 'utf8');
  const here = room(name);
  const isTest = /\.test\.tsx?$/.test(name);
  for (const [, wanted] of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    let there = null;
    if (wanted.startsWith('~/')) there = room(wanted.slice(2).split('/').join(sep));
    else if (wanted.startsWith('.')) there = room(relative(src, join(src, dirname(name), wanted)));
    if (there === null || there === here) continue;
    if (here === 'shared' && there !== 'shared') faults.push(`${name}: shared may not import ${wanted}`);
    if (here.startsWith('features/') && there !== 'shared' && !(isTest && there === 'testing')) {
      faults.push(`${name}: a feature may import only shared, not ${wanted}`);
    }
    if (here === 'app' && there === 'testing' && !isTest) faults.push(`${name}: the application may not import its test bench`);
  }
  if (/dangerouslySetInnerHTML|\beval\(|new Function\(/.test(text)) faults.push(`${name}: raw HTML and eval are not used here`);
  if (/\bconsole\.log\(/.test(text)) faults.push(`${name}: a debugging line was left`);
  if (/\b(TODO|FIXME|XXX)\b/.test(text)) faults.push(`${name}: an unfinished mark was left`);
  const lines = text.split('\n').length;
  if (lines > 420 && !name.endsWith('generated.ts') && !name.includes('catalogue')) faults.push(`${name}: ${lines} lines, split it`);
}

if (faults.length > 0) {
  for (const fault of faults) console.error(fault);
  process.exit(1);
}
