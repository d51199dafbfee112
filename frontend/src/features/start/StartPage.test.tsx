import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

test('only processes that people begin are offered', async () => {
  await renderApp({ at: '/mulai', as: 'pejabat9@contoh.id' });
  const choice = await screen.findByLabelText('Proses');
  expect(within(choice).getAllByRole('option').map((one) => one.getAttribute('value'))).toEqual(['masterplan-approval']);
});
