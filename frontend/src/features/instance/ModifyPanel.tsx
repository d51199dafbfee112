// Mending where a case stands: tokens are chosen on the drawing or in the list, ended, moved or added; the whole plan is shown,
// confirmed with a reason, and carried out together or not at all.
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useQuery } from 'urql';
import {
  InstanceTokensDocument, type InstanceTokensQuery, ModifyInstanceDocument, type ModifyInstanceInput, type ModifyInstanceMutation,
} from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import type { DiagramElement, DiagramMarks } from '~/shared/bpmn/DiagramHost';
import { useText } from '~/shared/i18n/text';
import { ErrorSummary } from '~/shared/ui/ErrorSummary';
import { Card, Loading, uiCss } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import css from './Instance.module.css';
import { marksOf, type PlanStep, stepsOf } from './plan';
import type { Instance } from './useInstance';

const DiagramView = lazy(() => import('~/shared/bpmn/DiagramView'));
const pick = (data: ModifyInstanceMutation) => data.modifyInstance;
export type Live = NonNullable<InstanceTokensQuery['instance']>['elementInstances'][number];

export default function ModifyPanel({ instance, refresh, onClose }: { instance: Instance; refresh: () => void; onClose: () => void }) {
  const { t, locale } = useText();
  const drawings = useMemo(
    () => [instance.definition, ...instance.calledDefinitions.filter((one) => one.key !== instance.definition.key)],
    [instance.definition, instance.calledDefinitions],
  );
  const [shown, setShown] = useState(instance.definition.key);
  const drawing = drawings.find((one) => one.key === shown) ?? instance.definition;
  const [{ data, fetching }] = useQuery({ query: InstanceTokensDocument, variables: { id: instance.id }, requestPolicy: 'network-only' });
  const [modify, busy] = useCommand<ModifyInstanceMutation, ModifyInstanceInput, ModifyInstanceMutation['modifyInstance']>(ModifyInstanceDocument, pick);
  const [places, setPlaces] = useState<DiagramElement[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [moving, setMoving] = useState<Live | null>(null);
  const [plan, setPlan] = useState<PlanStep[]>([]);
  const [scope, setScope] = useState('');
  const [reason, setReason] = useState('');
  const [confirming, setConfirming] = useState(false);
  const [faults, setFaults] = useState<string[]>([]);
  const [round, setRound] = useState(0);
  const side = useRef<HTMLDivElement>(null);

  const live = data?.instance?.elementInstances ?? [];
  const here = live.filter((one) => one.definitionKey === drawing.key && !one.isProcess);
  /** Where a new token can be put: the process itself, and each sub-process that is running. */
  const scopes = live.filter((one) => one.definitionKey === drawing.key && one.isScope);
  const into = scopes.find((one) => one.key === scope) ?? (scopes.length === 1 ? scopes[0] : undefined);
  const nameOf = useCallback((id: string): string => places.find((one) => one.id === id)?.name ?? id, [places]);
  const labelOf = (one: Pick<Live, 'name' | 'element' | 'item'>): string => `${one.name ?? one.element}${one.item === null ? '' : ` (${one.item})`}`;
  const planned = (key: string): PlanStep | undefined => plan.find((step) => step.kind !== 'ACTIVATE' && step.token.key === key);

  const marks: DiagramMarks = useMemo(() => marksOf(here, plan, moving, chosen), [here, plan, moving, chosen]);
  const change = (next: PlanStep[]): void => {
    setPlan(next);
    setConfirming(false);
    setFaults([]);
  };
  const withScope = drawing.key === instance.definition.key && scopes.length <= 1 ? {} : { scope: into?.key };
  const target = (element: string): void => {
    if (moving) {
      change([...plan, { kind: 'MOVE', token: moving, element, name: nameOf(element), ...withScope }]);
      setMoving(null);
    } else change([...plan, { kind: 'ACTIVATE', element, name: nameOf(element), ...withScope }]);
    setChosen(null);
  };
  const onPick = useCallback((element: DiagramElement): void => {
    setChosen(element.id);
    side.current?.focus();
  }, []);

  const check = (): void => {
    const problems = [...(plan.length === 0 ? [t('operate.planEmpty')] : []), ...(reason.trim() === '' ? [t('instance.cancelReasonMissing')] : [])];
    setFaults(problems);
    setRound((n) => n + 1);
    setConfirming(problems.length === 0);
  };
  const send = async (): Promise<void> => {
    const outcome = await modify({ instanceId: instance.id, reason: reason.trim(), steps: stepsOf(plan) });
    setConfirming(false);
    if (!outcome.ok) {
      setFaults([sayProblem(outcome.problem, t, locale)]);
      setRound((n) => n + 1);
      return;
    }
    tellDone(t('operate.modified'));
    refresh();
    onClose();
  };
  const sayStep = (step: PlanStep): string =>
    step.kind === 'ACTIVATE' ? t('operate.stepAdd', { name: step.name })
    : step.kind === 'CANCEL' ? t('operate.stepEnd', { name: labelOf(step.token) })
    : t('operate.stepMove', { from: labelOf(step.token), to: step.name });

  const atChosen = here.filter((one) => one.element === chosen);
  return (
    <Card label={t('instance.modify')}>
      <div className={css.diagramHead}>
        <h2>{t('instance.modify')}</h2>
        {drawings.length > 1 ? (
          <NativeSelect
            size="sm" aria-label={t('instance.which')} value={drawing.key}
            onChange={(event) => {
              setShown(event.currentTarget.value);
              setChosen(null);
              setScope('');
            }}
            data={drawings.map((one) => ({ value: one.key, label: one.name ?? one.key }))}
          />
        ) : null}
      </div>
      <p className={uiCss.meta}>{t(moving ? 'operate.modifyMoving' : 'operate.modifyLead')}</p>
      {data ? <Suspense fallback={<Loading />}>
        <DiagramView
          xml={drawing.xml} marks={marks} onPick={onPick} onDrawn={setPlaces}
          legend={<><span className="mufakat-key-now" aria-hidden="true" /> {t('instance.key.now')}</>}
        />
      </Suspense> : <Loading />}
      <div className={css.modify}>
        <section aria-label={t('operate.tokens')}>
          {chosen !== null ? (
            <div className={css.chosen} ref={side} tabIndex={-1} role="group" aria-label={nameOf(chosen)}>
              <strong>{nameOf(chosen)}</strong>
              {atChosen.map((one) => (
                <span key={one.key} className={css.tokenActs}>
                  <span>{labelOf(one)}</span>
                  {planned(one.key) ? null : (
                    <>
                      <Button size="xs" variant="default" onClick={() => change([...plan, { kind: 'CANCEL', token: one }])}>{t('operate.end')}</Button>
                      <Button size="xs" variant="default" onClick={() => setMoving(one)}>{t('operate.move')}…</Button>
                    </>
                  )}
                </span>
              ))}
              <span className={css.tokenActs}>
                <Button size="xs" onClick={() => target(chosen)}>{moving ? t('operate.moveHere', { name: labelOf(moving) }) : t('operate.addHere')}</Button>
                <Button size="xs" variant="default" onClick={() => { setChosen(null); setMoving(null); }}>{t('app.cancel')}</Button>
              </span>
            </div>
          ) : null}
          <h3>{t('operate.tokens')}</h3>
          {fetching && !data ? <Loading rows={1} /> : null}
          <ul className={css.tokens}>
            {here.map((one) => (
              <li key={one.key}>
                <span>
                  {labelOf(one)}
                  {one.isBody ? <span className={uiCss.meta}> {t('operate.tokenBody')}</span> : null}
                </span>
                {planned(one.key) ? (
                  <span className={uiCss.meta}>{t('operate.planned')}</span>
                ) : (
                  <span className={css.tokenActs}>
                    <Button size="xs" variant="default" aria-label={`${t('operate.end')}: ${labelOf(one)}`} onClick={() => change([...plan, { kind: 'CANCEL', token: one }])}>{t('operate.end')}</Button>
                    <Button size="xs" variant={moving?.key === one.key ? 'filled' : 'default'} aria-pressed={moving?.key === one.key} aria-label={`${t('operate.move')}: ${labelOf(one)}`} onClick={() => setMoving(moving?.key === one.key ? null : one)}>{t('operate.move')}…</Button>
                  </span>
                )}
              </li>
            ))}
          </ul>
          <NativeSelect
            label={moving ? t('operate.moveTo', { name: labelOf(moving) }) : t('operate.addAt')} value=""
            onChange={(event) => {
              if (event.currentTarget.value) target(event.currentTarget.value);
            }}
            data={[{ value: '', label: t('operate.choosePlace') }, ...places.map((one) => ({ value: one.id, label: one.name === one.id ? one.id : `${one.name} (${one.id})` }))]}
          />
          {scopes.length > 1 ? (
            <NativeSelect
              mt="sm" label={t('operate.scope')} value={into?.key ?? ''} onChange={(event) => setScope(event.currentTarget.value)}
              data={[{ value: '', label: t('operate.scopeAuto') }, ...scopes.map((one) => ({ value: one.key, label: labelOf(one) }))]}
            />
          ) : null}
        </section>
        <section aria-label={t('operate.plan')}>
          <h3>{t('operate.plan')}</h3>
          <ErrorSummary lines={faults.map((message) => ({ message }))} round={round} />
          {plan.length === 0 ? <p className={uiCss.meta}>{t('operate.planHint')}</p> : null}
          <ol className={css.plan}>
            {plan.map((step, index) => (
              <li key={`${index}-${sayStep(step)}`}>
                <span>{sayStep(step)}</span>
                <Button size="xs" variant="default" aria-label={`${t('operate.drop')}: ${sayStep(step)}`} onClick={() => change(plan.filter((_, at) => at !== index))}>{t('operate.drop')}</Button>
              </li>
            ))}
          </ol>
          <Textarea
            size="md" rows={2} label={t('operate.reason')} value={reason} maxLength={4_000}
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setConfirming(false);
            }}
          />
          {confirming ? (
            <div className={css.confirm} role="group" aria-label={t('operate.confirm')}>
              <p>{t('operate.confirmPlan', { n: plan.length })}</p>
              <div className={css.dialogActions}>
                <Button variant="default" onClick={() => setConfirming(false)}>{t('app.cancel')}</Button>
                <Button color="bata" loading={busy} onClick={() => void send()}>{t('operate.confirmYes')}</Button>
              </div>
            </div>
          ) : (
            <div className={css.dialogActions}>
              <Button variant="default" onClick={onClose}>{t('app.close')}</Button>
              <Button onClick={check}>{t('operate.apply')}</Button>
            </div>
          )}
        </section>
      </div>
    </Card>
  );
}
