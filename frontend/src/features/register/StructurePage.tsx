// One organisation: where it stands, what is in it, and everything that may be changed there by whoever keeps its register.
import { Button } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useQuery } from 'urql';
import {
  AddOrganisationDocument, AddPositionDocument, ChangeOrganisationDocument, CloseOrganisationDocument, RegisterOrganisationDocument, SucceedOrganisationDocument,
} from '~/shared/graphql/generated';
import { inLocale, useText } from '~/shared/i18n/text';
import { regencyOf, useMe } from '~/shared/session/useSession';
import { sayPlainDate } from '~/shared/time/zones';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { ChangeDialog } from './ChangeDialog';
import { PositionRow } from './PositionRow';
import css from './Register.module.css';
import { structureSearch } from './search';
import { Tabs } from './Tabs';

const kinds = ['OPD', 'REGIONAL_SECRETARIAT', 'SECTION', 'COUNCIL', 'EXECUTIVE_TEAM', 'DISTRICT_OFFICE', 'VILLAGE_OFFICE', 'LEADERS_FORUM', 'LEGISLATURE', 'PARTNER', 'DIRECTORATE', 'AGENCY'];
const functions = ['', 'COMMUNICATION', 'PLANNING', 'VILLAGE_AFFAIRS', 'FINANCE', 'HEALTH', 'EDUCATION', 'ENVIRONMENT', 'PUBLIC_WORKS', 'TOURISM', 'TRADE', 'POPULATION', 'INSPECTORATE', 'LEGAL', 'COOPERATION'];

type Act = 'position' | 'child' | 'change' | 'close' | 'succeed';

function Place({ place }: { place: { code: string; name: string } }) {
  return <Link to="/administrasi/organisasi" search={{ kode: place.code }}>{place.name}</Link>;
}

