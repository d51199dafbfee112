// Addresses outside that processes tell things to: registered here, their secrets replaced, taken out of use; and what waits or failed.
import { Button, NumberInput, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Tabs } from '~/shared/ui/ControlTabs';
import {
  RegisterWebhookDocument, type RegisterWebhookInput, type RegisterWebhookMutation, RemoveWebhookDocument, type RemoveWebhookInput, type RemoveWebhookMutation,
  RotateWebhookSecretDocument, type RotateWebhookSecretInput, type RotateWebhookSecretMutation, type WebhookPartsFragment, WebhooksDocument, WebhookWorkDocument,
} from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { holdsRole, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { tellDone, tellRefused } from '~/shared/ui/tell';
import control from './Webhook.module.css';

const pickRegister = (data: RegisterWebhookMutation) => data.registerWebhook;
const pickRotate = (data: RotateWebhookSecretMutation) => data.rotateWebhookSecret;
const pickRemove = (data: RemoveWebhookMutation) => data.removeWebhook;
/** A secret is shown once: it lives here until the page is left. */
interface Shown {
  name: string;
  secret: string;
}

function Endpoint({ webhook, admin, show, refresh }: { webhook: WebhookPartsFragment; admin: boolean; show: (shown: Shown) => void; refresh: () => void }) {
  const { t, locale } = useText();
  const zone = webhook.organisation.zone;
  const [asking, setAsking] = useState<'rotate' | 'remove' | null>(null);
  const [hours, setHours] = useState<number>(24);
  const [rotate, rotating] = useCommand<RotateWebhookSecretMutation, RotateWebhookSecretInput, RotateWebhookSecretMutation['rotateWebhookSecret']>(RotateWebhookSecretDocument, pickRotate);
  const [remove, removing] = useCommand<RemoveWebhookMutation, RemoveWebhookInput, RemoveWebhookMutation['removeWebhook']>(RemoveWebhookDocument, pickRemove);
  const doRotate = async (): Promise<void> => {
    const outcome = await rotate({ webhookId: webhook.id, overlapHours: hours });
    setAsking(null);
    if (!outcome.ok) tellRefused(sayProblem(outcome.problem, t, locale));
    else {
      if (outcome.payload.secret) show({ name: webhook.name, secret: outcome.payload.secret });
      refresh();
    }
  };
  const doRemove = async (): Promise<void> => {
    const outcome = await remove({ webhookId: webhook.id });
    setAsking(null);
    if (!outcome.ok) tellRefused(sayProblem(outcome.problem, t, locale));
    else {
      tellDone(t('webhook.removed'));
      refresh();
    }
  };
  return (
    <li className={webhook.removedAt ? `${control.row} ${control.stuck}` : control.row}>
      <span className={control.head}>
        <strong>{webhook.name}</strong>
        {webhook.removedAt ? <Badge tone="danger">{t(webhook.removedWhy === 'GONE' ? 'webhook.gone' : 'webhook.out')}</Badge> : <Badge tone="good">{t('webhook.inUse')}</Badge>}
      </span>
      <span className={control.code}>{webhook.url}</span>
      <span className={uiCss.meta}>
        {webhook.organisation.name} · {t('webhook.since', { date: sayMoment(webhook.createdAt, zone, locale) })}
        {webhook.secrets.map((secret) => (
          <span key={secret.createdAt}> · {t('webhook.secretSince', { date: sayMoment(secret.createdAt, zone, locale) })}{secret.expiresAt ? ` ${t('webhook.secretUntil', { date: sayMoment(secret.expiresAt, zone, locale) })}` : ''}</span>
        ))}
      </span>
      {admin && webhook.removedAt === null && asking === null ? (
        <span className={control.head}>
          <Button size="xs" variant="default" aria-label={`${t('webhook.rotate')}: ${webhook.name}`} onClick={() => setAsking('rotate')}>{t('webhook.rotate')}…</Button>
          <Button size="xs" variant="default" aria-label={`${t('webhook.remove')}: ${webhook.name}`} onClick={() => setAsking('remove')}>{t('webhook.remove')}…</Button>
        </span>
      ) : null}
      {asking === 'rotate' ? (
        <span className={control.tools} role="group" aria-label={t('webhook.rotate')}>
          <NumberInput label={t('webhook.overlap')} min={0} max={744} value={hours} onChange={(value) => setHours(Number(value) || 0)} />
          <Button size="xs" variant="default" onClick={() => setAsking(null)}>{t('app.cancel')}</Button>
          <Button size="xs" loading={rotating} onClick={() => void doRotate()}>{t('webhook.rotateYes')}</Button>
        </span>
      ) : null}
      {asking === 'remove' ? (
        <span className={control.tools} role="group" aria-label={t('webhook.remove')}>
          <span>{t('webhook.removeWhat')}</span>
          <Button size="xs" variant="default" onClick={() => setAsking(null)}>{t('app.cancel')}</Button>
          <Button size="xs" color="bata" loading={removing} onClick={() => void doRemove()}>{t('webhook.removeYes')}</Button>
        </span>
      ) : null}
    </li>
  );
}

function Register({ show, refresh }: { show: (shown: Shown) => void; refresh: () => void }) {
  const { t, locale } = useText();
  const [organisation, setOrganisation] = useState('');
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [register, busy] = useCommand<RegisterWebhookMutation, RegisterWebhookInput, RegisterWebhookMutation['registerWebhook']>(RegisterWebhookDocument, pickRegister);
  const send = async (): Promise<void> => {
    const outcome = await register({ organisation: organisation.trim(), name: name.trim(), url: url.trim() });
    if (!outcome.ok) {
      tellRefused(sayProblem(outcome.problem, t, locale));
      return;
    }
    if (outcome.payload.secret) show({ name: name.trim(), secret: outcome.payload.secret });
    setName('');
    setUrl('');
    refresh();
  };
  return (
    <Card title={t('webhook.register')}>
      <div className={control.tools}>
        <TextInput label={t('webhook.organisation')} value={organisation} onChange={(event) => setOrganisation(event.currentTarget.value)} />
        <TextInput label={t('webhook.name')} description={t('webhook.nameHint')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label={t('webhook.url')} type="url" value={url} onChange={(event) => setUrl(event.currentTarget.value)} />
        <Button loading={busy} disabled={!organisation.trim() || !name.trim() || !url.trim()} onClick={() => void send()}>{t('webhook.registerYes')}</Button>
      </div>
    </Card>
  );
}

function Work() {
  const { t, locale } = useText();
  const [{ data }] = useQuery({ query: WebhookWorkDocument, requestPolicy: 'cache-and-network' });
  if (!data) return null;
  return (
    <Card title={t('webhook.work')}>
      <p className={uiCss.meta}>{t('webhook.workLead', { n: data.jobs.totalCount })}</p>
      <ul className={control.list}>
        {data.jobs.nodes.map((job) => (
          <li key={job.id} className={job.retries <= 0 ? `${control.row} ${control.stuck}` : control.row}>
            <span className={control.head}><strong>{job.elementName ?? job.element}</strong><Badge tone={job.retries <= 0 ? 'danger' : 'attention'}>{t(job.retries <= 0 ? 'webhook.failed' : 'webhook.again')}</Badge></span>
            {job.error ? <span>{job.error}</span> : null}
            <span className={uiCss.meta}>
              {job.organisation.name} · {t('webhook.attempts', { n: job.attempts })} · {sayMoment(job.due, job.organisation.zone, locale)}
              {job.instance ? <>{' · '}<Link to="/perkara/$id" params={{ id: job.instance.id }}>{job.instance.businessKey ?? job.instance.id}</Link></> : null}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function WebhookPage() {
  const { t } = useText();
  const admin = holdsRole(useMe(), 'SYSADMIN');
  const [shown, setShown] = useState<Shown | null>(null);
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, fetching, error }, again] = useQuery({ query: WebhooksDocument, variables: { after }, requestPolicy: 'cache-and-network' });
  const refresh = (): void => again({ requestPolicy: 'network-only' });
  const found = data?.webhooks;
  return (
    <Page title={t('webhook.title')} lead={t('webhook.lead')}>
      <Tabs at="webhook" />
      {shown ? <Notice tone="attention"><strong>{t('webhook.secretOnce', { name: shown.name })}</strong><p className={uiCss.hash}>{shown.secret}</p></Notice> : null}
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {fetching && !data ? <Loading /> : null}
      {found && found.nodes.length === 0 ? <Empty icon="check"><p>{t('webhook.none')}</p></Empty> : null}
      <ul className={control.list} aria-label={t('webhook.title')}>
        {found?.nodes.map((one) => <Endpoint key={one.id} webhook={one} admin={admin} show={setShown} refresh={refresh} />)}
      </ul>
      {found?.pageInfo.hasNextPage ? <div className={uiCss.more}><Button variant="default" onClick={() => setAfter(found.pageInfo.endCursor)}>{t('app.more')}</Button></div> : null}
      {admin ? <Register show={setShown} refresh={refresh} /> : null}
      <Work />
    </Page>
  );
}
