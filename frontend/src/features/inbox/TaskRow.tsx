// One task in the list: what, which case, where, until when, who holds it. The whole card is one link.
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { TaskSummaryFragment } from '~/shared/graphql/generated';
import { inLocale, useText } from '~/shared/i18n/text';
import { sayMoment } from '~/shared/time/zones';
import { Icon } from '~/shared/ui/Icon';
import { Badge, Due, TaskStateBadge, uiCss } from '~/shared/ui/parts';
import css from './Inbox.module.css';

const finished = new Set(['DONE', 'EXPIRED', 'CANCELLED', 'WAIVED', 'SETTLED', 'SUBMITTED']);

export const TaskRow = memo(function TaskRow({ task }: { task: TaskSummaryFragment }) {
  const { t, locale } = useText();
  const holder = task.assignee ?? (task.candidates.length === 1 ? task.candidates[0] : undefined);
  const caseName = task.instance.definition.name ?? task.instance.definition.key;
  return (
    <li className={task.overdue ? `${css.row} ${css.rowLate}` : css.row}>
      <Link to="/tugas/$id" params={{ id: task.id }} className={css.link} data-row>
        <span className={css.main}>
          <span className={css.name}>
            {task.kind === 'VOTE' ? <Icon name="gavel" size={18} /> : null}
            {task.name}
          </span>
          <span className={uiCss.meta}>
            {caseName}
            {task.businessKey ? ` · ${task.businessKey}` : ''} · {task.organisation.name}
          </span>
        </span>
        <span className={css.facts}>
          <span className={uiCss.meta}>
            {finished.has(task.state) && task.completedAt ? (
              <time dateTime={task.completedAt}>{sayMoment(task.completedAt, task.zone, locale)}</time>
            ) : (
              <Due due={task.due} zone={task.zone} overdue={task.overdue} />
            )}
          </span>
          <span className={css.badges}>
            <TaskStateBadge state={task.state} />
            {task.onBehalfOf ? <Badge tone="brand" icon="person">{t('inbox.onBehalfOf', { name: task.onBehalfOf.person.name })}</Badge> : null}
            {task.strategic ? <Badge tone="attention" icon="seal">{t('inbox.strategic')}</Badge> : null}
            <span className={uiCss.meta}>{holder ? inLocale(locale, holder.label, holder.labelEn) : t('inbox.unassigned')}</span>
          </span>
        </span>
        <Icon name="chevron" size={18} />
      </Link>
    </li>
  );
});
