import { expect, test } from 'vitest';
import { csvOf } from './sheet';

test('a sheet opens in an Indonesian Excel and computes nothing', () => {
  expect(csvOf([['a', 'b;c'], ['=cmd()', 'say "x"']])).toBe('\u{feff}a;"b;c"\r\n\'=cmd();"say ""x"""\r\n');
  for (const start of ['=', '+', '-', '@', '\t']) expect(csvOf([[`${start}1`]])).toContain(`'${start}1`);
});
