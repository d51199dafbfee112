// Catalogues are written as ICU messages and travel compiled: the parser of messages (8 kB after brotli) stays out of the browser.
// `import { catalogue } from './catalogue/id?compiled'` is the compiled form of `./catalogue/id.ts`; without the query it is the source.
import { readFile } from 'node:fs/promises';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { type Plugin, transformWithOxc } from 'vite';

const COMPILED = /^(.*\/catalogue\/[\w.]+)\?compiled$/;

export function compiledMessages(): Plugin {
  return {
    name: 'mufakat-messages',
    enforce: 'pre',
    async resolveId(source, importer) {
      const wanted = COMPILED.exec(source);
      if (!wanted) return null;
      const found = await this.resolve(wanted[1] ?? '', importer, { skipSelf: true });
      return found ? `${found.id}?compiled` : null;
    },
    async load(id) {
      const file = COMPILED.exec(id)?.[1];
      if (file === undefined) return null;
      this.addWatchFile(file);
      const { code } = await transformWithOxc(await readFile(file, 'utf8'), file, { lang: 'ts' });
      const written = (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as { catalogue: Record<string, string> };
      const compiled = Object.entries(written.catalogue).map(([key, message]) => [key, compileMessage(message)]);
      return { code: `export const catalogue = JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(compiled)))});`, map: null };
    },
  };
}
