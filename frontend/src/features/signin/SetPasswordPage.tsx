// Behind the link of an invitation: a password is set, once. Works before anybody is signed in.
import { Button, PasswordInput } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { SetPasswordDocument } from '~/shared/graphql/generated';
import { postGraphql } from '~/shared/graphql/post';
import { networkProblem, sayProblem } from '~/shared/graphql/problem';
import { useText } from '~/shared/i18n/text';
import { ErrorSummary } from '~/shared/ui/ErrorSummary';
import { Notice } from '~/shared/ui/parts';
import css from './SetPassword.module.css';
import { passwordSearch } from './search';

const SHORTEST = 8;

export function SetPasswordPage() {
  const { t, locale } = useText();
  const { kunci } = passwordSearch(useSearch({ strict: false }));
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [faults, setFaults] = useState<string[]>([]);
  const [round, setRound] = useState(0);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  useEffect(() => {
    document.title = `${t('password.title')} · Mufakat`;
  }, [t]);
  const say = (lines: string[]): void => {
    setFaults(lines);
    setRound((n) => n + 1);
  };
  const act = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (password.length < SHORTEST) return say([t('password.short', { n: SHORTEST })]);
    if (password !== repeated) return say([t('password.differs')]);
    setBusy(true);
    const answer = await postGraphql(SetPasswordDocument, { input: { key: kunci ?? '', password } });
    setBusy(false);
    const problem = answer?.data ? answer.data.setPassword.problem : networkProblem();
    if (problem) return say([sayProblem(problem, t, locale)]);
    setDone(true);
    return undefined;
  };
  return (
    <main className={css.door}>
      <h1>{t('password.title')}</h1>
      {done ? (
        <>
          <Notice tone="good" icon="check">{t('password.done')}</Notice>
          <Link to="/masuk" search={{}}>{t('signin.title')}</Link>
        </>
      ) : (
        <form className={css.form} noValidate onSubmit={(event) => void act(event)}>
          <ErrorSummary lines={faults.map((message) => ({ message }))} round={round} />
          <PasswordInput size="md" autoComplete="new-password" label={t('password.new')} description={t('password.hint', { n: SHORTEST })} value={password} onChange={(event) => setPassword(event.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('signin.showPassword') }} />
          <PasswordInput size="md" autoComplete="new-password" label={t('password.again')} value={repeated} onChange={(event) => setRepeated(event.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('signin.showPassword') }} />
          <Button type="submit" size="md" loading={busy}>{t('password.submit')}</Button>
        </form>
      )}
    </main>
  );
}
