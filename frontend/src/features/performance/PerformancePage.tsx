// How work goes: what was done in time, what is late, how long each step takes and why it comes back. Each figure leads to its tasks.
import { NativeSelect } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { PerformanceDocument, PerformanceProcessesDocument, type PerformanceQuery } from '~/shared/graphql/generated';
import { inLocale, useText } from '~/shared/i18n/text';
import { nowMs } from '~/shared/time/clock';
import { sayMoment } from '~/shared/time/zones';
import { Page } from '~/shared/ui/Page';
import { Card, Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import css from './Performance.module.css';
import { type PerformanceSearch, performanceSearch } from './search';

type Figures = PerformanceQuery['kpis'];
const YEARS = 5;

/** Numbers as the language writes them. */
function useNumbers() {
  const { locale } = useText();
  return useMemo(() => {
    const tag = locale === 'en' ? 'en-GB' : 'id-ID';
    const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
    const hours = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
    const month = new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' });
    return {
      share: (value: number | null) => (value === null ? '–' : percent.format(value)),
      hours: (value: number) => hours.format(value),
      month: (day: string) => month.format(new Date(`${day}T00:00:00Z`)),
    };
  }, [locale]);
}

function Summary({ figures }: { figures: Figures }) {
  const { t } = useText();
  const say = useNumbers();
  const { onTimeRate, overdueTasks, actingShare } = figures;
  return (
    <div className={css.figures}>
      <dl className={css.figure}>
        <dt>{t('figures.onTime')}</dt>
        <dd>{say.share(onTimeRate.rate)}</dd>
        <dd>{t('figures.onTimeOf', { met: onTimeRate.met, due: onTimeRate.due })}</dd>
      </dl>
      <dl className={css.figure}>
        <dt>{t('figures.overdue')}</dt>
        <dd>{overdueTasks.total}</dd>
        <dd>{t('figures.overdueNow')}</dd>
      </dl>
      <dl className={css.figure}>
        <dt>{t('figures.acting')}</dt>
        <dd>{say.share(actingShare.share)}</dd>
        <dd>{t('figures.actingOf', { acting: actingShare.acting, decisions: actingShare.decisions })}</dd>
      </dl>
    </div>
  );
}

interface ShareRow {
  key: string;
  label: string;
  met: number;
  due: number;
  rate: number | null;
}

function Shares({ title, head, rows }: { title: string; head: string; rows: ShareRow[] }) {
  const { t } = useText();
  const say = useNumbers();
  return (
    <Card title={title}>
      <div className={css.wide}>
        <table className={css.table} aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{head}</th>
              <th scope="col" className={css.number}>{t('figures.metColumn')}</th>
              <th scope="col" className={css.number}>{t('figures.dueColumn')}</th>
              <th scope="col" className={css.number}>{t('figures.shareColumn')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.label}</th>
                <td className={css.number}>{row.met}</td>
                <td className={css.number}>{row.due}</td>
                <td className={css.number}>
                  {row.rate === null ? null : <progress className={css.share} max={1} value={row.rate} aria-hidden="true" />} {say.share(row.rate)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Late({ figures }: { figures: Figures }) {
  const { t, locale } = useText();
  const { longest, total } = figures.overdueTasks;
  const { tasks } = figures.onTimeRate;
  return (
    <>
      {longest.length > 0 ? (
        <Card title={t('figures.longest', { n: total })}>
          <ul className={css.list}>
            {longest.map(({ task, daysLate, lastRung }) => (
              <li key={task.id}>
                <Link to="/tugas/$id" params={{ id: task.id }}>{task.name}</Link>
                <span className={uiCss.meta}>
                  {t('figures.daysLate', { n: daysLate })}
                  {task.assignee ? ` · ${inLocale(locale, task.assignee.label, task.assignee.labelEn)}` : ''}
                  {lastRung ? ` · ${t('figures.lastRung', { rung: lastRung })}` : ''}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {tasks.nodes.length > 0 ? (
        <Card title={t('figures.missed', { n: tasks.totalCount })}>
          <ul className={css.list}>
            {tasks.nodes.map((task) => (
              <li key={task.id}>
                <Link to="/tugas/$id" params={{ id: task.id }}>{task.name}</Link>
                {task.due ? <span className={uiCss.meta}>{t('figures.wasDue', { date: sayMoment(task.due, task.zone, locale) })}</span> : null}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}

function Steps({ figures }: { figures: Figures }) {
  const { t } = useText();
  const say = useNumbers();
  const rework = figures.reworkRate.filter((step) => step.returns > 0);
  return (
    <>
      {figures.timeInStep.length > 0 ? (
        <Card title={t('figures.time')}>
          <p className={uiCss.meta}>{t('figures.timeHint')}</p>
          <div className={css.wide}>
            <table className={css.table} aria-label={t('figures.time')}>
              <thead>
                <tr>
                  <th scope="col">{t('figures.step')}</th>
                  <th scope="col" className={css.number}>{t('figures.count')}</th>
                  <th scope="col" className={css.number}>{t('figures.waiting')}</th>
                  <th scope="col" className={css.number}>{t('figures.working')}</th>
                </tr>
              </thead>
              <tbody>
                {figures.timeInStep.map((step) => (
                  <tr key={`${step.definitionKey} ${step.element}`}>
                    <th scope="row">{step.name}</th>
                    <td className={css.number}>{step.count}</td>
                    <td className={css.number}>{say.hours(step.waiting.median)} / {say.hours(step.waiting.p90)}</td>
                    <td className={css.number}>{say.hours(step.working.median)} / {say.hours(step.working.p90)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Card>
      ) : null}
      {rework.length > 0 ? (
        <Card title={t('figures.rework')}>
          <div className={css.wide}>
            <table className={css.table} aria-label={t('figures.rework')}>
              <thead>
                <tr>
                  <th scope="col">{t('figures.step')}</th>
                  <th scope="col" className={css.number}>{t('figures.returns')}</th>
                  <th scope="col" className={css.number}>{t('figures.reworkShare')}</th>
                  <th scope="col">{t('figures.reasons')}</th>
                </tr>
              </thead>
              <tbody>
                {rework.map((step) => (
                  <tr key={`${step.definitionKey} ${step.element}`}>
                    <th scope="row">{step.name}</th>
                    <td className={css.number}>{step.returns}</td>
                    <td className={css.number}>{say.share(step.rate)}</td>
                    <td>{step.reasons.map((reason) => `${reason.code} (${reason.count})`).join(', ')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Card>
      ) : null}
    </>
  );
}

export function PerformancePage() {
  const { t } = useText();
  const say = useNumbers();
  const navigate = useNavigate();
  const search = performanceSearch(useSearch({ strict: false }));
  const thisYear = new Date(nowMs()).getFullYear();
  const year = search.tahun ?? thisYear;
  const variables = useMemo(() => ({ filter: { year, ...(search.proses ? { definitionKey: search.proses } : {}) } }), [year, search.proses]);
  const [{ data, fetching, error }] = useQuery({ query: PerformanceDocument, variables, requestPolicy: 'cache-and-network' });
  const [processes] = useQuery({ query: PerformanceProcessesDocument });
  const choose = (next: PerformanceSearch): void => {
    void navigate({ to: '/kinerja', replace: true, search: performanceSearch({ ...search, ...next }) });
  };
  const figures = data?.kpis;
  const nothing = figures && figures.onTimeRate.due === 0 && figures.overdueTasks.total === 0 && figures.timeInStep.length === 0;
  const months = figures?.onTimeRate.months.filter((month) => month.due > 0) ?? [];
  return (
    <Page title={t('figures.title')} lead={t('figures.lead')}>
      <div className={css.tools}>
        <NativeSelect
          label={t('figures.year')} value={String(year)}
          onChange={(event) => choose({ tahun: Number(event.currentTarget.value) })}
          data={[...new Set([...Array.from({ length: YEARS }, (_, back) => thisYear - back), year])].sort((a, b) => b - a).map(String)}
        />
        <NativeSelect
          label={t('figures.process')} value={search.proses ?? ''}
          onChange={(event) => choose({ proses: event.currentTarget.value })}
          data={[{ value: '', label: t('figures.everyProcess') }, ...(processes.data?.definitions.nodes.map((one) => ({ value: one.key, label: one.name ?? one.key })) ?? [])]}
        />
      </div>
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {fetching && !data ? <Loading /> : null}
      {nothing ? <Empty icon="cases"><p>{t('figures.nothing')}</p></Empty> : null}
      {figures && !nothing ? (
        <>
          <Summary figures={figures} />
          <div className={css.stack}>
            <Late figures={figures} />
            {months.length > 0 ? (
              <Shares title={t('figures.byMonth')} head={t('figures.month')} rows={months.map((one) => ({ ...one, key: one.month, label: say.month(one.month) }))} />
            ) : null}
            {figures.onTimeRate.organisations.length > 1 ? (
              <Shares
                title={t('figures.byOrganisation')} head={t('figures.organisation')}
                rows={figures.onTimeRate.organisations.map((one) => ({ ...one, key: one.organisation.id, label: one.organisation.name }))}
              />
            ) : null}
            <Steps figures={figures} />
          </div>
        </>
      ) : null}
    </Page>
  );
}
