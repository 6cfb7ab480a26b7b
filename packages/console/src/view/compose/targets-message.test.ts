import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTargets, unpackTargets } from './targets-message.ts';
import { readTargets } from './targets.ts';

const options = { maxHosts: 2_000 };

describe('targets on their way from the worker', () => {
  it.each([
    ['nothing', ''],
    ['hosts of every kind', 'web[01-12], 10.0.0.1-9, 2001:db8::1, ops@gw:2222, fe80::1%eth0'],
    ['what is left out', '10.0.0.1-9, !10.0.0.3'],
    ['mistakes and blanks', ' 10.0.0.300 ,\n\t10.0.0.9-1 # more'],
    ['more than can be called', '0.0.0.0/0, ::/0'],
    ['characters of an input method', '１０．０．０．１，web1、web2；！web1'],
    ['exclusions alone', '!web1'],
  ])('stay the same with %s', (_, text) => {
    const read = readTargets(text, options);
    expect(unpackTargets(structuredClone(packTargets(read)))).toEqual(read);
  });

  it('stay the same whatever was typed', () => {
    const part = fc.constantFrom(
      '10.0.0.1-5',
      'web[1-3]',
      '!10.0.0.2',
      '!web2',
      'x:22',
      '::1',
      '(',
      '10.0.0.300',
    );
    const text = fc.array(fc.oneof(part, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 12 });
    fc.assert(
      fc.property(text, fc.constantFrom(', ', '\n', ' & ', ' '), (parts, separator) => {
        const read = readTargets(parts.join(separator), options);
        expect(unpackTargets(packTargets(read))).toEqual(read);
      }),
      { numRuns: 100 },
    );
  });

  it('share their list where hosts and squares are one', () => {
    const { hosts, squares } = unpackTargets(packTargets(readTargets('10.0.0.1-9', options)));
    expect(squares).toBe(hosts);
  });
});
