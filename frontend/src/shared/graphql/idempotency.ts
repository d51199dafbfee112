// Keys that make a repeated command do nothing twice (ARCHITECTURE 2.5).

/** A fresh random key. randomUUID exists only in secure contexts; plain-HTTP intranets get the same bits by hand. */
export function newIdempotencyKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
