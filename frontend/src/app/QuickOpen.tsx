// Ctrl-K and ?: the doors to the palette and to the list of shortcuts. What they open is loaded when first asked for.
import { lazy, Suspense, useEffect, useState } from 'react';
import { needWords, useText } from '~/shared/i18n/text';
import { Icon } from '~/shared/ui/Icon';
import { singleKeys, typing } from '~/shared/ui/keys';
import type { MenuItem } from './menu';
import css from './Shell.module.css';

const Palette = lazy(async () => {
  await needWords('work');
  return import('./Palette');
});
const Shortcuts = lazy(async () => {
  await needWords('work');
  return import('./Shortcuts');
});

export function QuickOpen({ menu }: { menu: MenuItem[] }) {
  const { t } = useText();
  const [opened, setOpened] = useState<'palette' | 'shortcuts' | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpened((now) => (now === 'palette' ? null : 'palette'));
        return;
      }
      if (event.key === '?' && !event.ctrlKey && !event.metaKey && !typing(event.target) && singleKeys()) setOpened('shortcuts');
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" className={css.quick} aria-keyshortcuts="Control+K" onClick={() => setOpened('palette')}>
        <Icon name="search" size={18} />
        <span>{t('palette.open')}</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <Suspense fallback={null}>
        {opened === 'palette' ? <Palette menu={menu} onShortcuts={() => setOpened('shortcuts')} onClose={() => setOpened(null)} /> : null}
        {opened === 'shortcuts' ? <Shortcuts onClose={() => setOpened(null)} /> : null}
      </Suspense>
    </>
  );
}
