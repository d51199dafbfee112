import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';
import { smallProcess } from '~/testing/operating';

const admin = 'pejabat12@contoh.id';
const file = (version: 1 | 2): File => new File([smallProcess(version)], 'izin.bpmn', { type: 'application/xml' });

test('a finding of the proof is chosen by its address and told as a way, step by step', async () => {
  const { user, router } = await renderApp({ at: '/proses/izin?versi=1', as: admin });
  const finding = await screen.findByRole('button', { name: /Tidak disatukan/ });
  expect(finding.textContent).toContain('Satukan cabang dengan gerbang paralel.');
  await user.click(finding);
  const way = await screen.findByRole('list', { name: 'Jalan menuju ke sana' });
  expect(within(way).getAllByRole('listitem').map((one) => one.textContent)).toContain('Periksa permohonan');
  expect(router.state.location.search).toEqual({ versi: 1, temuan: 1 });
  await user.click(screen.getByRole('link', { name: /versi 2/ }));
  expect(await screen.findByText(/Terbukti benar/)).toBeTruthy();
});

test('files with an error deploy nothing and each finding has its line and remedy', async () => {
  const { user, inputsOf } = await renderApp({ at: '/proses/terapkan', as: admin });
  await user.upload(await screen.findByLabelText('Pilih berkas', { selector: 'input' }), file(1));
  await user.click(await screen.findByRole('button', { name: 'Periksa dan terapkan' }));
  const finding = await screen.findByRole('button', { name: /Cabang tidak disatukan/ });
  expect(finding.textContent).toMatch(/izin\.bpmn, baris 7 · satukan/);
  expect(finding.textContent).toContain('Perbaikan: Use a parallel gateway.');
  expect(finding.getAttribute('aria-pressed')).toBe('true');
  expect(screen.queryByRole('heading', { name: 'Diterapkan' })).toBeNull();
  expect(inputsOf('deployWorkflow')).toHaveLength(1);
});

test('good files are deployed with their note, and what came of it is one click away', async () => {
  const { user, inputsOf, router } = await renderApp({ at: '/proses/terapkan', as: admin });
  await user.upload(await screen.findByLabelText('Pilih berkas', { selector: 'input' }), file(2));
  await user.type(screen.getByLabelText('Catatan versi'), 'Cabang disatukan');
  await user.click(screen.getByRole('button', { name: 'Periksa dan terapkan' }));
  await user.click(await screen.findByRole('link', { name: 'Izin pemakaian ruang' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/proses/izin'));
  expect(inputsOf('deployWorkflow')[0]).toMatchObject({ note: 'Cabang disatukan', files: [{ name: 'izin.bpmn' }] });
});

test('cases are moved after a dry run that says who gains, who loses and who stays, and can be taken back', async () => {
  const { user, inputsOf, router } = await renderApp({ at: '/proses/izin/pindah', as: admin });
  await user.click(await screen.findByRole('button', { name: 'Berikutnya' }));
  const likely = await screen.findByRole('combobox', { name: 'Periksa permohonan menjadi' });
  expect((likely as HTMLSelectElement).value).toBe('telaah');
  await user.click(screen.getByRole('button', { name: 'Uji coba' }));
  expect(await screen.findByText('1 dari 2 perkara dapat pindah, 1 ditolak.')).toBeTruthy();
  expect(await screen.findByText(/penggabungan akan menunggu token/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /^Dapat pindah/ }));
  const [outcome] = await screen.findAllByText(/\+ Kepala Bappeda/);
  expect(outcome?.closest('li')?.textContent).toContain('− Kepala Diskominfo');
  expect(inputsOf('migrateInstances')[0]).toMatchObject({ definitionKey: 'izin', fromVersion: 1, toVersion: 2, dryRun: true, mapping: [{ from: 'periksa', to: 'telaah' }] });
  await user.click(screen.getByRole('button', { name: 'Pindahkan 1 perkara…' }));
  await user.click(await screen.findByRole('button', { name: 'Ya, terapkan' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/proses/izin/pindah/mig_2'));
  await user.click(await screen.findByRole('button', { name: 'Batalkan pemindahan…' }));
  await user.click(await screen.findByRole('button', { name: 'Ya, terapkan' }));
  await waitFor(() => expect(inputsOf('rollBackMigration')[0]).toMatchObject({ batchId: 'mig_2', dryRun: false }));
});
