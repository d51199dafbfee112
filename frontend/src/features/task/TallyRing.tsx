// The count of a vote as a ring, with the same said in words: colour alone never carries it.
import type { Task } from './useTask';
import { useText } from '~/shared/i18n/text';
import css from './Vote.module.css';

type Tally = NonNullable<NonNullable<Task['vote']>['tally']>;

const R = 52;
const AROUND = 2 * Math.PI * R;

export function TallyRing({ tally }: { tally: Tally }) {
  const { t } = useText();
  const cast = tally.electors - tally.outstanding;
  const parts = [
    { key: 'APPROVE', count: tally.approve, css: css.ringApprove },
    { key: 'APPROVE_WITH_NOTES', count: tally.approveWithNotes, css: css.ringNotes },
    { key: 'REJECT', count: tally.reject, css: css.ringReject },
    { key: 'ABSTAIN', count: tally.abstain, css: css.ringAbstain },
  ] as const;
  let before = 0;
  return (
    <div className={css.tally}>
      <svg viewBox="0 0 130 130" className={css.ring} aria-hidden="true" focusable="false">
        <circle cx="65" cy="65" r={R} className={css.ringGround} />
        {parts.map((part) => {
          const share = tally.electors > 0 ? part.count / tally.electors : 0;
          const offset = before;
          before += share;
          return part.count === 0 ? null : (
            <circle
              key={part.key} cx="65" cy="65" r={R} className={part.css}
              strokeDasharray={`${Math.max(share * AROUND - 2, 0.5)} ${AROUND}`} strokeDashoffset={-offset * AROUND}
              transform="rotate(-90 65 65)"
            />
          );
        })}
        <text x="65" y="66" textAnchor="middle" dominantBaseline="central" className={css.ringText}>{`${cast}/${tally.electors}`}</text>
      </svg>
      <div>
        <p className={css.tallyText} role="status" data-testid="tally">
          {t('vote.tallyText', { cast, electors: tally.electors, outstanding: tally.outstanding })}
        </p>
        <ul className={css.counts}>
          {parts.map((part) => (
            <li key={part.key}>
              <span className={`${css.swatch} ${part.css}`} aria-hidden="true" />
              {t(`vote.choice.${part.key}`)}: <strong>{part.count}</strong>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
