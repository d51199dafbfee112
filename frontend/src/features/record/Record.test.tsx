import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

const admin = 'pejabat12@contoh.id';

test('the record is verified on request, and the page follows until it is done', async () => {
  const { user, inputsOf } = await renderApp({ at: '/kendali/rekaman', as: admin });
  expect(await screen.findByText('Rekaman belum pernah diperiksa dari halaman ini.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Periksa sekarang' }));
  await waitFor(() => expect(inputsOf('verifyRecord')).toHaveLength(1));
  expect(await screen.findByText('Utuh: 120 peristiwa dibaca, tidak ada yang berubah.', {}, { timeout: 6_000 })).toBeTruthy();
});

test('a checkpoint shows its root and to whom it was mailed', async () => {
  await renderApp({ at: '/kendali/rekaman', as: admin });
  expect(await screen.findByText('ab'.repeat(32))).toBeTruthy();
  expect(screen.getByText(/terkirim/)).toBeTruthy();
});

test('a journal is searched, and each entry has its place in the chain', async () => {
  const { user } = await renderApp({ at: '/kendali/rekaman?perkara=inst_1', as: admin });
  expect(await screen.findByText('2 entri')).toBeTruthy();
  expect(screen.getByText('dijamin titik periksa 7')).toBeTruthy();
  await user.type(screen.getByLabelText('Cari dalam jurnal'), 'completed');
  expect(await screen.findByText('1 entri')).toBeTruthy();
});
