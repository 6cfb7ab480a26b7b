import { expect, test } from 'vitest';
import { hostRequest } from '../../testing/run-host.ts';
import type { Link } from '../link.ts';
import { chooseStart } from './choose-start.ts';
import type { StartStage } from './start.ts';

const nothing = (): void => undefined;
const stage: StartStage = { write: nothing, endInput: nothing, output: nothing, failed: nothing };
const GROUP = { mode: 'group' };
const SERVER = { mode: 'plain', reason: 'server' };

test.each([
  ['OpenSSH_9.2p1 Debian-2+deb12u3', {}, GROUP],
  ['dropbear_2022.83', {}, GROUP],
  ['Sun_SSH_2.4', {}, GROUP],
  ['OpenSSH_for_Windows_9.5', {}, SERVER],
  ['Cisco-1.25', {}, SERVER],
  ['ROSSSH', {}, SERVER],
  ['Not_OpenSSH_9.2', {}, SERVER],
  ['', {}, SERVER],
  ['Cisco-1.25', { script: { interpreter: 'auto' } }, GROUP],
  ['OpenSSH_9.2p1', { plain: true }, { mode: 'plain', reason: 'asked' }],
])('a host that names itself %j, asked for %j', (server, asked, expected) => {
  const request = hostRequest({ host: 'h', command: 'uptime', ...asked });
  const start = chooseStart(request, { link: {} as Link, server }, stage);
  expect(start.process).toEqual(expected);
  expect(start.exec === 'uptime').toBe(expected.mode === 'plain');
  expect(start.exec).not.toMatch(expected === GROUP ? /uptime|[\n\\!]/ : /exec sh/);
});
