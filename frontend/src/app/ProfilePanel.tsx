// Who I am and as what I act, the language, the colour scheme, and the way out.
import { Button, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { inLocale, type Locale, switchLocale, useText } from '~/shared/i18n/text';
import { session } from '~/shared/session/session';
import { holdsRole, type Me } from '~/shared/session/useSession';
import { sayPlainDate } from '~/shared/time/zones';
import { Icon } from '~/shared/ui/Icon';
import { Badge } from '~/shared/ui/parts';
import css from './ProfileMenu.module.css';

/** Who keeps the correspondence of a regency, and who looks over their shoulder. */
const CLERKS = ['REGENCY_SECRETARY', 'COUNCIL_SECRETARY', 'PROGRAMME_OFFICER', 'SYSADMIN', 'AUDITOR'];

export default function ProfilePanel({ me }: { me: Me | null }) {
  const { t, locale } = useText();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <div className={css.block}>
        <strong>{me?.person.name}</strong>
        <span className={css.soft}>{me?.person.email}</span>
      </div>
      <div className={css.block}>
        <span className={css.caption}>{t('profile.actingAs')}</span>
        {me && me.incumbencies.length === 0 ? <span>{t('profile.noPosition')}</span> : null}
        <ul className={css.posts}>
          {me?.incumbencies.map((held) => (
            <li key={held.id}>
              {held.mode === 'DEFINITIVE' ? null : <Badge tone="attention">{t(`mode.${held.mode}`)}</Badge>}{' '}
              {inLocale(locale, held.position.title, held.position.titleEn)}
              <span className={css.soft}>
                {t(`mode.long.${held.mode}`)}, {t('profile.since', { date: sayPlainDate(held.validFrom, locale) })}
                {held.validTo ? ` ${t('profile.until', { date: sayPlainDate(held.validTo, locale) })}` : ''}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <div className={css.block}>
        <span className={css.caption} id="pick-language">{t('profile.language')}</span>
        <SegmentedControl
          fullWidth
          aria-labelledby="pick-language"
          value={locale}
          onChange={(value) => void switchLocale(value as Locale)}
          data={[{ value: 'id', label: 'Bahasa Indonesia' }, { value: 'en', label: 'English' }]}
        />
        <span className={css.caption} id="pick-scheme">{t('profile.scheme')}</span>
        <SegmentedControl
          fullWidth
          aria-labelledby="pick-scheme"
          value={colorScheme}
          onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}
          data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`profile.scheme.${value}`) }))}
        />
      </div>
      {holdsRole(me, ...CLERKS) ? (
        <div className={css.block}>
          <span className={css.caption}>{t('profile.papers')}</span>
          <Link to="/administrasi/templat" search={{}}><Icon name="document" size={16} /> {t('profile.templates')}</Link>
          <Link to="/administrasi/nomor" search={{}}><Icon name="note" size={16} /> {t('profile.registers')}</Link>
        </div>
      ) : null}
      <div className={css.block}>
        <Link to="/pelimpahan">{t('profile.loans')}</Link>
        <Link to="/privasi">{t('profile.privacy')}</Link>
        <Button variant="default" leftSection={<Icon name="signOut" />} onClick={() => void session.signOut()}>{t('profile.signOut')}</Button>
      </div>
    </>
  );
}
