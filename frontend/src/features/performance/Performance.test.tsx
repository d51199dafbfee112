import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

const secretary = 'pejabat10@contoh.id';

test('figures say how much was in time, what is late, how long steps take and why they return', async () => {
  await renderApp({ at: '/kinerja?tahun=2026', as: secretary });
  expect(await screen.findByText('6 dari 8 tugas yang jatuh tempo selesai pada tenggat asalnya')).toBeTruthy();
  expect(screen.getByText(/terlambat 3 hari · pengingat terakhir OVERDUE_3WD/)).toBeTruthy();
  const months = within(screen.getByRole('table', { name: 'Tepat waktu per bulan' }));
  expect(months.getAllByRole('row')).toHaveLength(2);
  expect(months.getByRole('rowheader', { name: 'November 2026' })).toBeTruthy();
  expect(within(screen.getByRole('table', { name: 'Lama setiap langkah' })).getByText('1,5 / 7,5')).toBeTruthy();
  expect(within(screen.getByRole('table', { name: 'Dikembalikan' })).getByText('INCOMPLETE (1)')).toBeTruthy();
  expect(screen.getAllByRole('link', { name: 'Beri paraf' })[0]?.getAttribute('href')).toBe('/tugas/task_late');
});

test('another year stands in the address, and a year without work says so', async () => {
  const { user, router } = await renderApp({ at: '/kinerja?tahun=2026', as: secretary });
  await user.selectOptions(await screen.findByLabelText('Tahun'), '2025');
  expect(await screen.findByText('Belum ada tugas yang dapat dihitung pada tahun ini.')).toBeTruthy();
  await waitFor(() => expect(router.state.location.search).toEqual({ tahun: 2025 }));
});
