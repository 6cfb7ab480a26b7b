import { expect, it } from 'vitest';
import { targetLabel } from './target-label.ts';

it.each([
  [{ host: '10.0.0.1' }, '10.0.0.1'],
  [{ host: 'gw', port: 2222 }, 'gw:2222'],
  [{ host: '2001:db8::1' }, '2001:db8::1'],
  [{ host: '2001:db8::1', port: 22 }, '[2001:db8::1]:22'],
  [{ host: 'web1', user: 'ops' }, 'ops@web1'],
  [{ host: 'fe80::1%eth0', port: 22, user: 'ops' }, 'ops@[fe80::1%eth0]:22'],
])('%j is %s', (target, label) => {
  expect(targetLabel(target)).toBe(label);
});
