// The built application with the small world of the tests behind it, for looking at screens without a server:
//   npm run build && node scripts/preview.mjs            then http://127.0.0.1:4173, every password mufakat-demo
// It sends the same security policy as the real server, so that a violation is seen here first.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer as createVite } from 'vite';
import { WebSocketServer } from 'ws';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.env.MUFAKAT_WEB_ROOT = root;
const dist = process.env.MUFAKAT_WEB_DIST ?? join(root, 'dist');
const port = Number(process.env.PORT ?? 4173);

const vite = await createVite({ root, server: { middlewareMode: true, hmr: false, ws: false, watch: null }, appType: 'custom', logLevel: 'error' });
const { World } = await vite.ssrLoadModule('/src/testing/world.ts');
const world = new World();

const policy = [
  "default-src 'self'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:", "font-src 'self'", "connect-src 'self'",
  "frame-src 'self' blob:", "worker-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
].join('; ');
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

/** A one-page PDF, written by hand. */
function pdf(title) {
  const content = `BT /F1 24 Tf 60 760 Td (${title}) Tj ET`;
  const parts = [
    '<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = parts.map((part, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${part}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(`${text}xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`, 'latin1');
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x');
  const authorization = request.headers.authorization ?? null;
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  if (url.pathname === '/graphql' && request.method === 'POST') {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = await world.execute(JSON.parse(Buffer.concat(chunks).toString('utf8')), authorization);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
    return;
  }
  if (url.pathname === '/documents' && request.method === 'POST') {
    let size = 0;
    for await (const chunk of request) size += chunk.length;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ documentId: 'doc_new', versionId: 'ver_new', sha256: '00'.repeat(32), size }));
    return;
  }
  if (url.pathname.startsWith('/documents/')) {
    response.statusCode = authorization ? 200 : 401;
    response.setHeader('content-type', 'application/pdf');
    response.end(authorization ? pdf(url.pathname) : '');
    return;
  }
  const wanted = normalize(join(dist, url.pathname));
  const isFile = wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile();
  if (!isFile && url.pathname.startsWith('/assets/')) {
    response.statusCode = 404;
    response.end();
    return;
  }
  const file = isFile ? wanted : join(dist, 'index.html');
  response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
});

const sockets = new WebSocketServer({ server, path: '/graphql/ws', handleProtocols: () => 'graphql-transport-ws' });
sockets.on('connection', (socket) => {
  const ends = new Map();
  let authorization = null;
  socket.on('message', async (data) => {
    const message = JSON.parse(String(data));
    if (message.type === 'connection_init') {
      authorization = message.payload?.authorization ?? null;
      if (!authorization) return socket.close(4403, 'Forbidden');
      socket.send(JSON.stringify({ type: 'connection_ack' }));
    }
    if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
    if (message.type === 'subscribe') {
      ends.set(message.id, await world.listen(message.payload, authorization, (payload) => socket.send(JSON.stringify({ id: message.id, type: 'next', payload }))));
    }
    if (message.type === 'complete') ends.get(message.id)?.();
  });
  socket.on('close', () => ends.forEach((end) => end()));
});

server.listen(port, '127.0.0.1', () => console.error(`http://127.0.0.1:${port}`));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
