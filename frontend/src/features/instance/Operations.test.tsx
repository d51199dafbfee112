import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

const admin = 'pejabat12@contoh.id';

test('a case is held with a reason, says so, and goes on', async () => {
  const { user, inputsOf } = await renderApp({ at: '/perkara/inst_1', as: admin });
  await user.click(await screen.findByRole('button', { name: 'Tangguhkan…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Tangguhkan' });
  await user.click(within(dialog).getByRole('button', { name: 'Tangguhkan' }));
  expect(inputsOf('suspendInstance')).toEqual([]);
  await user.type(within(dialog).getByLabelText('Alasan'), 'Menunggu putusan pengadilan');
  await user.click(within(dialog).getByRole('button', { name: 'Tangguhkan' }));
  expect(await screen.findByText('Ditangguhkan: Menunggu putusan pengadilan')).toBeTruthy();
  await user.click(await screen.findByRole('button', { name: 'Lanjutkan…' }));
  await user.click(within(await screen.findByRole('dialog', { name: 'Lanjutkan' })).getByRole('button', { name: 'Lanjutkan' }));
  await waitFor(() => expect(screen.queryByText(/^Ditangguhkan:/)).toBeNull());
  expect(inputsOf('resumeInstance')).toHaveLength(1);
});

test('a variable is set after what changes was confirmed; what is no JSON and what is secret is not sent', async () => {
  const { user, inputsOf } = await renderApp({ at: '/perkara/inst_1', as: admin });
  await user.click(await screen.findByRole('button', { name: 'Variabel…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Variabel' });
  await user.click(await within(dialog).findByRole('button', { name: /^ballots/ }));
  await user.click(within(dialog).getByRole('button', { name: 'Periksa perubahan' }));
  expect((await within(dialog).findByRole('alert')).textContent).toContain('suara rahasia');
  await user.click(within(dialog).getByRole('button', { name: /^decision/ }));
  const value = within(dialog).getByLabelText('Nilai (JSON)');
  await user.clear(value);
  await user.type(value, 'REJECTED');
  await user.click(within(dialog).getByRole('button', { name: 'Periksa perubahan' }));
  expect((await within(dialog).findByRole('alert')).textContent).toContain('bukan JSON');
  await user.clear(value);
  await user.type(value, '"REJECTED"');
  await user.click(within(dialog).getByRole('button', { name: 'Periksa perubahan' }));
  const confirm = await within(dialog).findByRole('group', { name: 'Pastikan' });
  expect(confirm.textContent).toContain('"APPROVED"');
  expect(inputsOf('setVariables')).toEqual([]);
  await user.click(within(confirm).getByRole('button', { name: 'Ya, terapkan' }));
  await waitFor(() => expect(inputsOf('setVariables')[0]).toMatchObject({ instanceId: 'inst_1', variables: { decision: 'REJECTED' } }));
});

test('a planned change is shown, confirmed with a reason and sent as one; a refusal leaves the plan as it was', async () => {
  const { user, inputsOf } = await renderApp({ at: '/perkara/inst_1', as: admin });
  await user.click(await screen.findByRole('button', { name: 'Ubah posisi…' }));
  await user.click(await screen.findByRole('button', { name: 'Akhiri: Rapat dewan' }));
  const plan = screen.getByRole('region', { name: 'Rencana perubahan' });
  expect(within(plan).getByText('Akhiri “Rapat dewan”')).toBeTruthy();
  await user.click(within(plan).getByRole('button', { name: 'Terapkan rencana' }));
  expect((await within(plan).findByRole('alert')).textContent).toContain('Tulis alasan');
  await user.type(within(plan).getByLabelText(/^Alasan/), 'Rapat dibatalkan');
  await user.click(within(plan).getByRole('button', { name: 'Terapkan rencana' }));
  await user.click(await within(plan).findByRole('button', { name: 'Ya, terapkan' }));
  expect((await within(plan).findByRole('alert')).textContent).toContain('Tidak ada yang tersisa');
  expect(within(plan).getByText('Akhiri “Rapat dewan”')).toBeTruthy();
  expect(inputsOf('modifyInstance')[0]).toMatchObject({ reason: 'Rapat dibatalkan', steps: [{ kind: 'CANCEL', elementInstance: '7' }] });
});

test('who may only read is offered nothing', async () => {
  await renderApp({ at: '/perkara/inst_1', as: 'pejabat4@contoh.id' });
  await screen.findByText(/^Menunggu 4 dari 7 anggota dewan/);
  for (const name of ['Tangguhkan…', 'Ubah posisi…', 'Variabel…', 'Batalkan perkara…']) expect(screen.queryByRole('button', { name })).toBeNull();
});
