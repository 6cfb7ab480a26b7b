import { parse } from '@rollcall/ip-range';
import { expect, test } from 'vitest';
import { targetsOf } from './targets.ts';

test('hosts stand as they were written, with a port and a user only where they have one of their own', () => {
  expect(targetsOf(parse('web1:2222, ops@10.0.0.2, 10.0.0.1'))).toStrictEqual([
    { host: 'web1', port: 2222 },
    { host: '10.0.0.2', user: 'ops' },
    { host: '10.0.0.1' },
  ]);
});
