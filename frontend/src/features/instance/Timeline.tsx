// The journal for people: who did what, when, and in what capacity. Each entry carries the fingerprint of the record chain.
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
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

export function Timeline({ id, zone, revision }: { id: string; zone: string; revision: string }) {
  const { t, locale } = useText();
  const [size, setSize] = useState(PAGE);
  const [{ data, fetching }, again] = useQuery({ query: InstanceTimelineDocument, variables: { id, first: size } });
  // The page's own question came back different: the journal has grown.
  useEffect(() => again({ requestPolicy: 'network-only' }), [revision, again]);
  const entries = data?.instance?.timeline.nodes ?? [];
  const newest = entries.reduce<Entry | null>((best, one) => (best === null || one.seq > best.seq ? one : best), null);
  return (
    <Card title={t('instance.timeline')}>
      <p className={uiCss.meta}>{t('instance.timelineHint')}</p>
      <p className={css.integrity}>
        {newest ? (
          <span title={newest.hash}>
            <Badge tone="plain" icon="seal"><span className={uiCss.hash}>{t('instance.hash', { hash: `${newest.hash.slice(0, 12)}…` })}</span></Badge>
          </span>
        ) : null}
        <Integrity id={id} seq={newest?.seq ?? 0} />
      </p>
      {fetching && !data ? <Loading rows={2} /> : null}
      <ol className={css.timeline}>
        {entries.map((entry) => (
          <li key={entry.seq}>
            <time dateTime={entry.at} className={uiCss.meta}>{sayMoment(entry.at, zone, locale)}</time>
            <span className={css.what}>{inLocale(locale, entry.text, entry.textEn)}</span>
            <Actor actor={entry.actor} />
            {entry.actor?.rule ? <span className={uiCss.meta}>{t('instance.rule', { rule: sayRule(entry.actor.rule, t) })}</span> : null}
          </li>
        ))}
      </ol>
      {data?.instance?.timeline.pageInfo.hasNextPage && size < 100 ? (
        <div className={uiCss.more}>
          <Button variant="default" loading={fetching} onClick={() => setSize(size + PAGE)}>{t('app.more')}</Button>
        </div>
      ) : null}
    </Card>
  );
}
