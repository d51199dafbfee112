import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

test('an empty form says what is missing, in a summary that has the focus', async () => {
  const { user, inputsOf } = await renderApp({ at: '/masuk' });
  await user.click(await screen.findByRole('button', { name: 'Masuk' }));
  const summary = await screen.findByRole('alert');
  expect(summary.textContent).toContain('Isi surel Anda.');
  expect(summary.textContent).toContain('Isi kata sandi Anda.');
  await waitFor(() => expect(document.activeElement).toBe(summary));
  await user.click(screen.getByRole('link', { name: 'Isi kata sandi Anda.' }));
  expect(document.activeElement).toBe(screen.getByLabelText('Kata sandi'));
  expect(inputsOf('signIn')).toEqual([]);
});

test('a wrong password is refused in the language of the reader', async () => {
  const { user } = await renderApp({ at: '/masuk', locale: 'en' });
  await user.type(await screen.findByLabelText('E-mail'), 'pejabat1@contoh.id');
  await user.type(screen.getByLabelText('Password'), 'salah');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect((await screen.findByRole('alert')).textContent).toContain('The e-mail or the password does not match.');
});

test('a demo card signs in with one click and leads to the tasks', async () => {
  const { user, router } = await renderApp({ at: '/masuk' });
  await user.click(await screen.findByRole('button', { name: /Ketua DPRD/ }));
  expect(await screen.findByRole('heading', { name: 'Perlu keputusan Anda' })).toBeTruthy();
  expect(router.state.location.pathname).toBe('/tugas');
});

test('after signing in one comes back to the page one wanted, but never to another site', async () => {
  const wanted = await renderApp({ at: '/tugas/task_vote' });
  await wanted.user.click(await screen.findByRole('button', { name: /Ketua DPRD/ }));
  expect(await screen.findByRole('heading', { name: /Pemungutan suara/ })).toBeTruthy();
  wanted.view.unmount();

  const lured = await renderApp({ at: '/masuk?kembali=//elsewhere.example/tugas' });
  await lured.user.click(await screen.findByRole('button', { name: /Ketua DPRD/ }));
  await waitFor(() => expect(lured.router.state.location.pathname).toBe('/tugas'));
});

test('signing out forgets the refresh token and shows the door', async () => {
  const { user } = await renderApp({ at: '/tugas', as: 'pejabat1@contoh.id' });
  expect(localStorage.getItem('mufakat.refresh')).toBe('refresh:pejabat1@contoh.id');
  await user.click(await screen.findByRole('button', { name: 'Menu profil' }));
  await user.click(await screen.findByRole('button', { name: 'Keluar' }));
  expect(await screen.findByRole('heading', { name: 'Masuk' })).toBeTruthy();
  expect(localStorage.getItem('mufakat.refresh')).toBeNull();
});
