import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

const head = 'pejabat8@contoh.id';

test('a task says why me, until when, and what happens on silence', async () => {
  await renderApp({ at: '/tugas/task_form', as: head });
  expect(await screen.findByText('Dinas Anda disebut dalam peta jalan.')).toBeTruthy();
  expect(screen.getByText(/dicatat “tanpa keberatan”/)).toBeTruthy();
  expect(screen.getByText(/Terlambat: /)).toBeTruthy();
});

test('missing fields stand in a summary whose lines lead to the fields, in Indonesian', async () => {
  const { user, inputsOf } = await renderApp({ at: '/tugas/task_form', as: head });
  await screen.findByText('Jawaban OPD');
  await user.click(await screen.findByRole('button', { name: 'Selesaikan tugas' }));
  const summary = await screen.findByRole('alert');
  expect(within(summary).getByRole('link', { name: 'Jawaban OPD: Wajib diisi.' })).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(summary));
  expect(document.title).toMatch(/^Galat: /);
  await user.click(within(summary).getByRole('link', { name: 'Target: Wajib diisi.' }));
  expect(document.activeElement?.id).toMatch(/field_target/);
  expect(inputsOf('completeTask')).toEqual([]);
});

test('what the server finds wrong stands beside its field and in the summary', async () => {
  const { user, inputsOf } = await renderApp({ at: '/tugas/task_form', as: head });
  await user.click(await screen.findByLabelText('Setuju'));
  await user.type(await screen.findByLabelText(/^Target/), '5000');
  await user.click(screen.getByRole('button', { name: 'Selesaikan tugas' }));
  const link = await screen.findByRole('link', { name: 'Target: Nilai maksimal 1000.' });
  await user.click(link);
  expect(document.activeElement?.id).toMatch(/field_target/);
  expect(await screen.findByText('Nilai maksimal 1000.')).toBeTruthy();
  expect(inputsOf('completeTask')).toHaveLength(1);
});

test('a completed task sends its variables with a key, closes, and offers the next one', async () => {
  const { user, inputsOf } = await renderApp({ at: '/tugas/task_form', as: head });
  await user.click(await screen.findByLabelText('Setuju dengan perubahan'));
  await user.type(await screen.findByLabelText(/^Target/), '12');
  await user.click(screen.getByRole('button', { name: 'Selesaikan tugas' }));
  expect(await screen.findByText('Tugas ini sudah ditutup. Tidak ada yang dapat diubah lagi.')).toBeTruthy();
  const [sent] = inputsOf('completeTask');
  expect(sent?.['variables']).toMatchObject({ outcome: 'ACCEPT_WITH_CHANGE', target: 12 });
  expect(String(sent?.['idempotencyKey'])).toMatch(/^[0-9a-f-]{32,36}$/);
  expect(await screen.findByText('Tugas berikutnya')).toBeTruthy();
});

test('a lost answer is asked for again with the same key', async () => {
  const { user, inputsOf, goOffline } = await renderApp({ at: '/tugas/task_form', as: head });
  await user.click(await screen.findByRole('button', { name: 'Ambil tugas' }));
  await screen.findByRole('button', { name: 'Lepaskan' });
  goOffline(true);
  await user.click(screen.getByRole('button', { name: 'Lepaskan' }));
  goOffline(false);
  await waitFor(() => expect(inputsOf('releaseTask')).toHaveLength(1), { timeout: 5_000 });
  expect(inputsOf('releaseTask')[0]?.['idempotencyKey']).not.toBe(inputsOf('claimTask')[0]?.['idempotencyKey']);
});

test('what is typed is saved, said to be saved, and there again on the next visit', async () => {
  const { user, world, view } = await renderApp({ at: '/tugas/task_form', as: head });
  await user.type(await screen.findByLabelText(/^Target/), '77');
  expect(await screen.findByText(/^Tersimpan \d\d\.\d\d$/, undefined, { timeout: 5_000 })).toBeTruthy();
  expect(world.draft).toMatchObject({ target: 77 });
  view.unmount();
  await renderApp({ at: '/tugas/task_form', as: head, world });
  expect((await screen.findByLabelText<HTMLInputElement>(/^Target/)).value).toBe('77');
});

test('opening a form saves nothing', async () => {
  const { world } = await renderApp({ at: '/tugas/task_form', as: head });
  await screen.findByLabelText(/^Target/);
  await new Promise((resolve) => setTimeout(resolve, 2_600));
  expect(world.draft).toBeNull();
});

test('returning asks for a note before it sends the reason', async () => {
  const { user, inputsOf } = await renderApp({ at: '/tugas/task_form', as: head });
  await user.click(await screen.findByRole('button', { name: 'Kembalikan…' }));
  const dialog = await screen.findByRole('dialog');
  await user.selectOptions(within(dialog).getByLabelText('Alasan'), 'NOT_OUR_DUTY');
  await user.click(within(dialog).getByRole('button', { name: 'Kembalikan' }));
  expect(await within(dialog).findByText('Tulis catatan supaya pengirim tahu apa yang harus diubah.')).toBeTruthy();
  await user.type(within(dialog).getByLabelText('Catatan untuk pengirim'), 'Ini urusan Bappeda.');
  await user.click(within(dialog).getByRole('button', { name: 'Kembalikan' }));
  await waitFor(() => expect(inputsOf('returnTask')).toHaveLength(1));
  expect(inputsOf('returnTask')[0]).toMatchObject({ reasonCode: 'NOT_OUR_DUTY', note: 'Ini urusan Bappeda.' });
});

test('the form is told in English when the reader chose English', async () => {
  await renderApp({ at: '/tugas/task_form', as: head, locale: 'en' });
  expect(await screen.findByText('Answer of the agency')).toBeTruthy();
  expect(screen.getByLabelText('Accept with change')).toBeTruthy();
});

test('an absent task and a hidden one look the same', async () => {
  await renderApp({ at: '/tugas/task_nobody', as: head });
  expect(await screen.findByText('Alamat ini tidak ada, atau Anda tidak berwenang melihatnya.')).toBeTruthy();
});
