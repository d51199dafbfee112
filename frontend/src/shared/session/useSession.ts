// Who the signed-in person is and acts as.
import { useQuery } from 'urql';
import { MeDocument, type MeQuery, ServerFactsDocument } from '~/shared/graphql/generated';
import { DEFAULT_ZONE } from '~/shared/time/zones';
import { useSessionState } from './useSessionState';

export type Me = NonNullable<MeQuery['me']>;

export function useMe(): Me | null {
  const state = useSessionState();
  const [{ data }] = useQuery({ query: MeDocument, pause: state !== 'signed-in' });
  return data?.me ?? null;
}

export function useServerFacts() {
  const [{ data }] = useQuery({ query: ServerFactsDocument });
  return data?.serverInfo ?? null;
}

/** Whether one of the person's roles is among these. */
export function holdsRole(me: Me | null, ...roles: string[]): boolean {
  return me?.roles.some((grant) => roles.includes(grant.role)) ?? false;
}

/** Somebody who is here to decide and not to work on files: their tasks are called decisions. */
export function onlyDecides(me: Me | null): boolean {
  return (me?.roles.length ?? 0) > 0 && (me?.roles.every((grant) => ['COUNCIL_MEMBER', 'REGENCY_HEAD'].includes(grant.role)) ?? false);
}

/** The regency ("64.02") in which the person works, from the organisation path; null for national users. */
export function regencyOf(me: Me | null): string | null {
  return me?.organisationPath?.split('/').find((part) => /^\d\d\.\d\d$/.test(part)) ?? null;
}

/** The zone of the person's own office, for things that have no zone of their own. */
export function regencyZone(me: Me | null): string {
  return me?.incumbencies[0]?.position.organisation.zone ?? DEFAULT_ZONE;
}
