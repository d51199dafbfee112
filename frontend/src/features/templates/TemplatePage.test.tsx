import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

const secretary = 'pejabat10@contoh.id';

test('the templates of an office say whose text counts', async () => {
  const { user, router } = await renderApp({ at: '/administrasi/templat?organisasi=64.02', as: secretary });
  expect(await screen.findByText('milik sendiri, versi 2')).toBeTruthy();
  await user.click(screen.getByRole('link', { name: 'Undangan' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/administrasi/templat/invitation'));
});

test('a text is changed with a note, gone back on, and taken back', async () => {
  const { user, inputsOf } = await renderApp({ at: '/administrasi/templat/invitation?organisasi=64.02', as: secretary });
  const area = await screen.findByRole('textbox', { name: 'Naskah templat' });
  expect((screen.getByRole('button', { name: 'Simpan' }) as HTMLButtonElement).disabled).toBe(true);
  await user.type(area, ' RAPAT');
  await user.type(screen.getByLabelText('Catatan perubahan'), 'Judul diperjelas');
  await user.click(screen.getByRole('button', { name: 'Simpan' }));
  await waitFor(() => expect(inputsOf('savePaperTemplate')).toHaveLength(1));
  expect(inputsOf('savePaperTemplate')[0]).toMatchObject({ organisation: '64.02', name: 'invitation', source: '# UNDANGAN RAPAT', note: 'Judul diperjelas' });
  await user.click(await screen.findByRole('button', { name: 'Kembali ke versi 1' }));
  await waitFor(() => expect(inputsOf('restorePaperTemplate')[0]).toMatchObject({ templateVersionId: 'tpl_1' }));
  await user.click(screen.getByRole('button', { name: 'Ikuti naskah di atasnya' }));
  await waitFor(() => expect(inputsOf('savePaperTemplate')[1]).toMatchObject({ source: null }));
});
