import { parse } from '@rollcall/ip-range';
import { targetLabel } from '@rollcall/protocol';
import { expect, test } from 'vitest';
import { oncePerHost, targetsOf } from './targets.ts';

test('hosts stand as they were written, with a port and a user only where they have one of their own', () => {
  expect(targetsOf(parse('web1:2222, ops@10.0.0.2, 10.0.0.1'))).toStrictEqual([
    { host: 'web1', port: 2222 },
    { host: '10.0.0.2', user: 'ops' },
    { host: '10.0.0.1' },
  ]);
});

test.each([
  ['web1, web1:22, web1:2222', ['web1', 'web1:2222']],
  ['10.0.0.1, ::ffff:10.0.0.1, [::ffff:10.0.0.1]:22', ['10.0.0.1']],
  ['::ffff:10.0.0.1, 10.0.0.2', ['::ffff:10.0.0.1', '10.0.0.2']],
  ['web1:22, web1', ['web1:22']],
])('hosts of %s that are the same in other words are called once', (range, labels) => {
  const targets = targetsOf(parse(range));
  expect(oncePerHost(targets, 22).map(targetLabel)).toEqual(labels);
  expect(oncePerHost(targets, 2022)).toContainEqual(targets[0]);
});
