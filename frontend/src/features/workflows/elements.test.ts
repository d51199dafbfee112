import { expect, test } from 'vitest';
import { elementsOf, pairs } from './elements';
import { smallProcess } from '~/testing/operating';

test('the elements of a file are those that a token can stand at', () => {
  expect(elementsOf(smallProcess(1)).map((one) => one.id)).toEqual(['mulai', 'buka', 'periksa', 'biaya', 'satukan', 'selesai']);
});

test('versions are paired by id, then by name and kind, and what has no like is said', () => {
  const found = pairs(elementsOf(smallProcess(1)), elementsOf(smallProcess(2)));
  expect(found.find((pair) => pair.from.id === 'periksa')).toMatchObject({ to: 'telaah', how: 'LIKELY' });
  expect(found.find((pair) => pair.from.id === 'biaya')).toMatchObject({ to: 'biaya', how: 'SAME' });
  const nameless = pairs([{ id: 'x', name: 'x', type: 'userTask' }], [{ id: 'y', name: 'y', type: 'userTask' }]);
  expect(nameless[0]).toMatchObject({ to: null, how: 'MISSING' });
});
