import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';
import { World } from '~/testing/world';

const chair = 'pejabat1@contoh.id';

test('the tasks that wait are listed with where, until when in the zone of the task, and their counts', async () => {
  await renderApp({ at: '/tugas', as: chair });
  await waitFor(() => expect(document.querySelectorAll('[data-row]')).toHaveLength(5));
  const rows = document.querySelectorAll('[data-row]');
  expect(rows[0]?.textContent).toContain('Kabupaten Kutai Kartanegara');
  expect(rows[0]?.textContent).toMatch(/Terlambat: .* WITA/);
  expect(screen.getByRole('link', { name: /Perlu tindakan\s*5/ }).getAttribute('aria-current')).toBe('page');
  expect(screen.getByRole('link', { name: /Menunggu orang lain/ }).getAttribute('aria-current')).toBeNull();
});

test('a view is chosen by its address, and an empty one says what is next', async () => {
  const { router, user } = await renderApp({ at: '/tugas?lihat=OVERDUE', as: chair });
  await waitFor(() => expect(document.querySelectorAll('[data-row]')).toHaveLength(1));
  await user.click(screen.getByRole('link', { name: /Selesai/ }));
  expect(await screen.findByText('Tugas yang Anda selesaikan akan tercatat di sini.')).toBeTruthy();
  expect(router.state.location.search).toEqual({ lihat: 'DONE' });
});

test('searching puts the words into the address and narrows the list', async () => {
  const { router, user } = await renderApp({ at: '/tugas', as: chair });
  await user.type(await screen.findByLabelText('Cari tugas'), 'komitmen');
  await waitFor(() => expect(document.querySelectorAll('[data-row]')).toHaveLength(1));
  expect(router.state.location.search).toEqual({ cari: 'komitmen' });
});

test('j and k walk the list and Enter opens the task', async () => {
  const { router, user } = await renderApp({ at: '/tugas', as: chair });
  await waitFor(() => expect(document.querySelectorAll('[data-row]')).toHaveLength(5));
  await user.keyboard('jjk');
  const first = document.querySelectorAll('[data-row]')[0];
  expect(document.activeElement).toBe(first);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe('/tugas/task_form'));
});

test('a task that somebody finishes elsewhere leaves the list without a reload', async () => {
  const { world } = await renderApp({ at: '/tugas', as: chair });
  await waitFor(() => expect(document.querySelectorAll('[data-row]')).toHaveLength(5));
  world.vote(0, 'APPROVE');
  await waitFor(() => expect(document.querySelectorAll('[data-row]')).toHaveLength(4));
  expect(within(screen.getByRole('group', { name: 'Tampilan tugas' })).getByText('Selesai').textContent).toContain('1');
});

test('without a connection the page says so and tries again when asked', async () => {
  const bench = await renderApp({ at: '/masuk', as: undefined });
  await bench.user.type(await screen.findByLabelText('Surel'), chair);
  await bench.user.type(screen.getByLabelText('Kata sandi'), 'mufakat-demo');
  bench.goOffline(true);
  await bench.user.click(screen.getByRole('button', { name: 'Masuk' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Peladen tidak dapat dihubungi');
  bench.goOffline(false);
  await bench.user.click(screen.getByRole('button', { name: 'Masuk' }));
  expect(await screen.findByRole('heading', { name: 'Perlu keputusan Anda' })).toBeTruthy();
});

test('a list of hundreds is read page by page, keeps its length in the address, and stays live', async () => {
  const world = new World();
  world.more = 200;
  const { router, user } = await renderApp({ at: '/tugas', as: chair, world });
  await waitFor(() => expect(document.querySelectorAll('[data-row]')).toHaveLength(25));
  expect(screen.getByText(/205 tugas/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Tampilkan lebih banyak' }));
  await waitFor(() => expect(document.querySelectorAll('[data-row]')).toHaveLength(75));
  expect(router.state.location.search).toEqual({ hal: 2 });
  world.vote(0, 'APPROVE');
  await waitFor(() => expect(screen.getByText(/204 tugas/)).toBeTruthy());
  await waitFor(() => {
    const rows = [...document.querySelectorAll('[data-row]')].map((row) => row.getAttribute('href'));
    expect(rows).toHaveLength(75);
    expect(new Set(rows).size).toBe(75);
  });
});

test('a long list comes back as long as its address says, to its end', async () => {
  const world = new World();
  world.more = 105;
  await renderApp({ at: '/tugas?hal=9', as: chair, world });
  await waitFor(() => expect(document.querySelectorAll('[data-row]')).toHaveLength(110));
  expect(screen.queryByRole('button', { name: 'Tampilkan lebih banyak' })).toBeNull();
});
