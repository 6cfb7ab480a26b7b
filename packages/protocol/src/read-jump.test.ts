import { expect, it } from 'vitest';
import { readJump } from './read-jump.ts';

it.each([
  ['bastion', [{ host: 'bastion', port: 22 }]],
  [
    'ops@b2.example.com:2222, b1',
    [
      { host: 'b2.example.com', port: 2222, user: 'ops' },
      { host: 'b1', port: 22 },
    ],
  ],
  [
    'root@10.0.0.9,[2001:db8::1]:2022',
    [
      { host: '10.0.0.9', port: 22, user: 'root' },
      { host: '2001:db8::1', port: 2022 },
    ],
  ],
])('reads the way %s in its order', (text, hops) => {
  expect(readJump(text)).toEqual(hops);
});

it.each(['', 'b[1-3]', '10.0.0.1-9', 'a,!b', 'a,a', '@web', 'a b%', 'ssh://b'])('refuses %j', (text) => {
  expect(readJump(text)).toBeUndefined();
});
