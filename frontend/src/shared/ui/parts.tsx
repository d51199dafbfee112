// Small pieces that several screens show alike: cards, badges, notices, empty and loading states, due dates.
import type { ReactNode } from 'react';
import type { TaskState } from '~/shared/graphql/generated';
import { useText } from '~/shared/i18n/text';
import { nowMs } from '~/shared/time/clock';
import { sayDistance, sayMoment } from '~/shared/time/zones';
import { Icon, type IconName } from './Icon';
import css from './ui.module.css';

export type Tone = 'plain' | 'brand' | 'good' | 'attention' | 'danger';

export function Badge({ tone, icon, children }: { tone: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={`${css.badge} ${css[tone]}`}>
      {icon ? <Icon name={icon} size={14} /> : null}
      {children}
    </span>
  );
}

interface CardProps {
  title?: ReactNode;
  label?: string;
  id?: string;
  className?: string;
  children: ReactNode;
}

export function Card({ title, label, id, className, children }: CardProps) {
  return (
    <section className={className ? `${css.card} ${className}` : css.card} aria-label={label} id={id}>
      {title ? <h2>{title}</h2> : null}
      {children}
    </section>
  );
}

const taskTone: Record<TaskState, Tone> = {
  CREATED: 'brand', CLAIMED: 'brand', IN_PROGRESS: 'brand', SUBMITTED: 'plain', RETURNED: 'attention', DONE: 'good',
  EXPIRED: 'danger', CANCELLED: 'plain', WAIVED: 'plain', SETTLED: 'good',
};

export function TaskStateBadge({ state }: { state: TaskState }) {
  const { t } = useText();
  return <Badge tone={taskTone[state]}>{t(`task.state.${state}`)}</Badge>;
}

/** Something to know, with a tone; `role` alert only for what just went wrong. */
export function Notice({ tone, icon = 'alert', alert, children }: { tone: Tone; icon?: IconName; alert?: boolean; children: ReactNode }) {
  return (
    <div className={`${css.notice} ${css[tone]}`} role={alert ? 'alert' : 'note'}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}

export function Empty({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <div className={css.empty}>
      <Icon name={icon} size={40} />
      <div>{children}</div>
    </div>
  );
}

export function Loading({ rows = 3 }: { rows?: number }) {
  const { t } = useText();
  return (
    <div role="status" aria-label={t('app.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={css.skeleton} />
      ))}
    </div>
  );
}

export function Due({ due, zone, overdue }: { due: string | null; zone: string; overdue: boolean }) {
  const { t, locale } = useText();
  if (due === null) return <span className={css.meta}>{t('inbox.noDue')}</span>;
  return (
    <span className={overdue ? `${css.due} ${css.late}` : css.due}>
      <Icon name={overdue ? 'alert' : 'clock'} size={16} />
      <span>
        {overdue ? `${t('task.overdue')}: ` : ''}
        <time dateTime={due}>{sayMoment(due, zone, locale)}</time>
        {` (${sayDistance(due, zone, locale, nowMs())})`}
      </span>
    </span>
  );
}

export { css as uiCss };
