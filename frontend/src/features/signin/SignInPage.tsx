// The door: e-mail and password, and in demo mode a card for each role.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { DemoAccountsDocument, type DemoAccountsQuery } from '~/shared/graphql/generated';
import { postGraphql } from '~/shared/graphql/post';
import { networkProblem, sayProblem } from '~/shared/graphql/problem';
import { inLocale, type MessageKey, switchLocale, useText } from '~/shared/i18n/text';
import { session } from '~/shared/session/session';
import { useSessionState } from '~/shared/session/useSessionState';
import { ErrorSummary, type SummaryLine } from '~/shared/ui/ErrorSummary';
import { Icon } from '~/shared/ui/Icon';
import { KawungGround, Mark } from '~/shared/ui/Kawung';
import { signInSearch } from './search';
import css from './SignIn.module.css';

/** Every demo account has it (the server says so in its schema); it opens nothing but sample data. */
const DEMO_PASSWORD = 'mufakat-demo';

const knownGroups = ['EXECUTIVE_TEAM', 'OPD', 'SECRETARIAT', 'COUNCIL', 'DISTRICT', 'MINISTRY', 'OVERSIGHT'];

export function SignInPage() {
  const { t, locale } = useText();
  const state = useSessionState();
  const navigate = useNavigate();
  const router = useRouter();
  // The router hands on what no route claims, so the address is checked where it is used.
  const { kembali } = signInSearch(useSearch({ strict: false }));
  const [accounts, setAccounts] = useState<DemoAccountsQuery['demoAccounts']>([]);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<{ email?: string; password?: string; whole?: string }>({});
  const [round, setRound] = useState(0);
  const [busy, setBusy] = useState<string | null>(null);
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  useEffect(() => {
    document.title = `${t('signin.title')} · Mufakat`;
  }, [t]);
  // Asked without the client of the application, which is loaded while a person types.
  useEffect(() => {
    let here = true;
    void postGraphql(DemoAccountsDocument, {}).then((answer) => {
      if (here) setAccounts(answer?.data?.demoAccounts ?? []);
    });
    return () => {
      here = false;
    };
  }, []);
  useEffect(() => {
    if (state !== 'signed-in') return;
    if (kembali) router.history.replace(kembali);
    else void navigate({ to: '/tugas', search: {}, replace: true });
  }, [state, kembali, navigate, router]);

  const enter = async (address: string, secret: string): Promise<void> => {
    setBusy(address);
    const result = await session.signIn(address, secret);
    setBusy(null);
    if (result.ok) return;
    setFaults({ whole: sayProblem(result.problem ?? networkProblem(), t, locale) });
    setRound((n) => n + 1);
  };

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const missing = {
      ...(email.trim() ? {} : { email: t('signin.emailMissing') }),
      ...(password ? {} : { password: t('signin.passwordMissing') }),
    };
    setFaults(missing);
    setRound((n) => n + 1);
    if (Object.keys(missing).length === 0) void enter(email.trim(), password);
  };

  const lines: SummaryLine[] = [
    ...(faults.whole ? [{ message: faults.whole }] : []),
    ...(faults.email ? [{ message: faults.email, goTo: () => emailField.current?.focus() }] : []),
    ...(faults.password ? [{ message: faults.password, goTo: () => passwordField.current?.focus() }] : []),
  ];
  const groups = [...new Set(accounts.map((account) => account.group))];

  return (
    <div className={css.door}>
      <aside className={css.pledge}>
        <KawungGround />
        <div className={css.pledgeText}>
          <p className={css.brand}><Mark size={40} /> Mufakat</p>
          <p className={css.tagline}>{t('app.tagline')}</p>
          <ul>
            <li><Icon name="seal" /> {t('signin.promise1')}</li>
            <li><Icon name="document" /> {t('signin.promise2')}</li>
            <li><Icon name="clock" /> {t('signin.promise3')}</li>
          </ul>
        </div>
      </aside>
      <main className={css.inside}>
        <div className={css.language}>
          <button type="button" lang="id" aria-pressed={locale === 'id'} onClick={() => void switchLocale('id')}>Bahasa Indonesia</button>
          <button type="button" lang="en" aria-pressed={locale === 'en'} onClick={() => void switchLocale('en')}>English</button>
        </div>
        <div className={css.column}>
          <h1>{t('signin.title')}</h1>
          <p className={css.lead}>{t('signin.lead')}</p>
          <ErrorSummary lines={lines} round={round} />
          <form onSubmit={submit} noValidate className={css.form}>
            <TextInput
              ref={emailField} size="md" type="email" autoComplete="username" label={t('signin.email')}
              value={email} error={faults.email} onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              ref={passwordField} size="md" autoComplete="current-password" label={t('signin.password')}
              value={password} error={faults.password} onChange={(event) => setPassword(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': t('signin.showPassword') }}
            />
            <Button type="submit" size="md" fullWidth loading={busy !== null && busy === email.trim()}>{t('signin.submit')}</Button>
          </form>
          <p className={css.verify}><a href="/verify">{t('verify.link')}</a></p>
        </div>
        {accounts.length > 0 ? (
          <section className={css.demo} aria-labelledby="demo-title">
            <h2 id="demo-title">{t('signin.demoTitle')}</h2>
            <p className={css.lead}>{t('signin.demoLead')}</p>
            <div className={css.groups}>
            {groups.map((group) => (
              <div key={group} className={css.group}>
                <h3>{knownGroups.includes(group) ? t(`signin.group.${group}` as MessageKey) : group}</h3>
                <ul className={css.cards}>
                  {accounts.filter((account) => account.group === group).map((account) => (
                    <li key={account.email}>
                      <button
                        type="button"
                        className={css.card}
                        data-email={account.email}
                        aria-busy={busy === account.email}
                        disabled={busy !== null}
                        onClick={() => void enter(account.email, DEMO_PASSWORD)}
                      >
                        <span className={css.cardTitle}>{inLocale(locale, account.title, account.titleEn)}</span>
                        <span className={css.cardPlace}>{busy === account.email ? t('signin.busy') : account.organisation}</span>
                      </button>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
            </div>
          </section>
        ) : null}
      </main>
    </div>
  );
}
