// Entry: words first (nobody sees a half-translated page), then the session, then the screen.
import './app/mantine.css';
import '@fontsource-variable/plus-jakarta-sans/wght.css';
import './app/styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { createAppRouter } from './app/router';
import { storedLocale, switchLocale } from './shared/i18n/text';
import { registerWorker } from './shared/offline/worker';
import { session } from './shared/session/session';

const RELOADED = 'mufakat.reloaded';

// After an update the old page may ask for a chunk that is gone: reload once, never in a loop, never when offline.
window.addEventListener('vite:preloadError', (event) => {
  if (!navigator.onLine || sessionStorage.getItem(RELOADED) === '1') return;
  event.preventDefault();
  sessionStorage.setItem(RELOADED, '1');
  window.location.reload();
});

await switchLocale(storedLocale());
void session.restore();
const host = document.getElementById('root');
if (host) createRoot(host).render(<App router={createAppRouter()} />);
// After the screen: the worker must not compete with the first task for a slow line.
if (import.meta.env.PROD) window.addEventListener('load', registerWorker, { once: true });
if (import.meta.env.PROD && document.readyState === 'complete') registerWorker();
