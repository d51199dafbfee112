// One box for going anywhere: pages, tasks, cases, and the few things one does everywhere. A combobox with a list, so that it is
// worked with arrows and Enter and told by a screen reader.
import { Modal, useMantineColorScheme } from '@mantine/core';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { FindAnythingDocument } from '~/shared/graphql/generated';
import { switchLocale, useText } from '~/shared/i18n/text';
import { session } from '~/shared/session/session';
import { Icon, type IconName } from '~/shared/ui/Icon';
import { uiCss } from '~/shared/ui/parts';
import type { MenuItem } from './menu';
import css from './Palette.module.css';

interface Entry {
  id: string;
  icon: IconName;
  title: string;
  detail?: string;
  run: () => void;
}

const PAUSE_MS = 200;
/** Shorter words find everything, which is nothing. */
const SHORTEST = 2;

export default function Palette({ menu, onShortcuts, onClose }: { menu: MenuItem[]; onShortcuts: () => void; onClose: () => void }) {
  const { t, locale } = useText();
  const navigate = useNavigate();
  const router = useRouter();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [typed, setTyped] = useState('');
  const [sought, setSought] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSought(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const [{ data, fetching }] = useQuery({ query: FindAnythingDocument, variables: { search: sought }, pause: sought.length < SHORTEST });

  const entries = useMemo(() => {
    const fits = (words: string): boolean => words.toLowerCase().includes(typed.trim().toLowerCase());
    const pages: Entry[] = menu.map((item) => ({ id: item.to, icon: item.icon, title: t(item.label), run: () => void navigate({ to: item.to, search: {} }) }));
    const acts: Entry[] = [
      { id: 'language', icon: 'language', title: t('palette.language'), run: () => void switchLocale(locale === 'id' ? 'en' : 'id') },
      { id: 'scheme', icon: 'contrast', title: t('palette.scheme'), run: () => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark') },
      { id: 'shortcuts', icon: 'keyboard', title: t('keys.title'), run: onShortcuts },
      { id: 'sign-out', icon: 'signOut', title: t('profile.signOut'), run: () => void session.signOut() },
    ];
    const found = sought.length >= SHORTEST && typed.trim().length >= SHORTEST ? data : undefined;
    const tasks: Entry[] = (found?.tasks.nodes ?? []).map((task) => ({
      id: task.id, icon: 'inbox', title: task.name, detail: [task.businessKey, task.organisation.name, t(`task.state.${task.state}`)].filter(Boolean).join(' · '),
      run: () => void router.navigate({ to: '/tugas/$id', params: { id: task.id } }),
    }));
    const cases: Entry[] = (found?.instances.nodes ?? []).map((one) => ({
      id: one.id, icon: 'cases', title: `${one.definition.name ?? one.definition.key} ${one.businessKey ?? ''}`.trim(),
      detail: `${one.organisation.name} · ${t(`instances.state.${one.state}`)}`,
      run: () => void router.navigate({ to: '/perkara/$id', params: { id: one.id } }),
    }));
    return [
      { title: t('palette.pages'), entries: pages.filter((one) => fits(one.title)) },
      { title: t('menu.tasks'), entries: tasks },
      { title: t('menu.instances'), entries: cases },
      { title: t('palette.actions'), entries: acts.filter((one) => fits(one.title)) },
    ].filter((group) => group.entries.length > 0);
  }, [menu, data, typed, sought, t, locale, colorScheme, navigate, router, setColorScheme, onShortcuts]);
  const flat = entries.flatMap((group) => group.entries);
  const chosen = Math.min(at, flat.length - 1);

  const take = (entry: Entry | undefined): void => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && flat.length > 0) {
      event.preventDefault();
      const next = (chosen + step + flat.length) % flat.length;
      setAt(next);
      list.current?.querySelector(`#palette-${next}`)?.scrollIntoView({ block: 'nearest' });
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      take(flat[chosen]);
    }
  };

  let index = -1;
  return (
    <Modal opened onClose={onClose} withCloseButton={false} padding={0} size="lg" yOffset="10vh" centered={false} aria-label={t('palette.open')}>
      <div className={css.box}>
        <Icon name="search" />
        <input
          data-autofocus className={css.input} role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list"
          aria-label={t('palette.label')} aria-activedescendant={chosen >= 0 ? `palette-${chosen}` : undefined} placeholder={t('palette.label')}
          value={typed} onKeyDown={onKey}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }}
        />
        <button type="button" className={css.close} onClick={onClose} aria-label={t('app.close')}><Icon name="cross" size={18} /></button>
      </div>
      <ul className={css.list} id="palette-list" role="listbox" aria-label={t('palette.open')} ref={list}>
        {entries.map((group) => (
          <li key={group.title} role="presentation">
            <span className={css.group} aria-hidden="true">{group.title}</span>
            <ul role="group" aria-label={group.title} className={css.entries}>
              {group.entries.map((entry) => {
                index += 1;
                const mine = index;
                return (
                  <li
                    key={entry.id} id={`palette-${mine}`} role="option" aria-selected={mine === chosen}
                    className={mine === chosen ? `${css.entry} ${css.chosen}` : css.entry}
                    onPointerMove={() => setAt(mine)} onClick={() => take(entry)}
                  >
                    <Icon name={entry.icon} size={18} />
                    <span>
                      {entry.title}
                      {entry.detail ? <span className={uiCss.meta}>{entry.detail}</span> : null}
                    </span>
                  </li>
                );
              })}
            </ul>
          </li>
        ))}
      </ul>
      <p className={css.foot} role="status">
        {flat.length === 0 && !fetching ? t('palette.nothing', { search: typed.trim() }) : t('palette.hint')}
      </p>
    </Modal>
  );
}
