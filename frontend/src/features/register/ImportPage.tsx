// People, positions, roles and appointments from a spreadsheet: the difference is shown first, line by line; then it is applied
// as a whole or not at all. A second run of the same file changes nothing.
import { Button } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { ImportRegisterDocument, type ImportRegisterInput, type ImportRegisterMutation } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { inLocale, useText } from '~/shared/i18n/text';
import { ErrorSummary } from '~/shared/ui/ErrorSummary';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Notice, type Tone, uiCss } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import { csvOf, save } from './sheet';
import css from './Register.module.css';
import { Tabs } from './Tabs';

type Plan = NonNullable<ImportRegisterMutation['importRegister']['plan']>;
type Outcome = Plan['lines'][number]['outcome'];

const outcomes = ['NEW', 'CHANGED', 'UNCHANGED', 'REFUSED'] as const satisfies readonly Outcome[];
const tone: Record<Outcome, Tone> = { NEW: 'good', CHANGED: 'attention', UNCHANGED: 'plain', REFUSED: 'danger' };
const numbers: Record<Outcome, 'added' | 'changed' | 'unchanged' | 'refused'> = { NEW: 'added', CHANGED: 'changed', UNCHANGED: 'unchanged', REFUSED: 'refused' };
const TEMPLATE = [
  ['nama', 'surel', 'bahasa', 'undang', 'organisasi', 'jabatan', 'nama_jabatan', 'atasan', 'peran', 'status', 'nomor_sk', 'mulai', 'sampai'],
  ['Nama Pegawai', 'pegawai@daerah.example', 'id', 'ya', '64.02/dinkes', '64.02/dinkes/staf-001', 'Staf Bidang Layanan', '64.02/dinkes/head', 'OPD_OFFICER', 'definitif', '800/12/2026', '2026-12-01', ''],
];

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export function ImportPage() {
  const { t, locale } = useText();
  const picker = useRef<HTMLInputElement>(null);
  const [send, busy] = useCommand<ImportRegisterMutation, ImportRegisterInput, ImportRegisterMutation['importRegister']>(ImportRegisterDocument, (data) => data.importRegister);
  const [file, setFile] = useState<{ name: string; content: string } | null>(null);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [shown, setShown] = useState<Outcome | null>(null);
  const [faults, setFaults] = useState<string[]>([]);
  const [round, setRound] = useState(0);

  const ask = async (content: string, dryRun: boolean): Promise<void> => {
    const outcome = await send({ content, dryRun });
    setRound((n) => n + 1);
    if (!outcome.ok) {
      setPlan(null);
      setFaults([sayProblem(outcome.problem, t, locale)]);
      return;
    }
    const found = outcome.payload.plan;
    setPlan(found);
    setFaults([]);
    if (found?.applied) tellDone(t('import.applied', { n: found.added + found.changed }));
  };
  const take = async (list: FileList | null): Promise<void> => {
    const chosen = list?.[0];
    if (!chosen) return;
    const content = await base64Of(chosen);
    setFile({ name: chosen.name, content });
    setShown(null);
    await ask(content, true);
  };
  const lines = useMemo(() => (plan?.lines ?? []).filter((line) => shown === null || line.outcome === shown), [plan, shown]);
  const nothingToDo = plan !== null && plan.added + plan.changed === 0;
  const report = (): void => {
    save(`${file?.name ?? 'impor'}.hasil.csv`, csvOf([
      [t('import.line'), t('import.subject'), t('import.outcome'), t('import.what')],
      ...(plan?.lines ?? []).map((line) => [
        String(line.line), line.subject, t(`import.${line.outcome}`),
        line.problem ? inLocale(locale, line.problem.messageId, line.problem.message) : line.effects.filter((effect) => effect.outcome !== 'UNCHANGED').map((effect) => effect.after).join(' | '),
      ]),
    ]));
  };

  return (
    <Page title={t('import.title')} lead={t('import.lead')} hasErrors={faults.length > 0}>
      <Tabs at="/administrasi/impor" />
      <div className={css.stack}>
        <Card label={t('import.file')}>
          <ErrorSummary lines={faults.map((message) => ({ message }))} round={round} />
          <div
            className={css.drop}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              void take(event.dataTransfer.files);
            }}
          >
            <Icon name="document" size={30} />
            <p>{file ? file.name : t('import.drop')}</p>
            <div className={css.actions}>
              <Button variant="default" onClick={() => picker.current?.click()}>{t('import.choose')}</Button>
              <Button variant="default" leftSection={<Icon name="download" />} onClick={() => save('templat-register.csv', csvOf(TEMPLATE))}>{t('import.template')}</Button>
            </div>
            <input
              ref={picker} type="file" hidden accept=".csv,text/csv,text/plain" aria-label={t('import.choose')}
              onChange={(event) => {
                void take(event.currentTarget.files);
                event.currentTarget.value = '';
              }}
            />
            <span className={uiCss.meta}>{t('import.kinds')}</span>
          </div>
          {busy ? (
            <div role="status">
              <p>{t('import.working')}</p>
              <progress className={css.progress} aria-label={t('import.working')} />
            </div>
          ) : null}
        </Card>
        {plan ? (
          <Card title={t(plan.applied ? 'import.result' : 'import.difference', { n: plan.total })}>
            <div className={css.counts} role="group" aria-label={t('import.filter')}>
              {outcomes.map((outcome) => (
                <button key={outcome} type="button" className={css.count} aria-pressed={shown === outcome} onClick={() => setShown(shown === outcome ? null : outcome)}>
                  <strong>{plan[numbers[outcome]]}</strong>
                  <span>{t(`import.${outcome}`)}</span>
                </button>
              ))}
            </div>
            {plan.applied ? <Notice tone="good" icon="check">{t('import.applied', { n: plan.added + plan.changed })}</Notice> : null}
            {!plan.applied && plan.refused > 0 ? <Notice tone="danger">{t('import.heldUp', { n: plan.refused })}</Notice> : null}
            {!plan.applied && plan.refused === 0 && nothingToDo ? <Notice tone="brand" icon="check">{t('import.nothing')}</Notice> : null}
            <div className={css.actions}>
              {!plan.applied && plan.refused === 0 && !nothingToDo ? <Button loading={busy} onClick={() => file && void ask(file.content, false)}>{t('import.apply', { n: plan.added + plan.changed })}</Button> : null}
              <Button variant="default" leftSection={<Icon name="download" />} onClick={report}>{t('import.report')}</Button>
            </div>
            <div className={css.scroll} tabIndex={0} role="region" aria-label={t('import.lines')}>
              <table className={css.table}>
                <thead><tr><th scope="col">{t('import.line')}</th><th scope="col">{t('import.subject')}</th><th scope="col">{t('import.outcome')}</th><th scope="col">{t('import.what')}</th></tr></thead>
                <tbody>
                  {lines.map((line) => (
                    <tr key={line.line}>
                      <td>{line.line}</td>
                      <td>{line.subject}</td>
                      <td><Badge tone={tone[line.outcome]}>{t(`import.${line.outcome}`)}</Badge></td>
                      <td>
                        {line.problem ? `${inLocale(locale, line.problem.messageId, line.problem.message)}${line.problem.field ? ` (${line.problem.field})` : ''}` : null}
                        {line.effects.filter((effect) => effect.outcome !== 'UNCHANGED').map((effect) => (
                          <div key={`${effect.kind}-${effect.after}`}>
                            {effect.before ? <><span className={css.before}>{effect.before}</span> → </> : null}{effect.after}
                          </div>
                        ))}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Card>
        ) : null}
      </div>
    </Page>
  );
}
