import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

test('a document is passed on to chosen positions with an instruction and a due day', async () => {
  const { user, inputsOf } = await renderApp({ at: '/dokumen/doc_buku', as: 'pejabat10@contoh.id' });
  await user.click(await screen.findByRole('button', { name: 'Beri disposisi' }));
  await user.click(await screen.findByRole('button', { name: 'Kirim disposisi' }));
  expect(await screen.findByText('Pilih paling sedikit satu jabatan.')).toBeTruthy();
  const [first] = await screen.findAllByRole('checkbox');
  if (!first) throw new Error('nobody to choose');
  await user.click(first);
  await user.selectOptions(screen.getByLabelText('Petunjuk'), 'STUDY');
  await user.type(screen.getByLabelText('Tenggat'), '2026-11-27');
  await user.click(screen.getByRole('button', { name: 'Kirim disposisi' }));
  await waitFor(() => expect(inputsOf('disposeDocument')).toHaveLength(1));
  expect(inputsOf('disposeDocument')[0]).toMatchObject({ documentId: 'doc_buku', instruction: 'STUDY', due: '2026-11-27' });
});

test('who may begin no cases is not offered to pass a document on', async () => {
  await renderApp({ at: '/dokumen/doc_buku', as: 'pejabat11@contoh.id' });
  await screen.findByRole('heading', { name: 'Buku II Rencana Induk' });
  expect(screen.queryByRole('button', { name: 'Beri disposisi' })).toBeNull();
});
