// "Now" as the server sees it: a phone with a wrong clock must not call a task late that is not.
let skewMs = 0;

export function setServerNow(iso: string): void {
  const server = Date.parse(iso);
  if (!Number.isNaN(server)) skewMs = server - Date.now();
}

export function nowMs(): number {
  return Date.now() + skewMs;
}
