// What is wrong, on top, in focus, each line a link to its field (the error summary pattern of GOV.UK).
import { useEffect, useRef } from 'react';
import { useText } from '~/shared/i18n/text';
import css from './ui.module.css';

export interface SummaryLine {
  message: string;
  /** Moves focus to the field; absent when the problem has no field. */
  goTo?: () => void;
}

export function ErrorSummary({ lines, round }: { lines: SummaryLine[]; round: number }) {
  const { t } = useText();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (lines.length > 0) box.current?.focus();
    // A new round of checking moves focus again even when the faults are the same.
  }, [round, lines.length]);
  if (lines.length === 0) return null;
  return (
    <div className={css.summary} role="alert" tabIndex={-1} ref={box} aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">{t('summary.title')}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line.message}>
            {line.goTo ? (
              <a
                href="#error-summary-title"
                onClick={(event) => {
                  event.preventDefault();
                  line.goTo?.();
                }}
              >
                {line.message}
              </a>
            ) : (
              line.message
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
