// Who is signed in, kept as a plain object outside React: the access token lives in memory only, the rotating refresh token in
// localStorage. Refresh tokens are single-use, so two tabs must never spend the same one: every rotation happens under a Web Lock
// and reads the stored token again inside the lock.
import {
  type ProblemPartsFragment,
  RefreshSessionDocument,
  SignInDocument,
  SignOutDocument,
} from '~/shared/graphql/generated';
import { postGraphql } from '~/shared/graphql/post';
import { beginKeeping, forgetKept } from '~/shared/offline/epoch';

const STORED = 'mufakat.refresh';
const LOCK = 'mufakat.session';
/** Renew this long before expiry, ms: covers a slow line and a clock that is off a little. */
const MARGIN_MS = 30_000;

export type SessionState = 'signed-out' | 'restoring' | 'signed-in';

interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: string;
}

/** Why a sign-in did not happen: the server's reason, or no answer at all. */
export type SignInResult = { ok: true } | { ok: false; problem: ProblemPartsFragment | null };

class Session {
  state: SessionState = 'signed-out';
  private access: { token: string; renewAt: number } | null = null;
  private renewing: Promise<string | null> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor() {
    if (typeof window === 'undefined') return;
    if (this.stored() !== null) this.state = 'restoring';
    window.addEventListener('storage', (event) => {
      if (event.key === STORED && event.newValue === null) this.forget();
      if (event.key === STORED && event.newValue !== null && this.state === 'signed-out') void this.renew();
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): SessionState => this.state;

  /** On page load: turn the stored refresh token, if any, into an access token. */
  async restore(): Promise<void> {
    if (this.state === 'restoring') await this.renew();
  }

  async signIn(email: string, password: string): Promise<SignInResult> {
    const answer = await postGraphql(SignInDocument, { input: { email, password } });
    const payload = answer?.data?.signIn;
    if (payload?.session) {
      await beginKeeping();
      this.keep(payload.session);
      return { ok: true };
    }
    const refused = answer?.errors?.[0];
    const problem = payload?.problem ?? (refused ? problemOf(refused) : null);
    return { ok: false, problem };
  }

  async signOut(): Promise<void> {
    const refreshToken = this.stored();
    const token = this.access?.token;
    this.forget();
    if (refreshToken !== null) {
      // Best effort: a lost answer leaves a token that expires by itself.
      await postGraphql(SignOutDocument, { input: { refreshToken } }, token);
    }
  }

  /** A token good for the next half minute at least, or null when nobody is signed in. */
  async accessToken(): Promise<string | null> {
    if (this.access !== null && Date.now() < this.access.renewAt) return this.access.token;
    if (this.stored() === null) return null;
    return this.renew();
  }

  /** Spend the refresh token for a new pair. Simultaneous callers share one rotation. */
  renew(): Promise<string | null> {
    this.renewing ??= exclusively(() => this.rotate()).finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  private async rotate(): Promise<string | null> {
    const refreshToken = this.stored();
    if (refreshToken === null) {
      this.forget();
      return null;
    }
    const answer = await postGraphql(RefreshSessionDocument, { input: { refreshToken } });
    const fresh = answer?.data?.refreshSession?.session;
    if (fresh) {
      this.keep(fresh);
      return fresh.accessToken;
    }
    if (answer === null) {
      // The server cannot be reached: keep the token, try again later; an older access token may still be good.
      this.change('signed-in');
      this.schedule(15_000);
      return this.access?.token ?? null;
    }
    this.forget();
    return null;
  }

  private keep(tokens: Tokens): void {
    const lifetime = Math.max(5_000, Date.parse(tokens.expiresAt) - Date.now());
    const wait = Math.max(lifetime / 2, lifetime - MARGIN_MS);
    this.access = { token: tokens.accessToken, renewAt: Date.now() + wait };
    store(tokens.refreshToken);
    this.schedule(wait);
    this.change('signed-in');
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.access = null;
    store(null);
    void forgetKept();
    this.change('signed-out');
  }

  private schedule(wait: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.renew(), Math.min(wait, 2 ** 31 - 1));
  }

  private change(state: SessionState): void {
    if (this.state === state) return;
    this.state = state;
    for (const listener of [...this.listeners]) listener();
  }

  private stored(): string | null {
    try {
      return localStorage.getItem(STORED);
    } catch {
      return null;
    }
  }
}

function store(refreshToken: string | null): void {
  try {
    if (refreshToken === null) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, refreshToken);
  } catch {
    // Storage is forbidden here (private window): the session lasts as long as the page.
  }
}

/** Web Locks need a secure context; a plain-HTTP intranet has none, and there one tab at a time is the honest limit. */
async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  if (typeof navigator !== 'undefined' && navigator.locks) return (await navigator.locks.request(LOCK, work)) as T;
  return work();
}

function problemOf(error: { message: string; extensions?: Record<string, unknown> }): ProblemPartsFragment {
  const code = typeof error.extensions?.['code'] === 'string' ? error.extensions['code'] : 'INTERNAL';
  return { code, message: error.message, messageId: '', field: null, fields: [] };
}

export const session = new Session();
export type { Session };
