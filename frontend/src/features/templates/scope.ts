// The organisations whose templates count for somebody: the nation, the province, the regency.
import type { Me } from '~/shared/session/useSession';
import { regencyOf } from '~/shared/session/useSession';

export function scopesOf(me: Me | null, shown?: string): string[] {
  const regency = regencyOf(me);
  const scopes = regency ? ['id', regency.slice(0, 2), regency] : ['id'];
  return shown && !scopes.includes(shown) ? [...scopes, shown] : scopes;
}
