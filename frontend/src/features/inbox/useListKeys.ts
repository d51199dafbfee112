// j and k walk the list, / goes to the search box; Enter opens because each row is a link. Keys typed into fields are left alone.
import { type RefObject, useEffect } from 'react';
import { singleKeys, typing } from '~/shared/ui/keys';

export function useListKeys(list: RefObject<HTMLElement | null>, searchBox: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !singleKeys()) return;
      if (event.key === '/') {
        event.preventDefault();
        searchBox.current?.focus();
        return;
      }
      if (event.key !== 'j' && event.key !== 'k') return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const here = rows.findIndex((row) => row === document.activeElement);
      const next = event.key === 'j' ? Math.min(here + 1, rows.length - 1) : Math.max(here - 1, 0);
      rows[next]?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [list, searchBox]);
}