export function StructurePage() {
  const { t, locale } = useText();
  const me = useMe();
  const { kode } = structureSearch(useSearch({ strict: false }));
  const code = kode ?? regencyOf(me) ?? 'id';
  const [act, setAct] = useState<Act | null>(null);
  const [{ data, fetching, error }, again] = useQuery({ query: RegisterOrganisationDocument, variables: { code }, requestPolicy: 'cache-and-network' });
  const refresh = (): void => again({ requestPolicy: 'network-only' });
  const here = data?.organisation;
  const shared = { submit: t('register.save'), done: t('register.saved'), onClose: () => setAct(null), onDone: refresh };
  const open = here && here.lastDay === null;
  let dialog: ReactNode = null;
  if (here && act === 'position') {
    dialog = (
      <ChangeDialog
        {...shared} title={t('register.addPosition')} document={AddPositionDocument} pick={(answer) => answer.createPosition} fixed={{ organisation: here.code }}
        fields={[
          { name: 'code', label: t('register.code'), hint: t('register.codeHint'), value: `${here.code}/`, required: true },
          { name: 'title', label: t('register.positionTitle'), required: true },
          { name: 'titleEn', label: t('register.titleEn') },
          { name: 'superior', label: t('register.superior') },
        ]}
      />
    );
  } else if (here && act === 'child') {
    dialog = (
      <ChangeDialog
        {...shared} title={t('register.addOrganisation')} document={AddOrganisationDocument} pick={(answer) => answer.createOrganisation} fixed={{ parent: here.code }}
        fields={[
          { name: 'code', label: t('register.code'), hint: t('register.codeHint'), value: `${here.code.split('/')[0]}/`, required: true },
          { name: 'name', label: t('register.name'), required: true },
          { name: 'nameEn', label: t('register.nameEn') },
          { name: 'kind', label: t('register.kind'), kind: 'choice', value: 'OPD', choices: kinds.map((value) => ({ value, label: value })) },
          { name: 'function', label: t('register.function'), kind: 'choice', choices: functions.map((value) => ({ value, label: value || '–' })) },
          { name: 'validFrom', label: t('register.from'), kind: 'date', required: true },
        ]}
      />
    );
  } else if (here && act === 'change') {
    dialog = (
      <ChangeDialog
        {...shared} title={t('register.changeOrganisation')} document={ChangeOrganisationDocument} pick={(answer) => answer.changeOrganisation} fixed={{ organisation: here.code }}
        fields={[
          { name: 'name', label: t('register.name'), value: here.name, required: true },
          { name: 'nameEn', label: t('register.nameEn'), value: here.nameEn ?? '' },
          { name: 'parent', label: t('register.parent'), hint: t('register.parentHint'), value: here.parent?.code ?? '' },
        ]}
      />
    );
  } else if (here && act === 'close') {
    dialog = (
      <ChangeDialog
        {...shared} title={t('register.closeOrganisation')} document={CloseOrganisationDocument} pick={(answer) => answer.closeOrganisation} fixed={{ organisation: here.code }}
        fields={[{ name: 'lastDay', label: t('register.lastDay'), kind: 'date', required: true }]}
      />
    );
  } else if (here && act === 'succeed') {
    dialog = (
      <ChangeDialog
        {...shared} title={t('register.succeed')} document={SucceedOrganisationDocument} pick={(answer) => answer.succeedOrganisation}
        fields={[
          { name: 'kind', label: t('register.succession'), kind: 'choice', value: 'RENAME', choices: (['RENAME', 'MERGE', 'SPLIT'] as const).map((value) => ({ value, label: t(`register.succession.${value}`) })) },
          { name: 'predecessors', label: t('register.predecessorCodes'), kind: 'codes', value: here.code, required: true },
          { name: 'successors', label: t('register.successorCodes'), hint: t('register.successorHint'), kind: 'codes', required: true },
          { name: 'decree', label: t('register.decree'), required: true },
          { name: 'validFrom', label: t('register.from'), kind: 'date', required: true },
        ]}
      />
    );
  }
  return (
    <Page title={here?.name ?? t('register.structure')} lead={t('register.structureLead')}>
      <Tabs at="/administrasi/organisasi" />
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {fetching && !data ? <Loading /> : null}
      {data && !here ? <Empty icon="council"><p>{t('register.noOrganisation')}</p></Empty> : null}
      {here ? (
        <div className={css.stack}>
          <Card label={t('register.organisation')}>
            <span className={css.badges}>
              <Badge tone="plain">{here.code}</Badge><Badge tone="plain">{here.kind}</Badge>{here.function ? <Badge tone="plain">{here.function}</Badge> : null}
              {here.lastDay ? <Badge tone="attention">{t('register.endedOn', { date: sayPlainDate(here.lastDay, locale) })}</Badge> : null}
            </span>
            <p className={uiCss.meta}>
              {here.parent ? <>{t('register.below')} <Place place={here.parent} /> · </> : null}{t('register.since', { date: sayPlainDate(here.validFrom, locale) })}
            </p>
            {here.successors.length > 0 ? <p>{t('register.successors')}: {here.successors.map((place) => <span key={place.id}><Place place={place} /> </span>)}</p> : null}
            {here.predecessors.length > 0 ? <p>{t('register.predecessors')}: {here.predecessors.map((place) => <span key={place.id}><Place place={place} /> </span>)}</p> : null}
            {here.administered && open ? (
              <span className={css.actions}>
                <Button size="xs" onClick={() => setAct('position')}>{t('register.addPosition')}</Button>
                <Button size="xs" variant="default" onClick={() => setAct('child')}>{t('register.addOrganisation')}</Button>
                <Button size="xs" variant="default" onClick={() => setAct('change')}>{t('register.changeOrganisation')}</Button>
                <Button size="xs" variant="default" onClick={() => setAct('succeed')}>{t('register.succeed')}</Button>
                <Button size="xs" variant="default" onClick={() => setAct('close')}>{t('register.closeOrganisation')}</Button>
              </span>
            ) : null}
          </Card>
          <Card title={t('register.positions', { n: here.positions.length })}>
            <ul className={css.posts}>
              {here.positions.map((post) => <PositionRow key={post.id} post={post} roles={data.roles} administered={here.administered} refresh={refresh} title={inLocale(locale, post.title, post.titleEn)} />)}
            </ul>
          </Card>
          <Card title={t('register.children', { n: here.children.nodes.length })}>
            <ul className={css.posts}>
              {here.children.nodes.map((child) => (
                <li key={child.id} className={child.lastDay ? css.past : undefined}><Place place={child} /><span className={uiCss.meta}>{child.code}</span></li>
              ))}
            </ul>
          </Card>
        </div>
      ) : null}
      {dialog}
    </Page>
  );
}
