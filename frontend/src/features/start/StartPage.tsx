// Starting a case: which process, where, and the process's own first form.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { StartChoicesDocument, StartInstanceDocument, type StartInstanceInput, type StartInstanceMutation } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import type { FormHandle } from '~/shared/forms/FormView';
import { isFormSchema } from '~/shared/forms/localise';
import { useText } from '~/shared/i18n/text';
import { useMe } from '~/shared/session/useSession';
import { ErrorSummary, type SummaryLine } from '~/shared/ui/ErrorSummary';
import { Page } from '~/shared/ui/Page';
import { Card, Empty, Loading, uiCss } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import css from './Start.module.css';

const FormView = lazy(() => import('~/shared/forms/FormView'));
const pick = (data: StartInstanceMutation) => data.startInstance;
const nothing = {};

export function StartPage() {
  const { t, locale } = useText();
  const me = useMe();
  const navigate = useNavigate();
  const [{ data, fetching }] = useQuery({ query: StartChoicesDocument });
  const [start, busy] = useCommand<StartInstanceMutation, StartInstanceInput, StartInstanceMutation['startInstance']>(StartInstanceDocument, pick);
  const [key, setKey] = useState<string | null>(null);
  const [place, setPlace] = useState<string | null>(null);
  const [businessKey, setBusinessKey] = useState('');
  const [faults, setFaults] = useState<SummaryLine[]>([]);
  const [round, setRound] = useState(0);
  const [working, setWorking] = useState(false);
  const handle = useRef<FormHandle>(null);

  // The server lists the newest version of each process; those that only other processes call are not begun by people.
  const definitions = useMemo(() => data?.definitions.nodes.filter((one) => one.startable) ?? [], [data]);
  const places = useMemo(() => {
    const found = new Map<string, string>();
    for (const grant of me?.roles ?? []) found.set(grant.organisation.code, grant.organisation.name);
    for (const held of me?.incumbencies ?? []) found.set(held.position.organisation.code, held.position.organisation.name);
    return [...found].map(([value, label]) => ({ value, label })).sort((a, b) => a.value.length - b.value.length);
  }, [me]);

  const chosen = definitions.find((one) => one.key === key) ?? definitions[0];
  const organisation = place ?? places[0]?.value ?? '';
  const schema = useMemo(() => (isFormSchema(chosen?.startForm?.schema) ? chosen.startForm.schema : null), [chosen]);

  const report = (lines: SummaryLine[]): void => {
    setFaults(lines);
    setRound((n) => n + 1);
  };
  const send = async (): Promise<void> => {
    if (!chosen) return;
    if (organisation === '') {
      report([{ message: t('start.organisationMissing') }]);
      return;
    }
    setWorking(true);
    try {
      const filled = schema && handle.current ? await handle.current.submit() : ({ ok: true, variables: {} } as const);
      if (!filled.ok) {
        report(filled.uploadsFailed ? [{ message: t('problem.NETWORK') }] : filled.faults);
        return;
      }
      const outcome = await start({
        definitionKey: chosen.key, version: chosen.version, organisation, variables: filled.variables,
        ...(businessKey.trim() ? { businessKey: businessKey.trim() } : {}),
      });
      if (!outcome.ok) {
        const { problem } = outcome;
        const placed = handle.current?.showFaults(problem.fields.map((field) => ({ path: field.path, message: sayProblem(field, t, locale) }))) ?? [];
        report(placed.length > 0 ? placed : [{ message: sayProblem(problem, t, locale) }]);
        return;
      }
      tellDone(t('start.started'));
      const { instance } = outcome.payload;
      if (instance) void navigate({ to: '/perkara/$id', params: { id: instance.id } });
    } finally {
      setWorking(false);
    }
  };

  return (
    <Page title={t('start.title')} lead={t('start.lead')} narrow hasErrors={faults.length > 0}>
      {fetching && !data ? <Loading /> : null}
      {data && definitions.length === 0 ? <Empty icon="start"><p>{t('start.empty')}</p></Empty> : null}
      {chosen ? (
        <Card label={t('start.title')}>
          <ErrorSummary lines={faults} round={round} />
          <div className={css.fields}>
            <NativeSelect
              label={t('start.definition')} value={chosen.key} onChange={(event) => setKey(event.currentTarget.value)}
              data={definitions.map((one) => ({ value: one.key, label: one.name ?? one.key }))}
            />
            {chosen.note ? <p className={uiCss.meta}>{chosen.note}</p> : null}
            <NativeSelect
              label={t('start.organisation')} value={organisation} onChange={(event) => setPlace(event.currentTarget.value)} data={places}
            />
            <TextInput
              size="md" label={t('start.businessKey')} description={t('start.businessKeyHint')} value={businessKey} maxLength={120}
              onChange={(event) => setBusinessKey(event.currentTarget.value)}
            />
          </div>
          {schema ? (
            <Suspense fallback={<Loading rows={2} />}>
              <FormView
                key={chosen.id} ref={handle} schema={schema} values={nothing} readOnly={false} label={chosen.name ?? chosen.key}
                fileNames={nothing} onChange={() => undefined}
              />
            </Suspense>
          ) : (
            <p className={uiCss.meta}>{t('start.noForm')}</p>
          )}
          <Button size="md" mt="lg" loading={busy || working} onClick={() => void send()}>{t('start.submit')}</Button>
        </Card>
      ) : null}
    </Page>
  );
}
