import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problemOfErrors } from '~/shared/graphql/problem';
import { outbox } from '~/shared/offline/outbox';
import { renderApp } from '~/testing/renderApp';

const head = 'pejabat8@contoh.id';

async function fill(user: Awaited<ReturnType<typeof renderApp>>['user']): Promise<void> {
  await user.click(await screen.findByLabelText('Setuju dengan perubahan'));
  await user.type(await screen.findByLabelText(/^Target/), '12');
}

test('a task finished without a line waits on the device and is sent once, with the key of the first attempt', async () => {
  const { user, goOffline, inputsOf } = await renderApp({ at: '/tugas/task_form', as: head });
  await fill(user);
  goOffline(true);
  await user.click(screen.getByRole('button', { name: 'Selesaikan tugas' }));
  expect(await screen.findByText(/tersimpan di perangkat ini dan dikirim begitu tersambung/, {}, { timeout: 25_000 })).toBeTruthy();
  expect(screen.getByText('1 kiriman menunggu di perangkat ini.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Selesaikan tugas' })).toBeNull();
  const key = outbox.of('per_8')[0]?.idempotencyKey;
  goOffline(false);
  window.dispatchEvent(new Event('online'));
  expect(await screen.findByText(/sudah diterima peladen/, {}, { timeout: 25_000 })).toBeTruthy();
  expect(inputsOf('completeTask')).toHaveLength(1);
  expect(inputsOf('completeTask')[0]).toMatchObject({ idempotencyKey: key, variables: { target: 12 } });
  await waitFor(() => expect(outbox.of('per_8')).toEqual([]));
});

test('what the server refuses later stays, with the reason and what was entered', async () => {
  const { user } = await renderApp({ at: '/tugas', as: head });
  await screen.findAllByText(/Konfirmasi baris/);
  outbox.post('per_8', { idempotencyKey: 'k1', taskId: 'task_form', title: 'Konfirmasi baris', variables: { target: 5_000 }, at: Date.now() });
  await user.click(await screen.findByRole('link', { name: 'Lihat kiriman' }));
  expect(await screen.findByText('Tidak diterima')).toBeTruthy();
  expect(screen.getByText('Beberapa isian perlu diperbaiki.')).toBeTruthy();
  await user.click(screen.getByText('Isian Anda'));
  expect(screen.getByText('5000')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Tarik kembali' }));
  expect(await screen.findByText('Tidak ada yang menunggu dikirim.')).toBeTruthy();
});

test('what one person has waiting is not shown to another', async () => {
  outbox.post('per_8', { idempotencyKey: 'k2', taskId: 'task_form', title: 'Milik orang lain', variables: {}, at: Date.now() });
  outbox.refuse('per_8', 'task_form', problemOfErrors([]));
  await renderApp({ at: '/kiriman', as: 'pejabat9@contoh.id' });
  expect(await screen.findByText('Tidak ada yang menunggu dikirim.')).toBeTruthy();
  outbox.remove('per_8', 'task_form');
});
