// A browser for the journeys: the distribution's Chromium through playwright-core, which lives among the web application's tools.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../frontend/package.json', import.meta.url));
const { chromium } = require('playwright-core');
export const { AxeBuilder } = require('@axe-core/playwright');

/** Address of a running demo server (`mufakat serve --demo`). */
export const address = (process.env.MUFAKAT_E2E_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');

const executablePath = [process.env.MUFAKAT_E2E_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);

export async function openBrowser() {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export const desktop = { width: 1280, height: 860 };
export const phone = { width: 390, height: 844 };

/**
 * A person's own window. `faults` collects what the page itself complained about: scripts that failed, and everything the
 * security policy refused.
 */
export async function openWindow(browser, { viewport = desktop, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, locale: 'id-ID' });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(`policy: ${message.text()}`);
  });
  return { context, page, faults };
}
