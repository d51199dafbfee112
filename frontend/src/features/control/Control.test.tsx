import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';
import { stateOf } from './JobsPage';

const admin = 'pejabat12@contoh.id';

test('an incident says what stopped where, and is tried again', async () => {
  const { user, inputsOf } = await renderApp({ at: '/kendali', as: admin });
  expect(await screen.findByText('The mail server did not answer.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Coba lagi: send-letter' }));
  await waitFor(() => expect(inputsOf('retryIncident')[0]).toMatchObject({ incidentId: 'icd_1' }));
  expect(await screen.findByText('Tidak ada kendala. Semua perkara berjalan.')).toBeTruthy();
});

test('jobs tell who holds them and what failed, and a state narrows the list by its address', async () => {
  const { user, router } = await renderApp({ at: '/kendali/pekerjaan', as: admin });
  expect(await screen.findByText(/Dipegang pencatat-1 sampai/)).toBeTruthy();
  expect(screen.getByText('Kegagalan terakhir: connection refused')).toBeTruthy();
  await user.selectOptions(screen.getByLabelText('Keadaan'), 'FAILED');
  await waitFor(() => expect(screen.queryByText(/Dipegang pencatat-1/)).toBeNull());
  expect(router.state.location.search).toEqual({ keadaan: 'FAILED' });
});

test('a job without retries has failed whatever else holds, and a lease that is over holds nothing', () => {
  const now = Date.parse('2026-11-20T10:00:00Z');
  expect(stateOf({ retries: 0, deadline: '2026-11-20T11:00:00Z', due: '2026-11-20T09:00:00Z' }, now)).toBe('FAILED');
  expect(stateOf({ retries: 2, deadline: '2026-11-20T09:59:59Z', due: '2026-11-20T09:00:00Z' }, now)).toBe('WAITING');
  expect(stateOf({ retries: 2, deadline: null, due: '2026-11-20T10:00:01Z' }, now)).toBe('BACKING_OFF');
});
