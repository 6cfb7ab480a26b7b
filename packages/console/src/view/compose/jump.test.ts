import { describe, expect, it } from 'vitest';
import { jumpFault } from './jump.ts';

describe('jump hosts', () => {
  it.each(['', 'bastion', 'ops@bastion:2222', 'ops@a,b:22,10.0.0.1', 'ops@[2001:db8::1]:22'])(
    'are right as %j',
    (text) => {
      expect(jumpFault(text)).toBeNull();
    },
  );

  it.each([
    ['10.0.0.1-2', 'a range'],
    ['web[1-2]', 'a pattern'],
    ['bastion,bastion', 'one of them twice'],
    ['bastion,!bastion', 'an exclusion'],
    ['10.0.0.300', 'no address'],
    [' ', 'nothing'],
  ])('are unreadable as %j: %s', (text) => {
    expect(jumpFault(text)).toBe('unreadable');
  });

  it('are eight at most, in 1,024 characters', () => {
    const names = (count: number): string => Array.from({ length: count }, (_, at) => `b${at}`).join(',');
    expect(jumpFault(names(8))).toBeNull();
    expect(jumpFault(names(9))).toBe('too-many');
    expect(jumpFault('b'.repeat(1_025))).toBe('too-long');
  });
});
