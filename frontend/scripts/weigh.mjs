// How much a person loads before the first screen and for each screen, in kB after brotli. Fails when a weight grows past what was
// agreed; print only with --print. `shell` is what the entry needs before anything is shown; `SignedIn` the frame and data of a
// signed-in person on top of it; a screen is counted on top of both (the sign-in page on top of the shell). `first list` is the
// sum that stands between a signed-in person and the first task.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const dist = process.env.MUFAKAT_WEB_DIST ?? join(dirname(fileURLToPath(import.meta.url)), '../dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

/** Agreed weights in kB: what stands here is the promise, not a wish. */
const agreed = {
  shell: 110, 'shell css': 20, SignedIn: 25, 'first list': 146, SignInPage: 19, InboxPage: 16, TaskPage: 29, InstancePage: 22,
  FormView: 140, DiagramView: 52,
};

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
const sum = (keys) => [...keys].reduce((total, key) => total + weight(manifest[key].file), 0) / 1000;
const keyOf = (name) => Object.keys(manifest).find((key) => manifest[key].isDynamicEntry && key.endsWith(`/${name}.tsx`));

const shell = closure(Object.keys(manifest).find((key) => manifest[key].isEntry));
const frame = closure(keyOf('SignedIn'), new Set(shell));
const styles = new Set([...shell].flatMap((key) => manifest[key].css ?? []));
const found = {
  shell: sum(shell),
  'shell css': [...styles].reduce((total, file) => total + weight(file), 0) / 1000,
  SignedIn: sum(frame) - sum(shell),
  'first list': sum(closure(keyOf('InboxPage'), new Set(frame))),
};
for (const key of Object.keys(manifest)) {
  const name = /\/(\w+)\.tsx$/.exec(key)?.[1];
  if (!manifest[key].isDynamicEntry || !name || name === 'SignedIn') continue;
  const under = name === 'SignInPage' ? shell : frame;
  found[name] = sum([...closure(key)].filter((part) => !under.has(part)));
}
let heavy = false;
for (const [name, kilobytes] of Object.entries(found)) {
  const limit = agreed[name];
  if (limit !== undefined && kilobytes > limit) heavy = true;
  console.error(`${name.padEnd(16)} ${kilobytes.toFixed(1).padStart(7)} kB${limit === undefined ? '' : ` of ${limit}`}${limit !== undefined && kilobytes > limit ? '  TOO HEAVY' : ''}`);
}
process.exit(heavy && !process.argv.includes('--print') ? 1 : 0);
