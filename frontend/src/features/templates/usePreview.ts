// A text as the paper it makes: sent when the writer pauses, one at a time, the newest winning; a mistake comes back with its line.
import { useEffect, useRef, useState } from 'react';
import { authorisedFetch } from '~/shared/graphql/client';

/** How long the writer pauses before the paper is drawn. */
const PAUSE_MS = 700;

interface Wanted {
  organisation: string;
  name: string;
  source: string;
  instanceId: string | null;
}

export interface PreviewProblem {
  message: string;
  messageId: string;
  line: number | null;
}

interface Drawn {
  address: string | null;
  pages: number | null;
  problem: PreviewProblem | null;
  busy: boolean;
}

interface Refusal {
  problem?: { message: string; messageId: string; fields?: Array<{ path: string }> };
}

export function usePreview(wanted: Wanted, active: boolean): Drawn {
  const [drawn, setDrawn] = useState<Drawn>({ address: null, pages: null, problem: null, busy: false });
  const current = useRef<string | null>(null);
  const { organisation, name, source, instanceId } = wanted;
  useEffect(() => () => {
    if (current.current) URL.revokeObjectURL(current.current);
  }, []);
  useEffect(() => {
    if (!active) return undefined;
    const stop = new AbortController();
    const draw = async (): Promise<void> => {
      setDrawn((before) => ({ ...before, busy: true }));
      try {
        const response = await authorisedFetch('/templates/preview', {
          method: 'POST', signal: stop.signal, headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ organisation, name, source, ...(instanceId ? { instanceId } : {}) }),
        });
        if (response.ok) {
          const bytes = await response.arrayBuffer();
          if (stop.signal.aborted) return;
          if (current.current) URL.revokeObjectURL(current.current);
          current.current = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
          setDrawn({ address: current.current, pages: Number(response.headers.get('x-pages')) || null, problem: null, busy: false });
          return;
        }
        const { problem } = (await response.json()) as Refusal;
        const line = Number(problem?.fields?.find((one) => one.path.startsWith('source:'))?.path.slice('source:'.length)) || null;
        if (problem) setDrawn((before) => ({ ...before, problem: { ...problem, line }, busy: false }));
      } catch {
        // A newer text is on its way, or the line is down: what was drawn last stays.
        if (!stop.signal.aborted) setDrawn((before) => ({ ...before, busy: false }));
      }
    };
    const timer = setTimeout(() => void draw(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [active, organisation, name, source, instanceId]);
  return drawn;
}
