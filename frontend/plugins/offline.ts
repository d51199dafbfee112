// Writes sw.js: the service worker with the list of files that must be there without a line. These are the shell, the inbox, the
// task and its form; every other screen is kept when it is first visited.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin, Rolldown } from 'vite';

/** Lazy parts that a person in the field needs. */
const ROUTES = /\/(SignedIn|OutboxSender|SignInPage|InboxPage|TaskPage|OutboxPage|FormView)\.tsx$|\/catalogue\/(en|door\.id|door\.en|work\.id|work\.en)\.ts\?compiled$/;
const PUBLIC = ['/index.html', '/mark.svg', '/manifest.webmanifest', '/icon-192.png'];

export function offlineShell(): Plugin {
  return {
    name: 'mufakat-offline',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file): file is Rolldown.OutputChunk => file.type === 'chunk');
      const wanted = new Set<string>();
      const add = (name: string): void => {
        const chunk = bundle[name];
        if (chunk?.type !== 'chunk' || wanted.has(name)) return;
        wanted.add(name);
        const styles = (chunk as { viteMetadata?: { importedCss: Set<string> } }).viteMetadata?.importedCss ?? [];
        for (const sheet of styles) wanted.add(sheet);
        chunk.imports.forEach(add);
      };
      for (const chunk of chunks) {
        if (chunk.isEntry || (chunk.facadeModuleId !== null && ROUTES.test(chunk.facadeModuleId))) add(chunk.fileName);
      }
      for (const name of Object.keys(bundle)) if (/latin-wght-normal.*\.woff2$/.test(name) && !/latin-ext/.test(name)) wanted.add(name);
      const files = [...PUBLIC, ...[...wanted].sort().map((name) => `/${name}`)];
      const page = bundle['index.html'];
      const version = createHash('sha256')
        .update(Object.keys(bundle).sort().join('\n'))
        .update(page?.type === 'asset' ? page.source : '')
        .digest('hex').slice(0, 16);
      const worker = await readFile(fileURLToPath(new URL('./worker.js', import.meta.url)), 'utf8');
      this.emitFile({
        type: 'asset', fileName: 'sw.js',
        source: worker.replace('__VERSION__', version).replace('__FILES__', JSON.stringify(files)),
      });
    },
  };
}
