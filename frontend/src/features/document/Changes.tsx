// What changed between two versions, as running text: removed words struck, added words underlined, each announced in words too,
// because neither colour nor strokes reach everybody. Lines wrap, so that a phone needs no sideways scrolling.
import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useQuery } from 'urql';
import { DocumentDiffDocument, type DocumentDiffQuery } from '~/shared/graphql/generated';
import { MorePages, type Tail } from '~/shared/graphql/MorePages';
import { useText } from '~/shared/i18n/text';
import { Card, Loading, Notice, uiCss } from '~/shared/ui/parts';
import css from './Document.module.css';
import type { Version } from './DocumentPage';

type Diff = NonNullable<DocumentDiffQuery['documentDiff']>;
type Passage = Diff['passages']['nodes'][number];

const FIRST = 50;
const nothing = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
const pick = (data: DocumentDiffQuery) => data.documentDiff?.passages ?? nothing;

function PassageRow({ passage }: { passage: Passage }) {
  const { t } = useText();
  return (
    <li>
      {passage.skipped > 0 ? <p className={css.skipped}>{t('document.skipped', { n: passage.skipped })}</p> : null}
      <p className={css.where}>{t('document.lines', { before: passage.beforeLine, after: passage.afterLine })}</p>
      <p className={css.words}>
        {passage.parts.map((part, index) => {
          const key = `${index}-${part.fate}`;
          if (part.fate === 'KEPT') return <span key={key}>{part.text} </span>;
          const removed = part.fate === 'REMOVED';
          const Tag = removed ? 'del' : 'ins';
          return (
            <span key={key}>
              <Tag className={removed ? css.removed : css.added}>
                <span className={css.told}>{t(removed ? 'document.saysRemoved' : 'document.saysAdded')} </span>
                {part.text}
                <span className={css.told}> {t('document.saysEnd')}</span>
              </Tag>{' '}
            </span>
          );
        })}
      </p>
    </li>
  );
}
const row = (passage: Passage) => <PassageRow key={`${passage.beforeLine}-${passage.afterLine}-${passage.parts[0]?.text.slice(0, 40) ?? ''}`} passage={passage} />;

export function Changes({ before, after, onClose }: { before: Version; after: Version; onClose: () => void }) {
  const { t } = useText();
  const variables = { earlier: before.id, later: after.id };
  const [{ data, fetching, error }] = useQuery({ query: DocumentDiffDocument, variables: { ...variables, first: FIRST } });
  const [pages, setPages] = useState(1);
  const [tail, setTail] = useState<Tail | null>(null);
  const told = useCallback((next: Tail) => setTail(next), []);
  const diff = data?.documentDiff;
  const next = diff?.passages.pageInfo.hasNextPage ? diff.passages.pageInfo.endCursor : null;
  const deeper = pages > 1 && next !== null;
  const hasMore = deeper ? (tail?.hasMore ?? false) : next !== null;
  return (
    <Card title={t('document.changes', { n: before.version, m: after.version })}>
      <p><Button size="xs" variant="default" onClick={onClose}>{t('document.closeChanges')}</Button></p>
      {fetching && !data ? <Loading /> : null}
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {diff && !diff.comparable ? (
        <Notice tone="attention">{t('document.notComparable')}</Notice>
      ) : null}
      {diff?.comparable ? (
        <>
          <p role="status">
            {diff.count === 0 ? t('document.sameWords') : t('document.counts', { added: diff.added, removed: diff.removed, kept: diff.kept })}
          </p>
          {diff.cut ? <Notice tone="attention">{t('document.cutWords')}</Notice> : null}
          <ol className={css.passages}>
            {diff.passages.nodes.map(row)}
            {deeper ? (
              <MorePages document={DocumentDiffDocument} variables={variables} pick={pick} row={row} after={next} left={pages - 1} onTail={told} />
            ) : null}
          </ol>
          {hasMore ? (
            <div className={uiCss.more}><Button variant="default" loading={tail?.busy ?? false} onClick={() => setPages(pages + 1)}>{t('app.more')}</Button></div>
          ) : diff.skippedAtEnd > 0 && diff.count > 0 ? <p className={css.skipped}>{t('document.skipped', { n: diff.skippedAtEnd })}</p> : null}
        </>
      ) : null}
    </Card>
  );
}
