// Whether regencies have the people for a process: which tasks nobody could do there, and why.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { RegenciesDocument, StaffingOfDocument } from '~/shared/graphql/generated';
import { inLocale, useText } from '~/shared/i18n/text';
import { Badge, Card, uiCss } from '~/shared/ui/parts';
import css from './Workflows.module.css';

function Regency({ definitionKey, version, code, name, nameOf }: { definitionKey: string; version: number; code: string; name: string; nameOf: (id: string) => string }) {
  const { t, locale } = useText();
  const [{ data, fetching }] = useQuery({ query: StaffingOfDocument, variables: { key: definitionKey, version, organisation: code } });
  const staffing = data?.definition?.staffing;
  return (
    <li>
      <span><strong>{name}</strong>{' '}
        {staffing ? <Badge tone={staffing.staffed ? 'good' : 'danger'}>{staffing.staffed ? t('staffing.complete') : t('staffing.missing', { n: staffing.shortfalls.length })}</Badge> : null}
        {!staffing && !fetching ? <span className={uiCss.meta}>{t('staffing.unknown')}</span> : null}
      </span>
      {staffing && staffing.shortfalls.length > 0 ? (
        <ul>
          {staffing.shortfalls.map((one) => <li key={`${one.kind}-${one.element}`}><strong>{nameOf(one.element) || one.element}</strong>: {inLocale(locale, one.messageId, one.message)}</li>)}
        </ul>
      ) : null}
      {staffing && staffing.decidedByData.length > 0 ? <span className={uiCss.meta}>{t('staffing.byData', { names: staffing.decidedByData.map((id) => nameOf(id) || id).join(', ') })}</span> : null}
    </li>
  );
}

function Regencies({ after, ...of }: { after: string | null; definitionKey: string; version: number; nameOf: (id: string) => string }) {
  const { t } = useText();
  const [further, setFurther] = useState(false);
  const [{ data }] = useQuery({ query: RegenciesDocument, variables: { after } });
  const page = data?.organisations;
  const next = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  return (
    <>
      {page?.nodes.map((one) => <Regency key={one.id} {...of} code={one.code} name={one.name} />)}
      {next && further ? <Regencies {...of} after={next} /> : null}
      {next && !further ? <li><Button size="xs" variant="default" onClick={() => setFurther(true)}>{t('app.more')}</Button></li> : null}
    </>
  );
}

export function StaffingCard({ definitionKey, version, nameOf }: { definitionKey: string; version: number; nameOf: (id: string) => string }) {
  const { t } = useText();
  const [asked, setAsked] = useState(false);
  return (
    <Card title={t('staffing.title')}>
      <p className={uiCss.meta}>{t('staffing.lead')}</p>
      {asked ? <ul className={css.versions}><Regencies definitionKey={definitionKey} version={version} nameOf={nameOf} after={null} /></ul> : <Button variant="default" onClick={() => setAsked(true)}>{t('staffing.ask')}</Button>}
    </Card>
  );
}
