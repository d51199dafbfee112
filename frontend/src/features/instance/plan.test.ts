import { expect, test } from 'vitest';
import { marksOf, type PlanStep, stepsOf } from './plan';

const token = (key: string, element: string) => ({ key, element, name: null, item: null });
const [a, b] = [token('4', 'periksa'), token('5', 'biaya')];
const plan: PlanStep[] = [{ kind: 'CANCEL', token: a }, { kind: 'MOVE', token: b, element: 'selesai', name: 'Selesai' }, { kind: 'ACTIVATE', element: 'selesai', name: 'Selesai', scope: '1' }];

test('a plan is drawn as what ends, what comes and what stays', () => {
  const marks = marksOf([a, b, token('6', 'biaya')], plan, null, 'periksa');
  expect([...(marks.ending ?? [])]).toEqual(['periksa', 'biaya']);
  expect([...marks.active]).toEqual([['biaya', 1]]);
  expect([...(marks.adding ?? [])]).toEqual([['selesai', 2]]);
  expect(marks.chosen).toBe('periksa');
});

test('a plan is told to the server step by step, in order', () => {
  expect(stepsOf(plan)).toEqual([
    { kind: 'CANCEL', elementInstance: '4' },
    { kind: 'MOVE', elementInstance: '5', element: 'selesai' },
    { kind: 'ACTIVATE', element: 'selesai', scope: '1' },
  ]);
});
