// Checkpoints: the roots that were signed, to whom they were mailed, and the text to keep where the operators cannot reach.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { RecordStateDocument, type RecordStateQuery } from '~/shared/graphql/generated';
import { useText } from '~/shared/i18n/text';
import { regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Badge, Card, uiCss } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import css from './Record.module.css';

type Page = NonNullable<RecordStateQuery['record']>['checkpoints'];
type Row = Page['nodes'][number];

function Checkpoint({ row, open }: { row: Row; open: boolean }) {
  const { t, locale } = useText();
  const zone = regencyZone(useMe());
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(row.text);
    tellDone(t('record.copied'));
  };
  return (
    <li className={css.item}>
      <details open={open}>
        <summary><strong>{t('record.number', { n: row.number })}</strong> <span className={uiCss.meta}>{sayMoment(row.at, zone, locale)} · {t('record.covers', { leaves: row.leaves, journals: row.journals, events: row.events })}</span></summary>
        <dl className={css.facts}>
          <dt>{t('record.root')}</dt><dd className={uiCss.hash}>{row.root}</dd>
          <dt>{t('record.previous')}</dt><dd className={uiCss.hash}>{row.previous}</dd>
          <dt>{t('record.key')}</dt><dd className={uiCss.hash}>{row.keyId}</dd>
          <dt>{t('record.signature')}</dt><dd className={uiCss.hash}>{row.signature}</dd>
          <dt>{t('record.letters')}</dt>
          <dd>
            {row.letters.length === 0 ? t('record.noLetters') : (
              <ul className={css.list}>
                {row.letters.map((letter) => (
                  <li key={letter.name}>
                    {letter.name}{' '}
                    <Badge tone={letter.state === 'SENT' ? 'good' : letter.state === 'FAILED' ? 'danger' : 'plain'}>
                      {letter.state === 'SENT' ? t('record.letter.SENT', { date: letter.sentAt ? sayMoment(letter.sentAt, zone, locale) : '' })
                        : letter.state === 'FAILED' ? t('record.letter.FAILED') : letter.state === 'SENDING' ? t('record.letter.SENDING') : t('record.letter.WAITING')}
                    </Badge>
                  </li>
                ))}
              </ul>
            )}
          </dd>
        </dl>
        <p>{t('record.block')}</p>
        <pre className={css.text}>{row.text}</pre>
        <Button size="xs" variant="default" onClick={() => void copy()}>{t('record.copy')}</Button>
      </details>
    </li>
  );
}

function More({ after }: { after: string }) {
  const { t } = useText();
  const [asked, setAsked] = useState(false);
  const [{ data }] = useQuery({ query: RecordStateDocument, variables: { checks: 1, after }, pause: !asked });
  const page = data?.record?.checkpoints;
  if (!page) return <li className={css.item}><Button variant="default" loading={asked} onClick={() => setAsked(true)}>{t('app.more')}</Button></li>;
  return <Rows page={page} />;
}

function Rows({ page, first = false }: { page: Page; first?: boolean }) {
  const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  return (
    <>
      {page.nodes.map((row, at) => <Checkpoint key={row.number} row={row} open={first && at === 0} />)}
      {next ? <More key={next} after={next} /> : null}
    </>
  );
}

export function Checkpoints({ first }: { first: Page }) {
  const { t } = useText();
  return (
    <Card title={t('record.checkpoints')}>
      <p className={uiCss.meta}>{t('record.checkpointsLead')}</p>
      {first.nodes.length === 0 ? <p>{t('record.noCheckpoint')}</p> : <ul className={css.list}><Rows page={first} first /></ul>}
    </Card>
  );
}
