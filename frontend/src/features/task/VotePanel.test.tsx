import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

const chair = 'pejabat1@contoh.id';

test('the chair approves with one confirmation and sees the vote on record', async () => {
  const { user, inputsOf } = await renderApp({ at: '/tugas/task_vote', as: chair });
  await user.click(await screen.findByRole('radio', { name: /^Setuju Menerima/ }));
  await user.click(screen.getByRole('button', { name: 'Lanjutkan' }));
  const confirm = await screen.findByRole('group', { name: 'Anda akan memilih: Setuju' });
  await waitFor(() => expect(document.activeElement).toBe(confirm));
  expect(inputsOf('castVote')).toEqual([]);
  await user.click(within(confirm).getByRole('button', { name: 'Ya, kirim suara saya' }));
  expect(await screen.findByRole('heading', { name: 'Suara Anda sudah tercatat' })).toBeTruthy();
  expect(inputsOf('castVote')[0]).toMatchObject({ taskId: 'task_vote', choice: 'APPROVE', dissentLater: false });
  await waitFor(() => expect(screen.getByTestId('tally').textContent).toBe('4 dari 7 suara masuk, 3 belum.'));
});

test('a rejection without a note is not sent', async () => {
  const { user, inputsOf } = await renderApp({ at: '/tugas/task_vote', as: chair });
  await user.click(await screen.findByRole('radio', { name: /^Menolak/ }));
  await user.click(screen.getByRole('button', { name: 'Lanjutkan' }));
  const summary = await screen.findByRole('alert');
  await user.click(within(summary).getByRole('link', { name: 'Tulis catatan untuk pilihan “Menolak”.' }));
  expect(document.activeElement).toBe(screen.getByLabelText('Catatan (wajib)'));
  await user.type(screen.getByLabelText('Catatan (wajib)'), 'Belum lengkap.');
  await user.click(screen.getByRole('checkbox', { name: /pernyataan keberatan/ }));
  await user.click(screen.getByRole('button', { name: 'Lanjutkan' }));
  await user.click(await screen.findByRole('button', { name: 'Ya, kirim suara saya' }));
  await waitFor(() => expect(inputsOf('castVote')[0]).toMatchObject({ choice: 'REJECT', note: 'Belum lengkap.', dissentLater: true }));
});

test('nothing chosen is said before anything is asked', async () => {
  const { user } = await renderApp({ at: '/tugas/task_vote', as: chair });
  await user.click(await screen.findByRole('button', { name: 'Lanjutkan' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Pilih salah satu suara.');
});

test('the tally and the roll call move when somebody else votes', async () => {
  const { world } = await renderApp({ at: '/tugas/task_vote', as: chair });
  await waitFor(() => expect(screen.getByTestId('tally').textContent).toBe('3 dari 7 suara masuk, 4 belum.'));
  world.vote(6, 'ABSTAIN');
  await waitFor(() => expect(screen.getByTestId('tally').textContent).toBe('4 dari 7 suara masuk, 3 belum.'));
  const row = screen.getByText('Wakil masyarakat').closest('li');
  expect(row?.textContent).toContain('Abstain');
});

test('a choice that is being made survives the votes of others', async () => {
  const { world, user } = await renderApp({ at: '/tugas/task_vote', as: chair });
  await user.click(await screen.findByRole('radio', { name: /^Setuju dengan catatan/ }));
  await user.type(screen.getByLabelText('Catatan (wajib)'), 'Perbaiki tabel 4');
  world.vote(5, 'APPROVE');
  await waitFor(() => expect(screen.getByTestId('tally').textContent).toContain('4 dari 7'));
  expect(screen.getByLabelText<HTMLTextAreaElement>('Catatan (wajib)').value).toBe('Perbaiki tabel 4');
  expect(screen.getByRole<HTMLInputElement>('radio', { name: /^Setuju dengan catatan/ }).checked).toBe(true);
});

test('a result that cannot change any more is said to be settled', async () => {
  const { world } = await renderApp({ at: '/tugas/task_vote', as: chair });
  await screen.findByText(/Pemungutan suara masih berlangsung/);
  world.vote(4, 'APPROVE');
  world.vote(5, 'APPROVE');
  expect(await screen.findByText(/Hasil sudah pasti: disetujui dengan catatan/)).toBeTruthy();
});

test('one who has no seat reads the count and cannot vote', async () => {
  await renderApp({ at: '/tugas/task_vote', as: 'pejabat11@contoh.id' });
  expect(await screen.findByTestId('tally')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Lanjutkan' })).toBeNull();
});
