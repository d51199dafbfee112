// Who may vote and what each has said, in the order of the roll.
import { type MessageKey, useText } from '~/shared/i18n/text';
import { sayTime, zoneName } from '~/shared/time/zones';
import { Icon, type IconName } from '~/shared/ui/Icon';
import { Card, uiCss } from '~/shared/ui/parts';
import type { Task } from './useTask';
import css from './Vote.module.css';

export const choiceIcon: Record<string, IconName> = { APPROVE: 'check', APPROVE_WITH_NOTES: 'note', REJECT: 'cross', ABSTAIN: 'dash' };
const choiceCss: Record<string, string | undefined> = {
  APPROVE: css.approve, APPROVE_WITH_NOTES: css.notes, REJECT: css.reject, ABSTAIN: css.abstain,
};

export function RollCall({ vote, zone }: { vote: NonNullable<Task['vote']>; zone: string }) {
  const { t, locale } = useText();
  return (
    <Card title={t('vote.rollCall')}>
      <ol className={css.roll}>
        {vote.electors.map((elector, index) => (
          <li key={`${index}-${elector.name}`} className={elector.castAt ? undefined : css.waiting}>
            <div>
              <strong>{elector.title ?? elector.name}</strong>
              {elector.title && elector.title !== elector.name ? <span className={uiCss.meta}>{elector.name}</span> : null}
              {elector.note ? <q className={css.note}>{elector.note}</q> : null}
            </div>
            <span className={`${css.said} ${elector.choice ? (choiceCss[elector.choice] ?? '') : ''}`}>
              {elector.choice ? <Icon name={choiceIcon[elector.choice] ?? 'check'} size={16} /> : null}
              {elector.choice ? t(`vote.choice.${elector.choice}` as MessageKey) : t(elector.castAt ? 'vote.secretCast' : 'vote.notYet')}
              {elector.castAt ? <span className={css.time}>{`${sayTime(elector.castAt, zone, locale)} ${zoneName(zone)}`}</span> : null}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
