// How I want to hear of my tasks: mail, the application, an address of my own; and the hours in which I am left alone.
import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { NoticePreferencesDocument, SetNoticePreferencesDocument, type SetNoticePreferencesInput, type SetNoticePreferencesMutation } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { useText } from '~/shared/i18n/text';
import { Card, Loading, Notice, uiCss } from '~/shared/ui/parts';
import css from './Notices.module.css';

const pick = (data: SetNoticePreferencesMutation) => data.setNoticePreferences;
const empty = { mail: true, inApp: true, webhookUrl: '', quietFrom: '', quietTo: '' };

export function Preferences() {
  const { t, locale } = useText();
  const [{ data }] = useQuery({ query: NoticePreferencesDocument });
  const [wanted, setWanted] = useState(empty);
  const [said, setSaid] = useState<{ tone: 'good' | 'danger'; text: string } | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [save, busy] = useCommand<SetNoticePreferencesMutation, SetNoticePreferencesInput, SetNoticePreferencesMutation['setNoticePreferences']>(SetNoticePreferencesDocument, pick);
  const known = data?.noticePreferences;
  useEffect(() => {
    if (known) setWanted({ mail: known.mail, inApp: known.inApp, webhookUrl: known.webhookUrl ?? '', quietFrom: known.quietFrom ?? '', quietTo: known.quietTo ?? '' });
  }, [known]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const outcome = await save({ mail: wanted.mail, inApp: wanted.inApp, webhookUrl: wanted.webhookUrl || null, quietFrom: wanted.quietFrom || null, quietTo: wanted.quietTo || null });
    if (!outcome.ok) {
      setSaid({ tone: 'danger', text: sayProblem(outcome.problem, t, locale) });
      return;
    }
    setSecret(outcome.payload.secret ?? null);
    setSaid({ tone: 'good', text: t('notices.saved') });
  };

  return (
    <Card title={t('notices.preferences')} className={css.preferences ?? ''}>
      <p className={uiCss.meta}>{t('notices.preferencesLead')}</p>
      {known ? (
        <form className={css.form} onSubmit={(event) => void submit(event)}>
          <Checkbox size="md" label={t('notices.mail')} checked={wanted.mail} onChange={(event) => setWanted({ ...wanted, mail: event.currentTarget.checked })} />
          <Checkbox size="md" label={t('notices.inApp')} checked={wanted.inApp} onChange={(event) => setWanted({ ...wanted, inApp: event.currentTarget.checked })} />
          <TextInput label={t('notices.webhook')} description={t('notices.webhookHint')} type="url" value={wanted.webhookUrl} onChange={(event) => setWanted({ ...wanted, webhookUrl: event.currentTarget.value })} />
          <div className={css.two}>
            <TextInput label={t('notices.quietFrom')} type="time" value={wanted.quietFrom} onChange={(event) => setWanted({ ...wanted, quietFrom: event.currentTarget.value })} />
            <TextInput label={t('notices.quietTo')} type="time" value={wanted.quietTo} onChange={(event) => setWanted({ ...wanted, quietTo: event.currentTarget.value })} />
          </div>
          <p className={uiCss.meta}>{t('notices.quietHint')}</p>
          {said ? <Notice tone={said.tone} icon={said.tone === 'good' ? 'check' : 'alert'} alert={said.tone === 'danger'}>{said.text}</Notice> : null}
          {secret ? <Notice tone="attention">{t('notices.secret')} <code className={uiCss.hash}>{secret}</code></Notice> : null}
          <div><Button type="submit" loading={busy}>{t('notices.save')}</Button></div>
        </form>
      ) : <Loading rows={2} />}
    </Card>
  );
}
