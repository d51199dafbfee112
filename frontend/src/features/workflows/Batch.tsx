// A batch of migrations: how far it is, and for each case who gains and who loses which task, or why it stays where it is.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import {
  type BatchPartsFragment, MigrationItemsDocument, type MigrationItemsQuery, type MigrationItemState, MigrationProgressDocument,
} from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { inLocale, useText } from '~/shared/i18n/text';
import { Badge, Loading, Notice, uiCss } from '~/shared/ui/parts';
import css from './Workflows.module.css';

type Item = NonNullable<MigrationItemsQuery['migrationBatch']>['items']['nodes'][number];

const ASK_AGAIN_MS = 700;
const SHOWN = 25;

/** The batch as it stands, asked again until its last case is done. */
export function useBatch(id: string | null): BatchPartsFragment | null {
  const [{ data }, again] = useQuery({ query: MigrationProgressDocument, variables: { id: id ?? '' }, pause: id === null, requestPolicy: 'network-only' });
  const batch = id === null ? null : (data?.migrationBatch ?? null);
  const running = id !== null && batch?.finishedAt == null;
  const ask = useCallback(() => again({ requestPolicy: 'network-only' }), [again]);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(ask, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [running, ask]);
  return batch;
}

export function Progress({ batch }: { batch: BatchPartsFragment }) {
  const { t } = useText();
  const share = (n: number): string => `${batch.total === 0 ? 0 : (n / batch.total) * 100}%`;
  return (
    <div>
      <div className={css.bar} role="progressbar" aria-valuemin={0} aria-valuemax={batch.total} aria-valuenow={batch.done + batch.refused} aria-label={t('migrate.progress')}>
        <span style={{ width: share(batch.done) }} />
        <span className={css.refused} style={{ width: share(batch.refused) }} />
      </div>
      <p role="status">{t(batch.dryRun ? 'migrate.dryCount' : 'migrate.count', { done: batch.done, refused: batch.refused, total: batch.total })}</p>
    </div>
  );
}

function Outcome({ item }: { item: Item }) {
  const { t, locale } = useText();
  const names = (people: Item['tasks'][number]['gained']): string => people.map((one) => inLocale(locale, one.label, one.labelEn)).join(', ');
  const changed = item.tasks.filter((task) => task.fate !== 'KEPT' || task.gained.length > 0 || task.lost.length > 0);
  const moved = item.moves.filter((one) => one.from !== one.to);
  return (
    <li>
      <span className={css.head}>
        {item.instance ? (
          <Link to="/perkara/$id" params={{ id: item.instance.id }}>{item.instance.businessKey ?? item.instance.id}</Link>
        ) : <span>{t('migrate.hidden')}</span>}
        <Badge tone={item.state === 'DONE' ? 'good' : item.state === 'REFUSED' ? 'danger' : 'plain'}>{t(`migrate.item.${item.state}`)}</Badge>
      </span>
      {item.instance ? <span className={uiCss.meta}>{item.instance.organisation.name}</span> : null}
      <ul className={css.fates}>
        {changed.map((task) => (
          <li key={`${task.elementInstance}-${task.element}`}>
            {task.fate === 'KEPT' ? null : <span className={task.fate === 'GAINED' ? css.gained : css.lost}>{t(`migrate.fate.${task.fate}`)}: </span>}
            {task.name}
            {task.gained.length > 0 ? <span> · <span className={css.gained}>+ {names(task.gained)}</span></span> : null}
            {task.lost.length > 0 ? <span> · <span className={css.lost}>− {names(task.lost)}</span></span> : null}
          </li>
        ))}
        {moved.map((one) => <li key={`${one.from}-${one.to}`}>{t('migrate.moved', { from: one.from, to: one.to, n: one.count })}</li>)}
        {item.obstacles.map((one) => (
          <li key={`${one.element}-${one.reason}`} className={css.lost}>{inLocale(locale, one.messageId, one.message)}</li>
        ))}
        {item.problem ? <li className={css.lost}>{sayProblem(item.problem, t, locale)}</li> : null}
        {item.state === 'DONE' && changed.length === 0 && moved.length === 0 ? <li className={uiCss.meta}>{t('migrate.nothingChanges')}</li> : null}
      </ul>
    </li>
  );
}

/** The cases of a batch; those that stay behind first, because they need somebody. */
export function Items({ batch }: { batch: BatchPartsFragment }) {
  const { t } = useText();
  const [state, setState] = useState<MigrationItemState | null>(null);
  const [size, setSize] = useState(SHOWN);
  const shown = state ?? (batch.refused > 0 ? 'REFUSED' : 'DONE');
  const [{ data, fetching }] = useQuery({ query: MigrationItemsDocument, variables: { id: batch.id, state: shown, first: size }, requestPolicy: 'network-only', pause: batch.finishedAt === null });
  const items = data?.migrationBatch?.items;
  if (batch.finishedAt === null) return null;
  return (
    <>
      <div className={css.badges} role="group" aria-label={t('migrate.filter')}>
        {(['DONE', 'REFUSED'] as const).map((one) => (
          <Button key={one} size="xs" variant={one === shown ? 'filled' : 'default'} aria-pressed={one === shown} onClick={() => { setState(one); setSize(SHOWN); }}>
            {t(batch.dryRun ? `migrate.dryItem.${one}` : `migrate.item.${one}`)} ({one === 'DONE' ? batch.done : batch.refused})
          </Button>
        ))}
      </div>
      {fetching && !items ? <Loading rows={1} /> : null}
      {items && items.nodes.length === 0 ? <Notice tone="plain">{t('migrate.none')}</Notice> : null}
      <ul className={css.items}>
        {items?.nodes.map((item, index) => <Outcome key={item.instance?.id ?? index} item={item} />)}
      </ul>
      {items?.pageInfo.hasNextPage && size < 100 ? (
        <div className={uiCss.more}><Button variant="default" onClick={() => setSize(100)}>{t('app.more')}</Button></div>
      ) : null}
    </>
  );
}
