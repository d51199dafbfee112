// One template: its text beside the paper it makes, drawn anew while somebody writes; tried before it is kept; every earlier version
// one click away.
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useQuery } from 'urql';
import {
  PaperTemplatePageDocument, PreviewCasesDocument, RestorePaperTemplateDocument, type RestorePaperTemplateMutation, SavePaperTemplateDocument,
  type SavePaperTemplateMutation, type TemplatePartsFragment,
} from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { inLocale, useText } from '~/shared/i18n/text';
import { regencyOf, regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Empty, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import { usePhone } from '~/shared/ui/useMedia';
import { templateSearch } from './search';
import css from './Templates.module.css';
import { usePreview } from './usePreview';

const saved = (data: SavePaperTemplateMutation) => data.savePaperTemplate;
const restored = (data: RestorePaperTemplateMutation) => data.restorePaperTemplate;

function Facts({ template }: { template: TemplatePartsFragment }) {
  const { t } = useText();
  if (template.facts.length === 0) return null;
  return (
    <Card title={t('template.facts')}>
      <p className={uiCss.meta}>{t('template.factsLead')}</p>
      <div className={css.facts} tabIndex={0} role="region" aria-label={t('template.facts')}>
        <dl>
          {template.facts.map((fact) => (
            <div key={fact.path}><dt><code>{fact.path}</code></dt><dd>{fact.example}</dd></div>
          ))}
        </dl>
      </div>
    </Card>
  );
}

function Editor({ template, organisation, mayChange, refresh }: { template: TemplatePartsFragment; organisation: string; mayChange: boolean; refresh: () => void }) {
  const { t, locale } = useText();
  const me = useMe();
  const phone = usePhone();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(template.source);
  const [note, setNote] = useState('');
  const [from, setFrom] = useState('');
  const [{ data: cases }] = useQuery({ query: PreviewCasesDocument, pause: !mayChange });
  const preview = usePreview({ organisation, name: template.name, source: text, instanceId: from || null }, mayChange);
  const [save, saving] = useCommand(SavePaperTemplateDocument, saved);
  const [restore, restoring] = useCommand(RestorePaperTemplateDocument, restored);
  const [problem, setProblem] = useState<string | null>(null);

  const settle = (outcome: Awaited<ReturnType<typeof save>>, done: string): void => {
    if (!outcome.ok) {
      setProblem(sayProblem(outcome.problem, t, locale));
      return;
    }
    setProblem(null);
    if (outcome.payload.template) setText(outcome.payload.template.source);
    setNote('');
    tellDone(done);
    refresh();
  };
  const jump = (line: number): void => {
    const lines = text.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  };
  return (
    <div className={css.columns}>
      <div className={css.column}>
        <Card title={t('template.text')}>
          <Textarea
            ref={area} label={t('template.textLabel')} value={text} readOnly={!mayChange} rows={26} spellCheck={false} className={css.source}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {preview.problem ? (
            <Notice tone="danger" alert>
              {inLocale(locale, preview.problem.messageId, preview.problem.message)}{' '}
              {preview.problem.line ? (
                <Button size="xs" variant="default" onClick={() => preview.problem?.line && jump(preview.problem.line)}>{t('template.goToLine', { n: preview.problem.line })}</Button>
              ) : null}
            </Notice>
          ) : null}
          {problem ? <Notice tone="danger" alert>{problem}</Notice> : null}
          {mayChange ? (
            <>
              <TextInput label={t('template.note')} value={note} maxLength={500} onChange={(event) => setNote(event.currentTarget.value)} />
              <div className={css.acts}>
                <Button
                  loading={saving} disabled={text === template.source || preview.problem !== null}
                  onClick={() => void save({ organisation, name: template.name, source: text, note }).then((outcome) => settle(outcome, t('template.saved')))}
                >
                  {t('template.save')}
                </Button>
                <Button variant="default" disabled={text === template.source} onClick={() => setText(template.source)}>{t('template.undo')}</Button>
                <Button variant="default" disabled={text === template.shipped} onClick={() => setText(template.shipped)}>{t('template.useShipped')}</Button>
                {template.own ? (
                  <Button
                    variant="default" loading={saving}
                    onClick={() => void save({ organisation, name: template.name, source: null, note }).then((outcome) => settle(outcome, t('template.inherited')))}
                  >
                    {t('template.inherit')}
                  </Button>
                ) : null}
              </div>
            </>
          ) : null}
        </Card>
        <Facts template={template} />
      </div>
      <div className={css.column}>
        {mayChange ? (
          <Card title={t('template.preview')}>
            <NativeSelect
              label={t('template.previewFrom')} value={from} onChange={(event) => setFrom(event.currentTarget.value)}
              data={[{ value: '', label: t('template.invented') }, ...(cases?.instances.nodes ?? []).map((one) => ({ value: one.id, label: `${one.definition.name ?? one.definition.key} ${one.businessKey ?? ''}` }))]}
            />
            <p role="status" className={uiCss.meta}>{preview.busy ? t('template.drawing') : preview.pages ? t('template.pages', { n: preview.pages }) : ''}</p>
            {preview.address ? <p><a href={preview.address} target="_blank" rel="noreferrer"><Icon name="link" size={16} /> {t('task.newTab')}</a></p> : null}
            {preview.address && !phone ? <iframe className={css.frame} title={t('template.preview')} src={`${preview.address}#navpanes=0&view=FitH`} /> : null}
          </Card>
        ) : null}
        <Card title={t('template.history')}>
          {template.versions.nodes.length === 0 ? <p className={uiCss.meta}>{t('template.noHistory')}</p> : null}
          <ol className={css.history} reversed>
            {template.versions.nodes.map((one) => (
              <li key={one.id}>
                <strong>{t('document.version', { n: one.version })}</strong>
                <span>{t('document.broughtBy', { name: one.author ?? t('document.bySystem'), at: sayMoment(one.createdAt, regencyZone(me), locale) })}</span>
                {one.note ? <span className={uiCss.meta}>{one.note}</span> : null}
                {one.source === null ? <Badge tone="plain">{t('template.tookBack')}</Badge> : null}
                {mayChange && one.source !== null && one.source !== template.source ? (
                  <span className={css.acts}>
                    <Button size="xs" variant="default" onClick={() => setText(one.source ?? '')}>{t('template.look', { n: one.version })}</Button>
                    <Button
                      size="xs" variant="default" loading={restoring}
                      onClick={() => void restore({ templateVersionId: one.id }).then((outcome) => settle(outcome, t('template.restored', { n: one.version })))}
                    >
                      {t('template.restore', { n: one.version })}
                    </Button>
                  </span>
                ) : null}
              </li>
            ))}
          </ol>
        </Card>
      </div>
    </div>
  );
}

export function TemplatePage() {
  const { t, locale } = useText();
  const me = useMe();
  const navigate = useNavigate();
  const { name } = useParams({ strict: false }) as { name: string };
  const search = templateSearch(useSearch({ strict: false }));
  const organisation = search.organisasi ?? regencyOf(me) ?? 'id';
  const [{ data, fetching, error }, again] = useQuery({ query: PaperTemplatePageDocument, variables: { organisation, name }, requestPolicy: 'cache-and-network' });
  const template = data?.paperTemplate;
  const refresh = (): void => {
    again({ requestPolicy: 'network-only' });
    void navigate({ to: '/administrasi/templat/$name', params: { name }, search: { organisasi: organisation }, replace: true });
  };
  return (
    <Page
      title={template ? inLocale(locale, template.title, template.titleEn) : fetching ? t('app.loading') : t('notFound.title')}
      lead={template ? `${organisation === 'id' ? t('template.nation') : organisation} · ${template.own ? t('template.ownVersion', { n: template.version ?? 1 }) : template.from ? t('template.fromAbove', { name: template.from.name }) : t('template.shipped')}` : undefined}
      above={<Link to="/administrasi/templat" search={{ organisasi: organisation }} className={uiCss.back}><Icon name="back" size={16} /> {t('template.title')}</Link>}
    >
      {fetching && !data ? <Loading /> : null}
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {data && !template ? <Empty icon="search"><p>{t('notFound.body')}</p></Empty> : null}
      {template ? <Editor key={`${organisation}-${name}`} template={template} organisation={organisation} mayChange={data?.mayChangePaperTemplates ?? false} refresh={refresh} /> : null}
    </Page>
  );
}
