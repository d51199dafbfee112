// The service worker of Mufakat, with the list of files filled in by plugins/offline.ts. It keeps the shell and the form route, so
// that the application opens without a line; it never touches what the server says about people and their work: GraphQL,
// documents and the server's own pages go past it, always.
const VERSION = '__VERSION__';
const FILES = __FILES__;
const SHELL = `mufakat-shell-${VERSION}`;
/** Pages that the server makes itself. */
const SERVERS_OWN = /^\/(graphql|documents|verify|a|calendar|healthz|readyz|metrics|api|hooks)(\/|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' })))));
});

self.addEventListener('activate', (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('mufakat-shell-') && name !== SHELL) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

// A new version waits until the person says so: a form may be open.
self.addEventListener('message', (event) => {
  if (event.data === 'activate') void self.skipWaiting();
});

async function fromShell(path, request) {
  const cache = await caches.open(SHELL);
  return (await cache.match(path)) ?? fetch(request);
}

async function fromShellOrLearn(request) {
  const cache = await caches.open(SHELL);
  const known = await cache.match(request);
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || SERVERS_OWN.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(fromShell('/index.html', request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(fromShellOrLearn(request));
  else if (FILES.includes(url.pathname)) event.respondWith(fromShell(url.pathname, request));
});
