// One process: its drawing in each version, whether it is sound, where not the way there drawn, and what was migrated.
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { useQuery } from 'urql';
import { MigrationsDocument, WorkflowDocument, WorkflowProofDocument, type WorkflowProofQuery } from '~/shared/graphql/generated';
import type { DiagramMarks } from '~/shared/bpmn/DiagramHost';
import { inLocale, useText } from '~/shared/i18n/text';
import { holdsRole, regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { elementsOf } from './elements';
import { workflowSearch } from './search';
import { StaffingCard } from './Staffing';
import css from './Workflows.module.css';

const DiagramView = lazy(() => import('~/shared/bpmn/DiagramView'));
export type Finding = NonNullable<NonNullable<WorkflowProofQuery['definition']>['proof']>['findings'][number];

const nothing: ReadonlySet<string> = new Set();
const still: ReadonlyMap<string, number> = new Map();

/** A finding as it is drawn: the way in numbers, the tokens that are left, and the element where it shows. */
export function marksOfFinding(finding: Finding | undefined): DiagramMarks {
  if (!finding) return { active: still, visited: nothing, incidents: nothing };
  return {
    active: new Map(finding.tokens.map((place) => [place, finding.tokens.filter((one) => one === place).length])),
    visited: nothing, incidents: nothing, trace: finding.trace,
    faults: new Map([[finding.element, 'ERROR']]),
  };
}

interface ProofCardProps {
  proof: NonNullable<NonNullable<WorkflowProofQuery['definition']>['proof']> | null;
  loading: boolean;
  nameOf: (id: string) => string;
  chosen: number | null;
  onChoose: (index: number | null) => void;
}

function ProofCard({ proof, loading, nameOf, chosen, onChoose }: ProofCardProps) {
  const { t, locale } = useText();
  return (
    <Card title={t('proof.title')}>
      {loading ? <Loading rows={1} /> : null}
      {proof?.sound ? <Notice tone="good" icon="check">{t('proof.sound', { n: proof.states })}</Notice> : null}
      {proof?.bounded ? <Notice tone="attention">{t('proof.bounded', { n: proof.states })}</Notice> : null}
      {proof && proof.findings.length > 0 ? <p className={uiCss.meta}>{t('proof.found', { n: proof.findings.length })}</p> : null}
      <ul className={css.findings}>
        {proof?.findings.map((finding, index) => (
          <li key={`${finding.kind}-${finding.element}-${index}`}>
            <button type="button" className={css.finding} aria-pressed={chosen === index} onClick={() => onChoose(chosen === index ? null : index)}>
              <strong>{t(`proof.kind.${finding.kind}`)}: {nameOf(finding.element)}</strong>
              <span>{inLocale(locale, finding.messageId, finding.message)}</span>
              <span className={css.remedy}>{t('deploy.remedy')}: {inLocale(locale, finding.remedyId, finding.remedy)}</span>
              <span className={uiCss.meta}>{t('deploy.line', { n: finding.line })}</span>
            </button>
            {chosen === index && finding.trace.length > 0 ? (
              <ol className={css.trace} aria-label={t('proof.way')}>
                {finding.trace.filter((id) => nameOf(id) !== '').map((id, step) => <li key={`${step}-${id}`}>{nameOf(id)}</li>)}
              </ol>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Batches({ definitionKey, zone }: { definitionKey: string; zone: string }) {
  const { t, locale } = useText();
  const [{ data }] = useQuery({ query: MigrationsDocument, variables: { definitionKey, first: 10 } });
  const found = data?.migrationBatches.nodes ?? [];
  if (found.length === 0) return null;
  return (
    <Card title={t('migrate.earlier')}>
      <ul className={css.batches}>
        {found.map((batch) => (
          <li key={batch.id}>
            <Link to="/proses/$key/pindah/$batch" params={{ key: definitionKey, batch: batch.id }}>
              {t(batch.kind === 'ROLL_BACK' ? 'migrate.rolledBack' : 'migrate.fromTo', { from: batch.fromVersion ?? '*', to: batch.toVersion ?? '*' })}
            </Link>
            <span className={uiCss.meta}>
              {batch.dryRun ? `${t('migrate.dryRun')} · ` : ''}{sayMoment(batch.createdAt, zone, locale)} · {t('migrate.count', { done: batch.done, refused: batch.refused, total: batch.total })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function WorkflowPage() {
  const { t, locale } = useText();
  const me = useMe();
  const zone = regencyZone(me);
  const navigate = useNavigate();
  const { key } = useParams({ strict: false }) as { key: string };
  const { versi, temuan } = workflowSearch(useSearch({ strict: false }));
  const version = versi === undefined ? {} : { version: versi };
  const [{ data, fetching, error }] = useQuery({ query: WorkflowDocument, variables: { key, ...version } });
  const [proofAnswer] = useQuery({ query: WorkflowProofDocument, variables: { key, ...version } });
  const definition = data?.definition ?? null;
  const proof = proofAnswer.data?.definition?.proof ?? null;
  const names = useMemo(() => new Map(elementsOf(definition?.xml ?? '').map((one) => [one.id, one.name])), [definition?.xml]);
  // A flow without a name says nothing: its ends do.
  const nameOf = (id: string): string => names.get(id) ?? (names.size === 0 ? id : '');
  const chosen = temuan !== undefined && proof && temuan <= proof.findings.length ? temuan - 1 : null;
  const finding = chosen === null ? undefined : proof?.findings[chosen];
  const marks = useMemo(() => marksOfFinding(finding), [finding]);
  const choose = (index: number | null): void =>
    void navigate({ to: '/proses/$key', params: { key }, replace: true, search: { ...(versi === undefined ? {} : { versi }), ...(index === null ? {} : { temuan: index + 1 }) } });

  const above = <Link to="/proses" className={uiCss.back}><Icon name="back" size={16} /> {t('workflows.back')}</Link>;
  if (!definition) {
    return (
      <Page title={t(fetching ? 'app.loading' : error ? 'error.title' : 'notFound.title')} above={above} narrow>
        {fetching ? <Loading /> : <Empty icon="search"><p>{t(error ? 'problem.NETWORK' : 'notFound.body')}</p></Empty>}
      </Page>
    );
  }
  const newest = definition.versions[0]?.version ?? definition.version;
  return (
    <Page
      title={definition.name ?? definition.key} above={above}
      lead={
        <>
          {definition.key} · {t('workflows.version', { n: definition.version })}{definition.tag ? ` · ${definition.tag}` : ''} ·{' '}
          {t('workflows.open', { n: definition.openInstances })}{' '}
          {definition.version === newest ? <Badge tone="good">{t('workflows.newest')}</Badge> : <Badge tone="plain">{t('workflows.older')}</Badge>}
        </>
      }
      actions={
        <div className={css.actions}>
          <a className={uiCss.buttonQuiet} href={`data:application/xml;charset=utf-8,${encodeURIComponent(definition.xml)}`} download={`${definition.key}.v${definition.version}.bpmn`}>
            <Icon name="download" size={18} /> BPMN
          </a>
          {holdsRole(me, 'SYSADMIN') && definition.versions.length > 1 ? (
            <Link to="/proses/$key/pindah" params={{ key }} className={uiCss.button}>{t('migrate.open')}…</Link>
          ) : null}
        </div>
      }
    >
      {definition.note ? <Notice tone="plain" icon="note">{definition.note}</Notice> : null}
      <div className={css.columns}>
        <div className={css.column}>
          <Card label={t('instance.diagram')} title={t('instance.diagram')}>
            <Suspense fallback={<Loading />}>
              <DiagramView
                xml={definition.xml} marks={marks}
                legend={finding ? <><span className="mufakat-number" aria-hidden="true">1</span> {t('proof.legendWay')} <span className="mufakat-token" aria-hidden="true">1</span> {t('proof.legendTokens')}</> : <>{proof?.findings.length ? t('proof.legendNone') : null}</>}
              />
            </Suspense>
            <p className={uiCss.meta}>{t('instance.diagramHint')}</p>
          </Card>
        </div>
        <div className={css.column}>
          <ProofCard proof={proof} loading={proofAnswer.fetching && !proof} nameOf={nameOf} chosen={chosen} onChoose={choose} />
          <Card title={t('workflows.versions')}>
            <ul className={css.versions}>
              {definition.versions.map((one) => (
                <li key={one.id}>
                  <Link to="/proses/$key" params={{ key }} search={one.version === newest ? {} : { versi: one.version }} aria-current={one.version === definition.version ? 'true' : undefined}>
                    {t('workflows.version', { n: one.version })}{one.tag ? ` · ${one.tag}` : ''}
                  </Link>
                  <span className={uiCss.meta}>{sayMoment(one.deployedAt, zone, locale)} · {t('workflows.open', { n: one.openInstances })}</span>
                  {one.note ? <span className={uiCss.meta}>{one.note}</span> : null}
                </li>
              ))}
            </ul>
          </Card>
          <StaffingCard key={definition.version} definitionKey={key} version={definition.version} nameOf={nameOf} />
          <Batches definitionKey={key} zone={zone} />
        </div>
      </div>
    </Page>
  );
}
