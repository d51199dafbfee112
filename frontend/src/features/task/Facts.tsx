// Every task says the same four things before it asks anything: what, why me, until when, what happens on silence.
import { Link } from '@tanstack/react-router';
import { inLocale, useText } from '~/shared/i18n/text';
import { Card, Due, Notice } from '~/shared/ui/parts';
import css from './Task.module.css';
import type { Task } from './useTask';

export function Facts({ task }: { task: Task }) {
  const { t, locale } = useText();
  const said = (kind: string): string[] => task.why.filter((one) => one.kind === kind).map((one) => inLocale(locale, one.id, one.en));
  const why = said('CANDIDATE');
  const silence = said('SILENCE');
  const deadline = said('DEADLINE');
  const rules = said('RULE');
  return (
    <Card>
      <dl className={css.facts}>
        <div>
          <dt>{t('task.case')}</dt>
          <dd>
            {task.instance.definition.name ?? task.instance.definition.key}
            {task.businessKey ? ` · ${task.businessKey}` : ''}
            <br />
            {task.organisation.name}
            <br />
            <Link to="/perkara/$id" params={{ id: task.instance.id }}>{t('task.openCase')}</Link>
          </dd>
        </div>
        <div>
          <dt>{t('task.why')}</dt>
          <dd>
            {why.length > 0
              ? why.join(' ')
              : task.candidates.map((candidate) => inLocale(locale, candidate.label, candidate.labelEn)).join(', ')}
          </dd>
        </div>
        <div>
          <dt>{t('task.when')}</dt>
          <dd>
            {task.due ? <Due due={task.due} zone={task.zone} overdue={task.overdue} /> : t('task.noDeadline')}
            {deadline.map((line) => <span key={line} className={css.more}>{line}</span>)}
          </dd>
        </div>
        <div>
          <dt>{t('task.silence')}</dt>
          <dd>{silence.length > 0 ? silence.join(' ') : t('task.noSilence')}</dd>
        </div>
      </dl>
      {rules.length > 0 ? (
        <details className={css.rules}>
          <summary>{t('task.rules', { n: rules.length })}</summary>
          <ul>{rules.map((rule) => <li key={rule}>{rule}</li>)}</ul>
        </details>
      ) : null}
      {task.separateFrom.length > 0 ? <Notice tone="plain" icon="person">{t('task.separateFrom')}</Notice> : null}
    </Card>
  );
}
