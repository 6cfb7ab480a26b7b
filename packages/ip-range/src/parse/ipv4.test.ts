import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatIpv4, plainQuad } from './ipv4.ts';

it('reads every address back as it is printed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (value) => {
      expect(plainQuad(formatIpv4(value))).toBe(value);
    }),
  );
});

it.each(['', '.', '10.0.0', '10.0.0.', '.10.0.0.1', '10..0.1', '10.0.0.1.', '10.0.0.1.2', '10.0.0.256'])(
  'takes %j for no plain address',
  (text) => expect(plainQuad(text)).toBe(-1),
);

it.each([
  '010.0.0.1',
  '10.0.0.01',
  '00.0.0.0',
  ' 10.0.0.1',
  '10.0.0.1 ',
  '10.0.0.1a',
  '1O.0.0.1',
  '１0.0.0.1',
])('leaves %j to the reader of whole specs', (text) => expect(plainQuad(text)).toBe(-1));
