// Deploying files together: chosen or dropped, checked by the server, every finding with its line and remedy and marked on the
// drawing of its file. Nothing is deployed when a check finds an error.
import { Button, Textarea } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useClient } from 'urql';
import { DeployWorkflowDocument, type DeployWorkflowMutation } from '~/shared/graphql/generated';
import { networkProblem, problemOfErrors, sayProblem } from '~/shared/graphql/problem';
import type { DiagramMarks } from '~/shared/bpmn/DiagramHost';
import { inLocale, useText } from '~/shared/i18n/text';
import { saySize } from '~/shared/ui/documents';
import { ErrorSummary } from '~/shared/ui/ErrorSummary';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Loading, Notice, type Tone, uiCss } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import css from './Workflows.module.css';

const DiagramView = lazy(() => import('~/shared/bpmn/DiagramView'));

type Payload = DeployWorkflowMutation['deployWorkflow'];
type Diagnostic = Payload['diagnostics'][number];
interface Chosen {
  name: string;
  content: string;
}

const ACCEPTED = /\.(bpmn|dmn|form|mail\.id|mail\.en)$/;
const tone: Record<string, Tone> = { ERROR: 'danger', WARNING: 'attention', INFO: 'brand' };
const edge: Record<string, string | undefined> = { ERROR: css.error, WARNING: undefined, INFO: css.info };
const order = ['ERROR', 'WARNING', 'INFO'];
const nothing: ReadonlySet<string> = new Set();
const still: ReadonlyMap<string, number> = new Map();

type Severity = 'ERROR' | 'WARNING' | 'INFO';

function marksOf(diagnostics: readonly Diagnostic[], file: string, chosen: Diagnostic | null): DiagramMarks {
  const faults = new Map<string, Severity>();
  for (const one of diagnostics) {
    if (one.file !== file || one.element === null) continue;
    const before = faults.get(one.element);
    if (before === undefined || order.indexOf(one.severity) < order.indexOf(before)) faults.set(one.element, one.severity as Severity);
  }
  return { active: still, visited: nothing, incidents: nothing, faults, chosen: chosen?.element ?? null };
}

