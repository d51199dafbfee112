// React's view of the session: nobody, not known yet, or somebody.
import { useSyncExternalStore } from 'react';
import { session, type SessionState } from './session';

export function useSessionState(): SessionState {
  return useSyncExternalStore(session.subscribe, session.snapshot, session.snapshot);
}
