// The texts of papers as they count for one organisation: shipped, changed above, or changed here.
import { TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { PaperTemplatesDocument } from '~/shared/graphql/generated';
import { inLocale, useText } from '~/shared/i18n/text';
import { regencyOf, useMe } from '~/shared/session/useSession';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { templateSearch } from './search';
import { scopesOf } from './scope';
import css from './Templates.module.css';

export function Scopes({ shown, go }: { shown: string; go: (organisation: string) => void }) {
  const { t } = useText();
  const me = useMe();
  const [typed, setTyped] = useState('');
  return (
    <form
      className={css.scopes}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '') go(typed.trim());
      }}
    >
      <span id="scopes-label">{t('template.scope')}</span>
      <span className={css.scopeButtons} role="group" aria-labelledby="scopes-label">
        {scopesOf(me, shown).map((code) => (
          <button key={code} type="button" className={uiCss.buttonQuiet} aria-pressed={code === shown} onClick={() => go(code)}>
            {code === 'id' ? t('template.nation') : code}
          </button>
        ))}
      </span>
      <TextInput label={t('template.otherScope')} placeholder="33.28" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
    </form>
  );
}

export function TemplatesPage() {
  const { t, locale } = useText();
  const me = useMe();
  const search = templateSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const organisation = search.organisasi ?? regencyOf(me) ?? 'id';
  const [{ data, fetching, error }] = useQuery({ query: PaperTemplatesDocument, variables: { organisation }, requestPolicy: 'cache-and-network' });
  const found = data?.paperTemplates ?? [];
  return (
    <Page title={t('template.title')} lead={t('template.lead')}>
      <Scopes shown={organisation} go={(organisasi) => void navigate({ to: '/administrasi/templat', search: { organisasi } })} />
      {data && !data.mayChangePaperTemplates ? <Notice tone="brand">{t('template.readOnly')}</Notice> : null}
      {fetching && !data ? <Loading /> : null}
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {data && found.length === 0 ? <Empty icon="search"><p>{t('template.unknownScope')}</p></Empty> : null}
      <ul className={css.list}>
        {found.map((one) => (
          <li key={one.name}>
            <Icon name="document" size={20} />
            <Link to="/administrasi/templat/$name" params={{ name: one.name }} search={{ organisasi: organisation }}>{inLocale(locale, one.title, one.titleEn)}</Link>
            <Badge tone={one.own ? 'good' : one.from ? 'brand' : 'plain'}>
              {one.own ? t('template.ownVersion', { n: one.version ?? 1 }) : one.from ? t('template.fromAbove', { name: one.from.name }) : t('template.shipped')}
            </Badge>
          </li>
        ))}
      </ul>
    </Page>
  );
}
