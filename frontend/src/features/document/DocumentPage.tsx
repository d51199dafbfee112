// One document: where it stands on its way from draft to dispatch, its versions with their hashes, what each says and what changed
// between two of them, and who put initials and signatures under which hash.
import { Button } from '@mantine/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { DocumentPageDocument, type DocumentPageQuery } from '~/shared/graphql/generated';
import { type MessageKey, isWord, useText } from '~/shared/i18n/text';
import { sayMoment } from '~/shared/time/zones';
import { saySize } from '~/shared/ui/documents';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { Chain } from './Chain';
import { Changes } from './Changes';
import { Dispositions } from './Dispositions';
import css from './Document.module.css';
import { Look } from './Look';
import { type DocumentSearch, documentSearch } from './search';

export type Paper = NonNullable<DocumentPageQuery['document']>;
export type Version = Paper['versions'][number];

/** The way of an official document (DOMAIN 4); returned and cancelled ones have left it. */
const WAY = ['DRAFT', 'IN_INITIALS', 'READY_TO_SIGN', 'SIGNED', 'REGISTERED', 'DISPATCHED'];

function Way({ state }: { state: string }) {
  const { t } = useText();
  const at = WAY.indexOf(state);
  if (at < 0) return <Badge tone="attention">{isWord(`document.state.${state}`) ? t(`document.state.${state}` as MessageKey) : state}</Badge>;
  return (
    <ol className={css.way} aria-label={t('document.way')}>
      {WAY.map((step, index) => (
        <li key={step} className={index < at ? css.passed : index === at ? css.here : ''} aria-current={index === at ? 'step' : undefined}>
          {t(`document.state.${step}` as MessageKey)}
        </li>
      ))}
    </ol>
  );
}

function Versions({ paper, open, choose }: { paper: Paper; open: Version; choose: (search: DocumentSearch) => void }) {
  const { t, locale } = useText();
  const newestFirst = [...paper.versions].reverse();
  return (
    <Card title={t('document.versions')}>
      <ol className={css.versions} reversed>
        {newestFirst.map((version) => (
          <li key={version.id} className={version.id === open.id ? css.open : ''}>
            <div className={css.versionHead}>
              <strong>{t('document.version', { n: version.version })}</strong>
              {version.version === paper.versions.length ? <Badge tone="good">{t('document.newest')}</Badge> : null}
            </div>
            <span>{t('document.broughtBy', { name: version.author ?? t('document.bySystem'), at: sayMoment(version.createdAt, paper.organisation.zone, locale) })}</span>
            <span className={uiCss.meta}>{version.fileName} · {saySize(version.size, locale)}</span>
            <span className={`${uiCss.meta} ${uiCss.hash}`}>SHA-256 {version.sha256}</span>
            {version.textState === 'READ' || version.textState === 'NOT_TEXT' ? null : (
              <span className={uiCss.meta}>{t(`document.text.${version.textState}` as MessageKey)}</span>
            )}
            <div className={css.acts}>
              {version.id === open.id ? null : (
                <Button size="xs" variant="default" onClick={() => choose({ versi: version.version })}>{t('document.openVersion', { n: version.version })}</Button>
              )}
              {version.version > 1 ? (
                <Button size="xs" variant="default" onClick={() => choose({ versi: version.version, banding: version.version - 1 })}>
                  {t('document.compareWith', { n: version.version, m: version.version - 1 })}
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Found({ paper }: { paper: Paper }) {
  const { t, locale } = useText();
  const search = documentSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const choose = (next: DocumentSearch): void => void navigate({ to: '/dokumen/$id', params: { id: paper.id }, search: next });
  const newest = paper.versions[paper.versions.length - 1];
  const open = paper.versions.find((one) => one.version === search.versi) ?? newest;
  const other = paper.versions.find((one) => one.version === search.banding && one.id !== open?.id);
  const kind = `document.kind.${paper.kind}`;
  const zone = paper.organisation.zone;
  return (
    <Page
      title={paper.title}
      above={paper.instance ? (
        <Link to="/perkara/$id" params={{ id: paper.instance.id }} className={uiCss.back}>
          <Icon name="back" size={16} /> {paper.instance.definition.name ?? paper.instance.definition.key} {paper.instance.businessKey ?? ''}
        </Link>
      ) : undefined}
      lead={
        <>
          {isWord(kind) ? t(kind) : paper.kind}{paper.number ? ` · ${t('document.number', { number: paper.number })}` : ''} · {paper.organisation.name} ·{' '}
          {sayMoment(paper.createdAt, zone, locale)}
        </>
      }
    >
      <Way state={paper.state} />
      {open === undefined ? <Empty icon="document"><p>{t('document.noVersions')}</p></Empty> : (
        <div className={css.columns}>
          <div className={css.column}>
            {other ? (
              <Changes before={other.version < open.version ? other : open} after={other.version < open.version ? open : other} onClose={() => choose({ versi: open.version })} />
            ) : <Look key={open.id} version={open} title={paper.title} />}
          </div>
          <div className={css.column}>
            <Versions paper={paper} open={open} choose={choose} />
            <Chain version={open} zone={zone} />
            <Dispositions paper={paper} />
          </div>
        </div>
      )}
    </Page>
  );
}

export function DocumentPage() {
  const { t } = useText();
  const { id } = useParams({ strict: false }) as { id: string };
  const [{ data, fetching, error }, again] = useQuery({ query: DocumentPageDocument, variables: { id }, requestPolicy: 'cache-and-network' });
  if (data?.document) return <Found paper={data.document} />;
  const loading = fetching && !data;
  return (
    <Page title={loading ? t('app.loading') : t(error ? 'error.title' : 'notFound.title')} narrow>
      {loading ? <Loading /> : null}
      {error ? (
        <Notice tone="danger" alert>
          {t('problem.NETWORK')} <Button size="xs" variant="default" onClick={() => again({ requestPolicy: 'network-only' })}>{t('app.retry')}</Button>
        </Notice>
      ) : null}
      {!loading && !error ? <Empty icon="search"><p>{t('notFound.body')}</p></Empty> : null}
    </Page>
  );
}
