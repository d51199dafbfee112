import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

const chair = 'pejabat1@contoh.id';

test('Ctrl-K finds a task by its words and Enter opens it', async () => {
  const { router, user } = await renderApp({ at: '/perkara', as: chair });
  await screen.findByRole('heading', { name: 'Perkara' });
  await user.keyboard('{Control>}k{/Control}');
  const box = await screen.findByRole('combobox', { name: 'Cari tugas, perkara, atau halaman' });
  await user.type(box, 'komitmen');
  const option = await screen.findByRole('option', { name: /Tanda tangani lembar komitmen/ });
  expect(option.getAttribute('aria-selected')).toBe('true');
  expect(box.getAttribute('aria-activedescendant')).toBe(option.id);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe('/tugas/task_other_1'));
});

test('arrows walk over pages and acts, round and round', async () => {
  const { router, user } = await renderApp({ at: '/tugas', as: chair });
  await user.click(await screen.findByRole('button', { name: /Cari dan buka/ }));
  const list = await screen.findByRole('listbox');
  await user.keyboard('{ArrowUp}');
  expect(within(list).getByRole('option', { selected: true }).textContent).toBe('Keluar');
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe('/perkara'));
});

test('the question mark lists the shortcuts, and single keys can be switched off', async () => {
  const { user } = await renderApp({ at: '/tugas', as: chair });
  await waitFor(() => expect(document.querySelectorAll('[data-row]')).toHaveLength(5));
  await user.keyboard('?');
  const dialog = await screen.findByRole('dialog', { name: 'Pintasan papan ketik' });
  await user.click(within(dialog).getByRole('switch'));
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await user.keyboard('j?');
  expect(document.activeElement?.hasAttribute('data-row')).toBe(false);
  expect(screen.queryByRole('dialog')).toBeNull();
});
