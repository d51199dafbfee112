import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

const secretary = 'pejabat10@contoh.id';

test('the secretary finds a position by its title and gives it the task', async () => {
  const { user, inputsOf } = await renderApp({ at: '/tugas/task_form', as: secretary });
  await user.click(await screen.findByRole('button', { name: 'Tugaskan…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Tugaskan kepada' });
  await user.type(within(dialog).getByLabelText('Cari jabatan atau pejabat'), 'bappeda');
  await waitFor(() => expect(within(dialog).getAllByRole('radio')).toHaveLength(1));
  expect(within(dialog).getByText('Plt.')).toBeTruthy();
  await user.click(within(dialog).getByRole('radio'));
  await user.click(within(dialog).getByRole('button', { name: 'Tugaskan' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(inputsOf('assignTask')[0]).toMatchObject({ taskId: 'task_form', assignee: '64.02/per_3' });
  expect((await screen.findAllByText('Kepala Bappeda')).length).toBeGreaterThan(0);
});

test('a task can be given to the person and not to the position', async () => {
  const { user, inputsOf } = await renderApp({ at: '/tugas/task_form', as: secretary });
  await user.click(await screen.findByRole('button', { name: 'Tugaskan…' }));
  const dialog = await screen.findByRole('dialog');
  await user.click(await within(dialog).findByRole('radio', { name: /Kepala Diskominfo/ }));
  await user.click(within(dialog).getByRole('checkbox', { name: /Hanya kepada orangnya/ }));
  await user.click(within(dialog).getByRole('button', { name: 'Tugaskan' }));
  await waitFor(() => expect(inputsOf('assignTask')[0]).toMatchObject({ assignee: 'per_2' }));
});

test('nobody chosen is said, and nothing is sent; who may not assign is not offered it', async () => {
  const { user, inputsOf } = await renderApp({ at: '/tugas/task_form', as: secretary });
  await user.click(await screen.findByRole('button', { name: 'Tugaskan…' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Tugaskan' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Pilih dahulu');
  expect(inputsOf('assignTask')).toEqual([]);
});

test('who may not assign is not offered it', async () => {
  await renderApp({ at: '/tugas/task_form', as: 'pejabat5@contoh.id' });
  await screen.findByRole('button', { name: 'Ambil tugas' });
  expect(screen.queryByRole('button', { name: 'Tugaskan…' })).toBeNull();
});
