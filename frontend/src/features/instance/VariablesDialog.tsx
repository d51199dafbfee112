// The variables of a case, and setting one: seen as JSON, checked before it is sent, confirmed by what changes from what to what.
import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { InstanceTokensDocument, SetVariablesDocument, type SetVariablesInput, type SetVariablesMutation } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { Loading, Notice, uiCss } from '~/shared/ui/parts';
import { tellDone } from '~/shared/ui/tell';
import css from './Instance.module.css';
import type { Instance } from './useInstance';

const pick = (data: SetVariablesMutation) => data.setVariables;
/** What the server shows in place of a secret ballot (schema/src/graph/ballots.rs). */
const MASK = '***';
const asText = (value: unknown): string => JSON.stringify(value, null, 2) ?? '';

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function parsed(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

export default function VariablesDialog({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const { t, locale } = useText();
  const [{ data, fetching }, again] = useQuery({ query: InstanceTokensDocument, variables: { id: instance.id }, requestPolicy: 'network-only' });
  const [set, busy] = useCommand<SetVariablesMutation, SetVariablesInput, SetVariablesMutation['setVariables']>(SetVariablesDocument, pick);
  const [scope, setScope] = useState('');
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const [confirming, setConfirming] = useState(false);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);

  const scopes = data?.instance?.elementInstances.filter((one) => !(one.isProcess && one.scope === null)) ?? [];
  const known = useMemo(() => {
    const at = scopes.find((one) => one.key === scope);
    return record(at ? at.variables : data?.instance?.variables);
  }, [data, scope]);
  const names = Object.keys(known).sort();
  const before = known[name.trim()];

  const choose = (next: string): void => {
    setName(next);
    setText(next in known ? asText(known[next]) : '');
    setFault(null);
    setConfirming(false);
  };
  const check = (): void => {
    const problem =
      name.trim() === '' ? t('operate.variableNameMissing')
      : before === MASK ? t('operate.variableSecret')
      : parsed(text) === null ? t('operate.variableNotJson')
      : null;
    setFault(problem);
    setConfirming(problem === null);
  };
  const send = async (): Promise<void> => {
    const found = parsed(text);
    if (found === null) return;
    const outcome = await set({ instanceId: instance.id, variables: { [name.trim()]: found.value }, ...(scope ? { scope } : {}), ...(reason.trim() ? { reason: reason.trim() } : {}) });
    setConfirming(false);
    if (!outcome.ok) {
      setFault(sayProblem(outcome.problem, t, locale));
      return;
    }
    tellDone(t('operate.variableSet', { name: name.trim() }));
    again({ requestPolicy: 'network-only' });
  };

  return (
    <Modal opened onClose={onClose} size="lg" title={t('instance.variables')} closeButtonProps={{ 'aria-label': t('app.close') }}>
      <div className={css.dialog}>
        <p className={uiCss.meta}>{t('operate.variablesLead')}</p>
        {fetching && !data ? <Loading rows={2} /> : null}
        {data?.instance ? (
          <>
            <NativeSelect
              label={t('operate.variableScope')} value={scope}
              onChange={(event) => {
                setScope(event.currentTarget.value);
                choose('');
              }}
              data={[
                { value: '', label: t('operate.variableScopeCase') },
                ...scopes.map((one) => ({ value: one.key, label: `${one.name ?? one.element}${one.item === null ? '' : ` (${one.item})`}` })),
              ]}
            />
            <ul className={css.variables} aria-label={t('instance.variables')}>
              {names.map((one) => (
                <li key={one}>
                  <button type="button" aria-pressed={one === name} onClick={() => choose(one)}>
                    <strong>{one}</strong>
                    <code>{known[one] === MASK ? t('operate.variableMasked') : JSON.stringify(known[one])}</code>
                  </button>
                </li>
              ))}
              {names.length === 0 ? <li className={uiCss.meta}>{t('operate.variableNone')}</li> : null}
            </ul>
            {fault ? <Notice tone="danger" alert>{fault}</Notice> : null}
            <TextInput size="md" label={t('operate.variableName')} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
            <Textarea
              size="md" rows={4} autosize={false} label={t('operate.variableValue')} description={t('operate.variableValueHint')} value={text} className={css.json}
              onChange={(event) => {
                setText(event.currentTarget.value);
                setConfirming(false);
              }}
            />
            {confirming ? (
              <div className={css.confirm} role="group" aria-label={t('operate.confirm')}>
                <p><strong>{name.trim()}</strong></p>
                <p>{t('operate.variableBefore')}: <code>{before === undefined ? '-' : JSON.stringify(before)}</code></p>
                <TextInput label={t('operate.reason')} value={reason} maxLength={2_000} onChange={(event) => setReason(event.currentTarget.value)} />
                <p>{t('operate.variableAfter')}: <code>{JSON.stringify(parsed(text)?.value)}</code></p>
                <div className={css.dialogActions}>
                  <Button variant="default" onClick={() => setConfirming(false)}>{t('app.cancel')}</Button>
                  <Button loading={busy} onClick={() => void send()}>{t('operate.confirmYes')}</Button>
                </div>
              </div>
            ) : (
              <div className={css.dialogActions}>
                <Button variant="default" onClick={onClose}>{t('app.close')}</Button>
                <Button onClick={check}>{t('operate.variableSubmit')}</Button>
              </div>
            )}
          </>
        ) : null}
      </div>
    </Modal>
  );
}
