// The button that opens who I am. What it opens is loaded when first asked for.
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { needWords, useText } from '~/shared/i18n/text';
import type { Me } from '~/shared/session/useSession';
import { Icon } from '~/shared/ui/Icon';
import css from './ProfileMenu.module.css';

const ProfilePanel = lazy(async () => {
  await needWords('work');
  return import('./ProfilePanel');
});

export function ProfileMenu({ me }: { me: Me | null }) {
  const { t } = useText();
  const [opened, setOpened] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!opened) return undefined;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !whole.current?.contains(event.target)) setOpened(false);
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      setOpened(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', escape);
    };
  }, [opened]);

  return (
    <div className={css.whole} ref={whole}>
      <button
        ref={button} type="button" className={css.target} aria-label={t('profile.open')} aria-expanded={opened} aria-controls="profile-panel"
        onClick={() => setOpened(!opened)}
      >
        <Icon name="person" />
        <span className={css.name}>{me?.person.name ?? ''}</span>
      </button>
      {opened ? (
        <div className={css.panel} id="profile-panel">
          <Suspense fallback={<p className={css.block}>{t('app.loading')}</p>}>
            <ProfilePanel me={me} />
          </Suspense>
        </div>
      ) : null}
    </div>
  );
}
