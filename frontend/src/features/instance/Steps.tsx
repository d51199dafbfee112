// The same as the drawing, as a list: for phones, for screen readers, and for printing.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { type MessageKey, useText } from '~/shared/i18n/text';
import { sayMoment } from '~/shared/time/zones';
import { Icon, type IconName } from '~/shared/ui/Icon';
import { Card, uiCss } from '~/shared/ui/parts';
import css from './Instance.module.css';
import type { Instance } from './useInstance';

const icons: Record<string, IconName> = { DONE: 'check', ACTIVE: 'clock', CANCELLED: 'cross', INCIDENT: 'alert' };
const tones: Record<string, string | undefined> = { DONE: css.done, ACTIVE: css.now, CANCELLED: css.off, INCIDENT: css.stuck };

/** How many of the latest steps are shown before a person asks for all. */
const LATEST = 10;

export function Steps({ steps, zone }: { steps: Instance['steps']; zone: string }) {
  const { t, locale } = useText();
  const [whole, setWhole] = useState(false);
  const hidden = whole ? 0 : Math.max(0, steps.length - LATEST);
  return (
    <Card title={t('instance.steps')}>
      {steps.length === 0 ? <p className={uiCss.meta}>{t('instance.noSteps')}</p> : null}
      {hidden > 0 ? (
        <p><Button size="xs" variant="default" onClick={() => setWhole(true)}>{t('instance.earlierSteps', { n: hidden })}</Button></p>
      ) : null}
      <ol className={css.steps} start={hidden + 1}>
        {steps.slice(hidden).map((step, index) => (
          <li key={`${hidden + index}-${step.element}`} className={tones[step.state]} aria-current={step.state === 'ACTIVE' ? 'step' : undefined}>
            <span className={css.stepIcon}><Icon name={icons[step.state] ?? 'clock'} size={15} /></span>
            <span>
              <strong>{step.name}</strong>
              <span className={uiCss.meta}>
                {icons[step.state] ? t(`instance.step.${step.state}` as MessageKey) : step.state}
                {step.actor ? ` · ${step.actor}` : ''}
                {step.at ? ` · ${sayMoment(step.at, zone, locale)}` : ''}
              </span>
              {step.detail ? <span className={uiCss.meta}>{step.detail}</span> : null}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