export function DeployPage() {
  const { t, locale } = useText();
  const client = useClient();
  const picker = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<Chosen[]>([]);
  const [note, setNote] = useState('');
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<string[]>([]);
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Payload | null>(null);
  const [chosen, setChosen] = useState<Diagnostic | null>(null);

  const say = (lines: string[]): void => {
    setFaults(lines);
    setRound((n) => n + 1);
  };
  const take = async (list: FileList | null): Promise<void> => {
    const all = [...(list ?? [])];
    const odd = all.filter((file) => !ACCEPTED.test(file.name));
    const good = await Promise.all(all.filter((file) => ACCEPTED.test(file.name)).map(async (file) => ({ name: file.name, content: await file.text() })));
    setFiles((now) => [...now.filter((one) => !good.some((other) => other.name === one.name)), ...good].sort((a, b) => a.name.localeCompare(b.name)));
    setAnswer(null);
    setChosen(null);
    say(odd.map((file) => t('deploy.oddFile', { name: file.name })));
  };
  const send = async (checkOnly: boolean): Promise<void> => {
    if (files.length === 0) {
      say([t('deploy.noFiles')]);
      return;
    }
    setBusy(true);
    const { data, error } = await client.mutation(DeployWorkflowDocument, { input: { files, checkOnly, ...(note.trim() ? { note: note.trim() } : {}) } }).toPromise();
    setBusy(false);
    const payload = data?.deployWorkflow ?? null;
    setAnswer(payload);
    setChosen(payload?.diagnostics.find((one) => one.severity === 'ERROR') ?? null);
    const problem = payload?.problem ?? (payload ? null : error?.networkError ? networkProblem() : problemOfErrors(error?.graphQLErrors ?? []));
    say(problem ? [sayProblem(problem, t, locale)] : []);
    if (payload && !payload.problem) tellDone(checkOnly ? t('deploy.checked', { n: payload.diagnostics.length }) : t('deploy.done', { n: payload.definitions.length }));
  };

  const diagnostics = useMemo(
    () => [...(answer?.diagnostics ?? [])].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0)),
    [answer],
  );
  const drawn = files.find((one) => one.name === (chosen?.file ?? files.find((file) => file.name.endsWith('.bpmn'))?.name) && one.name.endsWith('.bpmn'));
  const marks = useMemo(() => marksOf(diagnostics, drawn?.name ?? '', chosen), [diagnostics, drawn?.name, chosen]);

  return (
    <Page
      title={t('deploy.title')} lead={t('deploy.lead')} hasErrors={faults.length > 0}
      above={<Link to="/proses" className={uiCss.back}><Icon name="back" size={16} /> {t('workflows.back')}</Link>}
    >
      <div className={css.column}>
        <Card label={t('deploy.title')}>
          <ErrorSummary lines={faults.map((message) => ({ message }))} round={round} />
          <div
            className={over ? `${css.drop} ${css.dropping}` : css.drop}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(event) => {
              event.preventDefault();
              setOver(false);
              void take(event.dataTransfer.files);
            }}
          >
            <Icon name="document" size={30} />
            <p>{t('deploy.drop')}</p>
            <Button variant="default" onClick={() => picker.current?.click()}>{t('deploy.choose')}</Button>
            <input
              ref={picker} type="file" multiple hidden accept=".bpmn,.dmn,.form,.id,.en" aria-label={t('deploy.choose')}
              onChange={(event) => {
                void take(event.currentTarget.files);
                event.currentTarget.value = '';
              }}
            />
            <span className={uiCss.meta}>{t('deploy.kinds')}</span>
          </div>
          <ul className={css.files} aria-label={t('deploy.files')}>
            {files.map((file) => (
              <li key={file.name}>
                <span><strong>{file.name}</strong> <span className={uiCss.meta}>{saySize(new Blob([file.content]).size, locale)}</span></span>
                <Button size="xs" variant="default" aria-label={`${t('deploy.remove')}: ${file.name}`} onClick={() => { setFiles(files.filter((one) => one !== file)); setAnswer(null); }}>{t('deploy.remove')}</Button>
              </li>
            ))}
          </ul>
          <div className={css.form}>
            <Textarea size="md" rows={2} label={t('deploy.note')} description={t('deploy.noteHint')} value={note} maxLength={2_000} onChange={(event) => setNote(event.currentTarget.value)} />
            <div className={css.actions}>
              <Button variant="default" loading={busy} onClick={() => void send(true)}>{t('deploy.checkOnly')}</Button>
              <Button loading={busy} onClick={() => void send(false)}>{t('deploy.submit')}</Button>
            </div>
          </div>
        </Card>
        {answer && answer.definitions.length > 0 ? (
          <Card title={t('deploy.result')}>
            <ul className={css.versions}>
              {answer.definitions.map((one) => (
                <li key={one.id}>
                  <Link to="/proses/$key" params={{ key: one.key }} search={{}}>{one.name ?? one.key}</Link>
                  <span className={uiCss.meta}>{t('workflows.version', { n: one.version })} · {t('deploy.seeProof')}</span>
                </li>
              ))}
            </ul>
          </Card>
        ) : null}
        {answer && diagnostics.length === 0 ? <Notice tone="good" icon="check">{t('deploy.clean')}</Notice> : null}
        {diagnostics.length > 0 ? (
          <div className={css.columns}>
            <Card title={t('deploy.findings', { n: diagnostics.length })}>
              <ul className={css.findings}>
                {diagnostics.map((one, index) => (
                  <li key={`${one.file}-${one.line}-${one.code}-${index}`}>
                    <button type="button" className={`${css.finding} ${edge[one.severity] ?? ''}`} aria-pressed={chosen === one} onClick={() => setChosen(chosen === one ? null : one)}>
                      <span className={css.badges}>
                        <Badge tone={tone[one.severity] ?? 'plain'}>{order.includes(one.severity) ? t(`deploy.severity.${one.severity as Severity}`) : one.severity}</Badge>
                        <span className={uiCss.meta}>{one.file}{one.line === null ? '' : `, ${t('deploy.line', { n: one.line })}`}{one.element ? ` · ${one.element}` : ''}</span>
                      </span>
                      <strong>{inLocale(locale, one.messageId, one.message)}</strong>
                      {one.remedy ? <span className={css.remedy}>{t('deploy.remedy')}: {one.remedy}</span> : null}
                      <span className={`${uiCss.meta} ${uiCss.hash}`}>{one.code}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </Card>
            {drawn ? (
              <Card title={drawn.name}>
                <Suspense fallback={<Loading />}>
                  <DiagramView key={drawn.name} xml={drawn.content} marks={marks} legend={<>{t('deploy.legend')}</>} />
                </Suspense>
              </Card>
            ) : null}
          </div>
        ) : null}
      </div>
    </Page>
  );
}
