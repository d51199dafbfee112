// One sign-in is one epoch: what was kept of the server's answers belongs to it, and is gone with it.

/** The browser's store of kept answers; the service worker does not touch it. */
export const STORE = 'mufakat-answers';
const EPOCH = 'mufakat.epoch';

export function epoch(): string | null {
  try {
    return localStorage.getItem(EPOCH);
  } catch {
    return null;
  }
}

/** A person has signed in: nothing of before is theirs. */
export async function beginKeeping(): Promise<void> {
  await forgetKept();
  try {
    localStorage.setItem(EPOCH, crypto.getRandomValues(new Uint32Array(4)).join('-'));
  } catch {
    // Without storage nothing is kept.
  }
}

export async function forgetKept(): Promise<void> {
  try {
    localStorage.removeItem(EPOCH);
  } catch {
    // Nothing was there.
  }
  if (typeof caches !== 'undefined') await caches.delete(STORE);
}
