import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

const admin = 'pejabat12@contoh.id';

test('everybody reads what is kept, why and how long', async () => {
  await renderApp({ at: '/privasi', as: admin });
  expect(await screen.findByText('Berkas bukti dukung')).toBeTruthy();
  expect(screen.getByText('5 tahun')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Unduh data saya' })).toBeTruthy();
});

test('an administrator sees what is proposed and is not asked to decide', async () => {
  await renderApp({ at: '/kendali/privasi', as: admin });
  expect(await screen.findByText('Foto lokasi')).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole('checkbox')).toBeNull());
  expect(screen.getByText('Orang yang sudah tidak menjabat')).toBeTruthy();
});
