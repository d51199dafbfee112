// Moving live cases to another version in four stages: which versions, what has become what, a dry run over every case, the move.
import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { MigrateInstancesDocument, type MigrateInstancesInput, type MigrateInstancesMutation, WorkflowDocument } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { ErrorSummary } from '~/shared/ui/ErrorSummary';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { Items, Progress, useBatch } from './Batch';
import { elementsOf, pairs } from './elements';
import css from './Workflows.module.css';

const pick = (data: MigrateInstancesMutation) => data.migrateInstances;
const stages = ['versions', 'mapping', 'dryRun'] as const;
type Stage = (typeof stages)[number];

export function MigratePage() {
  const { t, locale } = useText();
  const navigate = useNavigate();
  const { key } = useParams({ strict: false }) as { key: string };
  const [{ data, fetching }] = useQuery({ query: WorkflowDocument, variables: { key } });
  const versions = data?.definition?.versions ?? [];
  const [stage, setStage] = useState<Stage>('versions');
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState<number | null>(null);
  const newest = versions[0]?.version ?? null;
  const target = to ?? newest;
  const source = from ?? versions.find((one) => one.version !== target && one.openInstances > 0)?.version ?? versions.find((one) => one.version !== target)?.version ?? null;
  const [old] = useQuery({ query: WorkflowDocument, variables: { key, version: source ?? 0 }, pause: source === null });
  const [next] = useQuery({ query: WorkflowDocument, variables: { key, version: target ?? 0 }, pause: target === null });
  const places = useMemo(() => elementsOf(next.data?.definition?.xml ?? ''), [next.data]);
  const found = useMemo(() => pairs(elementsOf(old.data?.definition?.xml ?? ''), places), [old.data, places]);
  const [changed, setChanged] = useState<Record<string, string>>({});
  const [whole, setWhole] = useState(false);
  const [reassign, setReassign] = useState(false);
  useEffect(() => setChanged({}), [source, target]);
  const [migrate, busy] = useCommand<MigrateInstancesMutation, MigrateInstancesInput, MigrateInstancesMutation['migrateInstances']>(MigrateInstancesDocument, pick);
  const [trial, setTrial] = useState<string | null>(null);
  const [faults, setFaults] = useState<string[]>([]);
  const [round, setRound] = useState(0);
  const [confirming, setConfirming] = useState(false);
  const batch = useBatch(trial);

  const mapped = (id: string, automatic: string | null): string => changed[id] ?? automatic ?? '';
  const mapping = found
    .map((pair) => ({ from: pair.from.id, to: mapped(pair.from.id, pair.to) }))
    .filter((pair) => pair.to !== '' && pair.to !== pair.from);
  const shown = whole ? found : found.filter((pair) => pair.how !== 'SAME' || changed[pair.from.id] !== undefined);

  const ask = async (dryRun: boolean): Promise<void> => {
    if (source === null || target === null || source === target) {
      setFaults([t('migrate.sameVersion')]);
      setRound((n) => n + 1);
      return;
    }
    const outcome = await migrate({ definitionKey: key, fromVersion: source, toVersion: target, mapping, reassign, dryRun });
    setConfirming(false);
    if (!outcome.ok || !outcome.payload.batch) {
      setFaults([outcome.ok ? t('problem.INTERNAL') : sayProblem(outcome.problem, t, locale)]);
      setRound((n) => n + 1);
      return;
    }
    setFaults([]);
    if (dryRun) {
      setTrial(outcome.payload.batch.id);
      setStage('dryRun');
    } else void navigate({ to: '/proses/$key/pindah/$batch', params: { key, batch: outcome.payload.batch.id } });
  };

  const above = <Link to="/proses/$key" params={{ key }} search={{}} className={uiCss.back}><Icon name="back" size={16} /> {data?.definition?.name ?? key}</Link>;
  const label = (version: number): string => {
    const one = versions.find((known) => known.version === version);
    return `${t('workflows.version', { n: version })}${one?.tag ? ` · ${one.tag}` : ''} (${t('workflows.open', { n: one?.openInstances ?? 0 })})`;
  };
  if (!data?.definition) {
    return <Page title={t(fetching ? 'app.loading' : 'notFound.title')} above={above} narrow>{fetching ? <Loading /> : <Empty icon="search"><p>{t('notFound.body')}</p></Empty>}</Page>;
  }
  return (
    <Page title={t('migrate.title')} lead={t('migrate.lead')} above={above} hasErrors={faults.length > 0}>
      <ol className={css.stages}>
        {stages.map((one) => <li key={one} aria-current={one === stage ? 'step' : undefined}>{t(`migrate.stage.${one}`)}</li>)}
      </ol>
      <ErrorSummary lines={faults.map((message) => ({ message }))} round={round} />
      {versions.length < 2 ? <Notice tone="plain">{t('migrate.oneVersion')}</Notice> : null}
      {stage === 'versions' && versions.length > 1 ? (
        <Card title={t('migrate.stage.versions')}>
          <div className={css.form}>
            <div className={css.two}>
              <NativeSelect label={t('migrate.from')} value={String(source ?? '')} onChange={(event) => setFrom(Number(event.currentTarget.value))} data={versions.map((one) => ({ value: String(one.version), label: label(one.version) }))} />
              <NativeSelect label={t('migrate.to')} value={String(target ?? '')} onChange={(event) => setTo(Number(event.currentTarget.value))} data={versions.map((one) => ({ value: String(one.version), label: label(one.version) }))} />
            </div>
            <Checkbox size="md" checked={reassign} label={t('migrate.reassign')} description={t('migrate.reassignHint')} onChange={(event) => setReassign(event.currentTarget.checked)} />
            <div>
              <Button
                onClick={() => {
                  const same = source === target;
                  setFaults(same ? [t('migrate.sameVersion')] : []);
                  setRound((n) => n + 1);
                  if (!same) setStage('mapping');
                }}
              >
                {t('migrate.next')}
              </Button>
            </div>
          </div>
        </Card>
      ) : null}
      {stage === 'mapping' ? (
        <Card title={t('migrate.stage.mapping')}>
          <p className={uiCss.meta}>{t('migrate.mappingLead', { same: found.filter((pair) => pair.how === 'SAME').length, all: found.length })}</p>
          {shown.length === 0 ? <Notice tone="good" icon="check">{t('migrate.mappingNone')}</Notice> : (
            <div className={css.scroll}>
              <table className={css.table}>
                <thead><tr><th scope="col">{t('migrate.fromStep')}</th><th scope="col">{t('migrate.toStep')}</th></tr></thead>
                <tbody>
                  {shown.map((pair) => (
                    <tr key={pair.from.id}>
                      <th scope="row">
                        {pair.from.name} <span className={uiCss.meta}>{pair.from.name === pair.from.id ? '' : pair.from.id}</span>
                        {pair.how === 'LIKELY' ? <Badge tone="attention">{t('migrate.likely')}</Badge> : null}
                        {pair.how === 'MISSING' && !changed[pair.from.id] ? <Badge tone="danger">{t('migrate.missing')}</Badge> : null}
                      </th>
                      <td>
                        <NativeSelect
                          size="sm" aria-label={t('migrate.toOf', { name: pair.from.name })} value={mapped(pair.from.id, pair.to)}
                          onChange={(event) => setChanged({ ...changed, [pair.from.id]: event.currentTarget.value })}
                          data={[
                            { value: '', label: t('migrate.nowhere') },
                            ...places.filter((one) => one.type === pair.from.type).map((one) => ({ value: one.id, label: one.name === one.id ? one.id : `${one.name} (${one.id})` })),
                          ]}
                        />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          <Checkbox mt="md" size="md" checked={whole} label={t('migrate.showAll')} onChange={(event) => setWhole(event.currentTarget.checked)} />
          <div className={css.actions} style={{ marginTop: 18 }}>
            <Button variant="default" onClick={() => setStage('versions')}>{t('migrate.back')}</Button>
            <Button loading={busy} onClick={() => void ask(true)}>{t('migrate.try')}</Button>
          </div>
        </Card>
      ) : null}
      {stage === 'dryRun' ? (
        <Card title={t('migrate.stage.dryRun')}>
          {batch ? <Progress batch={batch} /> : <Loading rows={1} />}
          {batch?.finishedAt && batch.total === 0 ? <Notice tone="plain">{t('migrate.noCases')}</Notice> : null}
          {batch && batch.total > 0 ? <Items batch={batch} /> : null}
          {batch?.finishedAt ? (
            confirming ? (
              <div className={css.confirm} role="group" aria-label={t('operate.confirm')}>
                <p>{t('migrate.confirm', { n: batch.done, refused: batch.refused })}</p>
                <div className={css.actions}>
                  <Button variant="default" onClick={() => setConfirming(false)}>{t('app.cancel')}</Button>
                  <Button loading={busy} onClick={() => void ask(false)}>{t('operate.confirmYes')}</Button>
                </div>
              </div>
            ) : (
              <div className={css.actions} style={{ marginTop: 18 }}>
                <Button variant="default" onClick={() => setStage('mapping')}>{t('migrate.back')}</Button>
                {batch.done > 0 ? <Button onClick={() => setConfirming(true)}>{t('migrate.run', { n: batch.done })}</Button> : null}
              </div>
            )
          ) : null}
        </Card>
      ) : null}
    </Page>
  );
}
