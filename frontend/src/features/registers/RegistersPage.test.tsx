import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

test('a register lists what it gave and tells every number that is missing', async () => {
  await renderApp({ at: '/administrasi/nomor?organisasi=64.02', as: 'pejabat10@contoh.id' });
  expect(await screen.findByRole('rowheader', { name: '188.45/SK-4/2026' })).toBeTruthy();
  expect(screen.getByText('2 nomor tercatat.')).toBeTruthy();
  expect(screen.getByText('Nomor yang tidak tercatat:').closest('[role="note"]')?.textContent).toContain('2–3');
});
