// What is kept about people and why, for everybody; and one's own data to take along.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { ProcessingDocument } from '~/shared/graphql/generated';
import { inLocale, useText } from '~/shared/i18n/text';
import { holdsRole, useMe } from '~/shared/session/useSession';
import { Page } from '~/shared/ui/Page';
import { Card, Loading, Notice } from '~/shared/ui/parts';
import { tellDone, tellRefused } from '~/shared/ui/tell';
import css from './Privacy.module.css';
import { takePerson } from './take';

export function PrivacyPage() {
  const { t, locale } = useText();
  const me = useMe();
  const [taking, setTaking] = useState(false);
  const [{ data, error }] = useQuery({ query: ProcessingDocument });
  const take = async (): Promise<void> => {
    if (!me) return;
    setTaking(true);
    try {
      await takePerson(me.person.id);
      tellDone(t('privacy.taken'));
    } catch {
      tellRefused(t('privacy.takeFailed'));
    } finally {
      setTaking(false);
    }
  };
  return (
    <Page title={t('privacy.title')} lead={t('privacy.lead')}>
      <div className={css.stack}>
        <Card title={t('privacy.mine')}>
          <p>{t('privacy.mineLead')}</p>
          {holdsRole(me, 'REGENCY_SECRETARY', 'PROGRAMME_OFFICER', 'AUDITOR', 'SYSADMIN') ? <p><Link to="/kendali/privasi">{t('privacy.control')}</Link></p> : null}
          <Button loading={taking} onClick={() => void take()}>{t('privacy.take')}</Button>
        </Card>
        <Card title={t('privacy.record')}>
          {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
          {data ? (
            <ul className={css.list}>
              {data.processingActivities.map((one) => (
                <li key={one.code} className={css.item}>
                  <strong>{inLocale(locale, one.what, one.whatEn)}</strong>
                  <dl className={css.facts}>
                    <dt>{t('privacy.why')}</dt><dd>{inLocale(locale, one.why, one.whyEn)}</dd>
                    <dt>{t('privacy.basis')}</dt><dd>{inLocale(locale, one.basis, one.basisEn)}</dd>
                    <dt>{t('privacy.seenBy')}</dt><dd>{inLocale(locale, one.seenBy, one.seenByEn)}</dd>
                    <dt>{t('privacy.kept')}</dt><dd>{one.years === null ? t('privacy.forGood') : t('privacy.years', { n: one.years })}</dd>
                  </dl>
                </li>
              ))}
            </ul>
          ) : <Loading />}
        </Card>
      </div>
    </Page>
  );
}
