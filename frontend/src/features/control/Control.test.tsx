import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

const admin = 'pejabat12@contoh.id';

test('an incident says what stopped where, and is tried again', async () => {
  const { user, inputsOf } = await renderApp({ at: '/kendali', as: admin });
  expect(await screen.findByText('The mail server did not answer.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Coba lagi: send-letter' }));
  await waitFor(() => expect(inputsOf('retryIncident')[0]).toMatchObject({ incidentId: 'icd_1' }));
  expect(await screen.findByText('Tidak ada kendala. Semua perkara berjalan.')).toBeTruthy();
});
