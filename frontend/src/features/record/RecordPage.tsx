// The state of the record for those who answer for it: verified when, under which checkpoints, how to take it away and check it elsewhere.
import { Button, Progress, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { Tabs } from '~/shared/ui/ControlTabs';
import { authorisedFetch } from '~/shared/graphql/client';
import { type CheckPartsFragment, RecordStateDocument, VerifyRecordDocument, type VerifyRecordInput, type VerifyRecordMutation } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { tellDone, tellRefused } from '~/shared/ui/tell';
import { Checkpoints } from './Checkpoints';
import { Journal } from './Journal';
import css from './Record.module.css';

const pick = (data: VerifyRecordMutation) => data.verifyRecord;
const LOOK_AGAIN_MS = 1_500;

function Verdict({ check }: { check: CheckPartsFragment }) {
  const { t } = useText();
  if (check.finishedAt === null) {
    return (
      <>
        <p role="status">{t('record.running', { done: check.done, total: check.total })}</p>
        <Progress aria-label={t('record.state')} value={check.total > 0 ? (100 * check.done) / check.total : 0} />
      </>
    );
  }
  if (check.found === 0) return <Notice tone="good" icon="check">{t('record.intact', { events: check.events })}</Notice>;
  return (
    <Notice tone="danger">
      <strong>{t('record.damaged', { found: check.found })}</strong>
      <ul>
        {check.faults.map((fault) => (
          <li key={`${fault.subject}:${fault.seq}:${fault.code}`}>{fault.subject}{fault.seq > 0 ? `, ${t('record.seq', { n: fault.seq })}` : ''}: {fault.code} ({fault.message})</li>
        ))}
      </ul>
    </Notice>
  );
}

function Said({ check }: { check: CheckPartsFragment }) {
  const { t, locale } = useText();
  const zone = regencyZone(useMe());
  return (
    <span className={uiCss.meta}>
      {t('record.by', { name: check.requestedBy ?? '?', position: check.position ?? '–' })} · {sayMoment(check.requestedAt, zone, locale)} · {check.whole ? t('record.wholeRecord') : check.organisation.name}
    </span>
  );
}

async function takeBundle(organisation: string): Promise<void> {
  const response = await authorisedFetch(`/record/bundle${organisation ? `?organisation=${encodeURIComponent(organisation)}` : ''}`);
  if (!response.ok) throw new Error(`bundle refused: ${response.status}`);
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'mufakat.jsonl';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function RecordPage() {
  const { t, locale } = useText();
  const [organisation, setOrganisation] = useState('');
  const [taking, setTaking] = useState(false);
  const [verify, asking] = useCommand<VerifyRecordMutation, VerifyRecordInput, VerifyRecordMutation['verifyRecord']>(VerifyRecordDocument, pick);
  const [{ data, fetching, error }, again] = useQuery({ query: RecordStateDocument, variables: { checks: 10 }, requestPolicy: 'cache-and-network' });
  const record = data?.record;
  const checks = record?.checks.nodes ?? [];
  const last = checks.find((check) => check.kind === 'VERIFY');
  const running = last !== undefined && last.finishedAt === null;
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => again({ requestPolicy: 'network-only' }), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [running, again]);
  const start = async (): Promise<void> => {
    const outcome = await verify(organisation.trim() ? { organisation: organisation.trim() } : {});
    if (outcome.ok) again({ requestPolicy: 'network-only' });
    else tellRefused(sayProblem(outcome.problem, t, locale));
  };
  const take = async (): Promise<void> => {
    setTaking(true);
    try {
      await takeBundle(organisation.trim());
      tellDone(t('record.downloaded'));
      again({ requestPolicy: 'network-only' });
    } catch {
      tellRefused(t('record.downloadFailed'));
    } finally {
      setTaking(false);
    }
  };
  return (
    <Page title={t('record.title')} lead={t('record.lead')}>
      <Tabs at="record" />
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {fetching && !data ? <Loading /> : null}
      {data && !record ? <Empty icon="alert"><p>{t('record.hidden')}</p></Empty> : null}
      {record ? (
        <div className={css.stack}>
          <Card title={t('record.state')}>
            {last ? <><Verdict check={last} /><Said check={last} /></> : <p>{t('record.never')}</p>}
            <div className={css.line}>
              <TextInput label={t('record.organisation')} description={t('record.organisationHint')} value={organisation} onChange={(event) => setOrganisation(event.currentTarget.value)} />
              <Button loading={asking || running} onClick={() => void start()}>{t('record.verify')}</Button>
            </div>
          </Card>
          <Card title={t('record.bundle')}>
            <p>{t('record.bundleLead')}</p>
            {record.whole ? null : <Notice tone="attention">{t('record.excerpt')}</Notice>}
            <Button variant="default" loading={taking} onClick={() => void take()}>{t('record.download')}</Button>
          </Card>
          <Card title={t('record.steps')}>
            <ol className={css.steps}>
              <li>{t('record.step1')}</li>
              <li>{t('record.step2')}</li>
              <li>{t('record.step3')}<pre className={css.text}>mufakat-verify mufakat.jsonl --anchor surat.eml</pre></li>
              <li>{t('record.step4')}</li>
              <li>{t('record.step5')}</li>
            </ol>
          </Card>
          <Checkpoints first={record.checkpoints} />
          <Journal />
          <Card title={t('record.history')}>
            <ul className={css.list}>
              {checks.map((check) => (
                <li key={check.id} className={css.item}>
                  <span className={css.head}>
                    <strong>{t(check.kind === 'EXPORT' ? 'record.exported' : 'record.verified')}</strong>
                    {check.kind === 'VERIFY' && check.finishedAt ? <Badge tone={check.found === 0 ? 'good' : 'danger'}>{check.found === 0 ? '✓' : check.found}</Badge> : null}
                  </span>{' '}
                  <Said check={check} />
                </li>
              ))}
            </ul>
          </Card>
        </div>
      ) : null}
    </Page>
  );
}
