// How much a person loads before the first screen and for each route, in kB after brotli. Fails when a weight grows past what was
// agreed; print only with --print.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const dist = process.env.MUFAKAT_WEB_DIST ?? join(dirname(fileURLToPath(import.meta.url)), '../dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

/** Agreed weights in kB: what stands here is the promise, not a wish. */
const agreed = { shell: 150, InboxPage: 12, TaskPage: 20, InstancePage: 12, FormView: 145, DiagramView: 60 };

const weights = new Map();
function weight(file) {
  if (!weights.has(file)) weights.set(file, brotliCompressSync(readFileSync(join(dist, file))).length);
  return weights.get(file);
}
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const shell = closure(entry);
const sum = (keys) => [...keys].reduce((total, key) => total + weight(manifest[key].file), 0) / 1000;
const found = { shell: sum(shell) };
for (const key of Object.keys(manifest)) {
  const name = /\/(\w+)\.tsx$/.exec(key)?.[1];
  if (!manifest[key].isDynamicEntry || !name) continue;
  found[name] = sum([...closure(key)].filter((part) => !shell.has(part)));
}
let heavy = false;
for (const [name, kilobytes] of Object.entries(found)) {
  const limit = agreed[name];
  if (limit !== undefined && kilobytes > limit) heavy = true;
  console.error(`${name.padEnd(16)} ${kilobytes.toFixed(1).padStart(7)} kB${limit === undefined ? '' : ` of ${limit}`}`);
}
process.exit(heavy && !process.argv.includes('--print') ? 1 : 0);
