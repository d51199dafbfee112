// Sends what waits in the outbox: at once when a line comes back, and now and then while something waits. Shows nothing itself.
import { useEffect, useRef } from 'react';
import { useClient } from 'urql';
import { SendKeptTaskDocument } from '~/shared/graphql/generated';
import { problemOfErrors } from '~/shared/graphql/problem';
import { useText } from '~/shared/i18n/text';
import { outbox, useOutbox } from '~/shared/offline/outbox';
import { forgetLocalDraft } from '~/shared/offline/drafts';
import { tellDone, tellRefused } from '~/shared/ui/tell';

const AGAIN_MS = 20_000;

export default function OutboxSender({ owner }: { owner: string }) {
  const client = useClient();
  const { t } = useText();
  const waiting = useOutbox(owner).some((one) => one.refused === null);
  const sending = useRef(false);
  useEffect(() => {
    if (!waiting) return undefined;
    const send = async (): Promise<void> => {
      if (sending.current) return;
      sending.current = true;
      try {
        for (const { taskId, variables, idempotencyKey, title } of outbox.of(owner).filter((one) => one.refused === null)) {
          const { data, error } = await client.mutation(SendKeptTaskDocument, { input: { taskId, variables, idempotencyKey } }).toPromise();
          if (error?.networkError && error.graphQLErrors.length === 0) return;
          const problem = data?.completeTask.problem ?? (error ? problemOfErrors(error.graphQLErrors) : null);
          if (problem) {
            outbox.refuse(owner, taskId, problem);
            tellRefused(t('outbox.refused', { name: title }));
          } else {
            outbox.remove(owner, taskId);
            forgetLocalDraft(owner, taskId);
            tellDone(t('outbox.sent', { name: title }));
          }
        }
      } finally {
        sending.current = false;
      }
    };
    const online = (): void => void send();
    window.addEventListener('online', online);
    const timer = setInterval(online, AGAIN_MS);
    void send();
    return () => {
      window.removeEventListener('online', online);
      clearInterval(timer);
    };
  }, [owner, waiting, client, t]);
  return null;
}
