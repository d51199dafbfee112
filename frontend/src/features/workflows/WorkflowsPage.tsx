// Every deployed process with its newest version, when and why it came, and how many cases run it.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { WorkflowsDocument } from '~/shared/graphql/generated';
import { useText } from '~/shared/i18n/text';
import { holdsRole, regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import css from './Workflows.module.css';

export function WorkflowsPage() {
  const { t, locale } = useText();
  const me = useMe();
  const zone = regencyZone(me);
  const [{ data, fetching, error }, again] = useQuery({ query: WorkflowsDocument, variables: { first: 100 } });
  const found = data?.definitions.nodes ?? [];
  return (
    <Page
      title={t('workflows.title')} lead={t('workflows.lead')}
      actions={holdsRole(me, 'SYSADMIN') ? <Link to="/proses/terapkan" className={uiCss.button}><Icon name="plus" size={18} /> {t('deploy.open')}</Link> : null}
    >
      {fetching && !data ? <Loading /> : null}
      {error && !data ? (
        <Notice tone="danger" alert>
          {t('problem.NETWORK')} <Button size="xs" variant="default" onClick={() => again({ requestPolicy: 'network-only' })}>{t('app.retry')}</Button>
        </Notice>
      ) : null}
      {data && found.length === 0 ? <Empty icon="cases"><p>{t('workflows.empty')}</p></Empty> : null}
      <ul className={css.list}>
        {found.map((one) => (
          <li key={one.id} className={css.row}>
            <Link to="/proses/$key" params={{ key: one.key }} search={{}} className={css.link}>
              <span className={css.head}>
                <span className={css.name}>{one.name ?? one.key}</span>
                <span className={css.badges}>
                  {one.startable ? null : <Badge tone="plain">{t('workflows.called')}</Badge>}
                  <Badge tone="brand">{t('workflows.version', { n: one.version })}</Badge>
                </span>
              </span>
              <span className={uiCss.meta}>{one.key}{one.tag ? ` · ${one.tag}` : ''}</span>
              {one.note ? <span className={css.note}>{one.note}</span> : null}
              <span className={uiCss.meta}>
                {t('workflows.deployed', { date: sayMoment(one.deployedAt, zone, locale) })} · {t('workflows.open', { n: one.openInstances })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
