import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '~/testing/renderApp';

test('a document tells where it stands, its versions with their hashes, and its chain of initials', async () => {
  await renderApp({ at: '/dokumen/doc_buku', as: 'pejabat1@contoh.id' });
  expect(await screen.findByRole('heading', { name: 'Buku II Rencana Induk' })).toBeTruthy();
  expect(screen.getByText('Dalam paraf').closest('[aria-current="step"]')).toBeTruthy();
  expect(screen.getByText(`SHA-256 ${'2'.repeat(64)}`)).toBeTruthy();
  expect(screen.getByText('Diparaf Pejabat 03')).toBeTruthy();
  expect(screen.getByText(/Mengikat versi ini/)).toBeTruthy();
  expect(screen.getByText('Tanda tangan lokal, bukan sertifikat elektronik negara')).toBeTruthy();
});

test('initials that a change voided stay to be seen on the version they were put under', async () => {
  await renderApp({ at: '/dokumen/doc_buku?versi=1', as: 'pejabat1@contoh.id' });
  expect(await screen.findByText(/Gugur karena perubahan/)).toBeTruthy();
  expect(screen.getByText(/Mengikat seluruh berkas yang diparaf bersama/)).toBeTruthy();
});

test('what changed between two versions is marked as deletion and insertion, and said in words', async () => {
  const { user, router } = await renderApp({ at: '/dokumen/doc_buku', as: 'pejabat1@contoh.id' });
  await user.click(await screen.findByRole('button', { name: 'Bandingkan versi 2 dengan 1' }));
  expect(await screen.findByText('1 kata ditambahkan, 1 kata dihapus, 120 kata tetap.')).toBeTruthy();
  expect(router.state.location.search).toEqual({ versi: 2, banding: 1 });
  const removed = screen.getByRole('deletion');
  expect(within(removed).getByText(/dihapus:/)).toBeTruthy();
  expect(removed.textContent).toContain('32');
  expect(screen.getByRole('insertion').textContent).toContain('40');
  expect(screen.getByText('… 30 kata tidak berubah …')).toBeTruthy();
});

test('a version can be read as text', async () => {
  const { user } = await renderApp({ at: '/dokumen/doc_buku', as: 'pejabat1@contoh.id' });
  await user.click(await screen.findByRole('button', { name: 'Baca sebagai teks' }));
  expect((await screen.findByRole('region', { name: /teks/ })).textContent).toContain('40 puskesmas');
});
