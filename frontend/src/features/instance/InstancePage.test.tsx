import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

test('a case tells where it stands in one sentence, in steps, and who acted in what capacity', async () => {
  await renderApp({ at: '/perkara/inst_1', as: 'pejabat11@contoh.id' });
  expect(await screen.findByText(/Menunggu 4 dari 7 anggota dewan/)).toBeTruthy();
  expect(screen.getAllByText('Pemungutan suara').some((one) => one.closest('[aria-current="step"]'))).toBe(true);
  expect(await screen.findByText('atas nama Plt. Kepala Bappeda')).toBeTruthy();
  expect(screen.getByText('Dasar: ditujukan kepada 64.02/bappeda/head')).toBeTruthy();
  expect(await screen.findByText('Rantai catatan utuh: 128 kejadian diperiksa')).toBeTruthy();
});

test('only those who audit are shown the verdict on the record chain', async () => {
  await renderApp({ at: '/perkara/inst_1', as: 'pejabat4@contoh.id' });
  await screen.findByText('atas nama Plt. Kepala Bappeda');
  expect(screen.queryByText(/Rantai catatan utuh/)).toBeNull();
});

test('a local signature is never shown as a certified one', async () => {
  await renderApp({ at: '/perkara/inst_1', as: 'pejabat1@contoh.id' });
  expect(await screen.findByText('Tanda tangan lokal, bukan sertifikat elektronik negara')).toBeTruthy();
});

test('the sentence follows the case', async () => {
  const { world } = await renderApp({ at: '/perkara/inst_1', as: 'pejabat1@contoh.id' });
  await screen.findByText(/^Menunggu 4 dari 7 anggota dewan/);
  world.vote(5, 'APPROVE');
  await waitFor(() => expect(screen.getByText(/^Menunggu 3 dari 7 anggota dewan/)).toBeTruthy());
});
