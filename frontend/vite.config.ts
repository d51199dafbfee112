// One build for everybody: hashed assets under /assets, no inline script (CSP script-src 'self').
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { compiledMessages } from './plugins/messages.ts';
import { offlineShell } from './plugins/offline.ts';

const backend = process.env.MUFAKAT_BACKEND ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [compiledMessages(), react(), offlineShell()],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    // data: addresses for fonts and scripts are refused by the policy of the server
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: {
    port: 5173,
    proxy: {
      '/graphql': { target: backend, ws: true, changeOrigin: false },
      '/documents': backend,
      '/verify': backend,
      '/healthz': backend,
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    testTimeout: 60_000,
  },
});
