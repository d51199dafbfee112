// The journal for people: who did what, when, and in what capacity. Each entry carries the fingerprint of the record chain.
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { InstanceAuditDocument, InstanceTimelineDocument, type InstanceTimelineQuery } from '~/shared/graphql/generated';
import { inLocale, type Text, useText } from '~/shared/i18n/text';
import { holdsRole, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Badge, Card, Loading, uiCss } from '~/shared/ui/parts';
import css from './Instance.module.css';

type Entry = NonNullable<InstanceTimelineQuery['instance']>['timeline']['nodes'][number];

const PAGE = 50;

const ruleKinds = ['candidate', 'assignee', 'role', 'claimer', 'own', 'public', 'system'] as const;

/** The rule is recorded as `kind` or `kind:detail` (the access policy's own words); the kind is told in ours. */
function sayRule(rule: string, t: Text): string {
  const [kind = '', ...detail] = rule.split(':');
  const known = ruleKinds.find((one) => one === kind);
  return known ? t(`instance.ruleKind.${known}`, { detail: detail.join(':') }) : rule;
}

function Actor({ actor }: { actor: Entry['actor'] }) {
  const { t } = useText();
  if (!actor) return <span className={css.actor}>{t('instance.system')}</span>;
  const mode = actor.mode && actor.mode !== 'DEFINITIVE' ? `${t(`mode.${actor.mode}`)} ` : '';
  const capacity = actor.capacity === 'BORROWED' ? `${t('instance.capacity.BORROWED')} ` : '';
  return (
    <span className={css.actor}>
      <strong>{actor.name}</strong>
      {actor.title && (actor.title !== actor.name || mode || capacity) ? <span>{`${capacity}${mode}${actor.title}`}</span> : null}
    </span>
  );
}

function Integrity({ id, seq }: { id: string; seq: number }) {
  const { t } = useText();
  const me = useMe();
  const allowed = holdsRole(me, 'AUDITOR', 'PROGRAMME_OFFICER');
  const [{ data }] = useQuery({ query: InstanceAuditDocument, variables: { id }, pause: !allowed, requestPolicy: 'network-only' });
  const found = data?.auditVerification;
  if (!found) return null;
  return found.intact ? (
    <Badge tone="good" icon="seal">{t('instance.auditOk', { n: found.events })}</Badge>
  ) : (
    <Badge tone="danger" icon="alert">{t('instance.auditBad', { seq: found.firstBadSeq ?? seq })}</Badge>
  );
}

interface PageProps {
  id: string;
  zone: string;
  after: string | null;
  revision: string;
  /** Told what this page holds: its newest entry, and where the next page begins. */
  onRead: (newest: Entry | null, next: string | null) => void;
}

function TimelinePage({ id, zone, after, revision, onRead }: PageProps) {
  const { t, locale } = useText();
  const [{ data, fetching }, again] = useQuery({ query: InstanceTimelineDocument, variables: { id, first: PAGE, after } });
  // The page's own question came back different: the journal has grown.
  useEffect(() => again({ requestPolicy: 'network-only' }), [revision, again]);
  const timeline = data?.instance?.timeline;
  const newest = timeline?.nodes.reduce<Entry | null>((best, one) => (best === null || one.seq > best.seq ? one : best), null) ?? null;
  const next = timeline?.pageInfo.hasNextPage ? timeline.pageInfo.endCursor : null;
  const tell = useRef(onRead);
  tell.current = onRead;
  useEffect(() => {
    if (timeline) tell.current(newest, next);
  }, [timeline, newest, next]);
  if (fetching && !data) return <li><Loading rows={2} /></li>;
  return timeline?.nodes.map((entry) => (
    <li key={entry.seq}>
      <time dateTime={entry.at} className={uiCss.meta}>{sayMoment(entry.at, zone, locale)}</time>
      <span className={css.what}>{inLocale(locale, entry.text, entry.textEn)}</span>
      <Actor actor={entry.actor} />
      {entry.actor?.rule ? <span className={uiCss.meta}>{t('instance.rule', { rule: sayRule(entry.actor.rule, t) })}</span> : null}
    </li>
  ));
}

export function Timeline({ id, zone, revision }: { id: string; zone: string; revision: string }) {
  const { t } = useText();
  const [cursors, setCursors] = useState<Array<string | null>>([null]);
  const [end, setEnd] = useState<{ newest: Entry | null; next: string | null }>({ newest: null, next: null });
  return (
    <Card title={t('instance.timeline')}>
      <p className={uiCss.meta}>{t('instance.timelineHint')}</p>
      <p className={css.integrity}>
        {end.newest ? (
          <span title={end.newest.hash}>
            <Badge tone="plain" icon="seal"><span className={uiCss.hash}>{t('instance.hash', { hash: `${end.newest.hash.slice(0, 12)}…` })}</span></Badge>
          </span>
        ) : null}
        <Integrity id={id} seq={end.newest?.seq ?? 0} />
      </p>
      <ol className={css.timeline}>
        {cursors.map((after, index) => (
          <TimelinePage
            key={after ?? ''} id={id} zone={zone} after={after} revision={revision}
            onRead={(newest, next) => {
              if (index === cursors.length - 1) setEnd({ newest, next });
            }}
          />
        ))}
      </ol>
      {end.next !== null ? (
        <div className={uiCss.more}>
          <Button variant="default" onClick={() => setCursors([...cursors, end.next])}>{t('app.more')}</Button>
        </div>
      ) : null}
    </Card>
  );
}
