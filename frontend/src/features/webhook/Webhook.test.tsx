import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

const admin = 'pejabat12@contoh.id';

test('an address is registered, and its secret is shown this once', async () => {
  const { user, inputsOf } = await renderApp({ at: '/kendali/webhook', as: admin });
  expect(await screen.findByText('https://hook.contoh.go.id/mufakat')).toBeTruthy();
  await user.type(screen.getByLabelText('Organisasi (kode)'), '64.02');
  await user.type(screen.getByLabelText('Nama'), 'arsip');
  await user.type(screen.getByLabelText('Alamat (https://…)'), 'https://arsip.contoh.go.id');
  await user.click(screen.getByRole('button', { name: 'Daftarkan' }));
  await waitFor(() => expect(inputsOf('registerWebhook')[0]).toMatchObject({ organisation: '64.02', name: 'arsip', url: 'https://arsip.contoh.go.id' }));
  expect(await screen.findByText('whsec_sekali')).toBeTruthy();
});

test('a secret is replaced with the hours that both sign', async () => {
  const { user, inputsOf } = await renderApp({ at: '/kendali/webhook', as: admin });
  await user.click(await screen.findByRole('button', { name: 'Ganti rahasia: kantor' }));
  await user.click(screen.getByRole('button', { name: 'Buat rahasia baru' }));
  await waitFor(() => expect(inputsOf('rotateWebhookSecret')[0]).toMatchObject({ webhookId: 'whk_1', overlapHours: 24 }));
});
