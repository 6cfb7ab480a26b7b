import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoFleet, type DemoFleet } from '@rollcall/demo-fleet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../run/clock.ts';
import { memoryLedger, runHost, type RequestOverrides } from '../../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts } from '../index.ts';

let stateDir = '';
let fleet: DemoFleet;
beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'rollcall-demo-'));
  fleet = await startDemoFleet({ stateDir });
});
afterAll(async () => {
  await fleet.close();
  await rm(stateDir, { recursive: true });
});

const WEB = '192.0.2.3';
/** sudo asks for a password here. */
const DATABASE = '192.0.2.8';

function ask(request: Partial<RequestOverrides> & { command: string }) {
  const known = { ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock };
  return runHost(createRunOnHost({ ...known, routes: fleet.routes }), { host: WEB, ...request });
}
const NO_GROUP = { process: { mode: 'plain', reason: 'no-group' } };

describe('a host of the demo, as real ones do,', () => {
  test.each([{}, { script: { interpreter: 'sh' } }, { pty: true }])(
    'takes folders and variables: %j',
    async (more) => {
      const given = { workingFolder: '/tmp', env: { A: `it's\nhere` }, ...more };
      const { outcome, stdout } = await ask({ command: 'pwd; echo "$A"; exit 4', ...given });
      expect(stdout.toString().replaceAll('\r', '')).toBe(`/tmp\nit's\nhere\n`);
      expect(outcome).toMatchObject({ status: 4, ...NO_GROUP });
    },
  );

  test('refuses a folder that is not there', async () => {
    const { outcome } = await ask({ command: 'pwd', workingFolder: '/no/such' });
    expect(outcome).toMatchObject({ type: 'host-failed', reason: 'exec/working-folder' });
  });

  test.each([
    {},
    { workingFolder: '/tmp' },
    { script: { interpreter: 'sh' } },
    { pty: true },
    { sudo: { user: 'root' } },
    { host: DATABASE, sudo: { user: 'postgres', password: 'demo' } },
  ])('gives a command its input: %j', async (more) => {
    const { outcome, stdout, stderr } = await ask({
      command: 'cat; exit 4',
      input: Buffer.from('in é\n'),
      ...more,
    });
    expect(stdout.toString().replaceAll('\r', '')).toBe('in é\n');
    expect(stderr.toString()).toBe('');
    expect(outcome).toMatchObject({ type: 'host-exited', status: 4 });
  });
});

describe('sudo on a host of the demo', () => {
  test('runs a command as somebody else', async () => {
    const sudo = { user: 'root' };
    expect((await ask({ command: 'id -un; pwd', sudo, workingFolder: '~' })).stdout.toString()).toBe(
      'root\n/root\n',
    );
  });

  test.each([
    ['demo', { type: 'host-exited', status: 0, ...NO_GROUP }],
    ['another', { type: 'host-failed', reason: 'sudo/password-rejected' }],
    [undefined, { type: 'host-failed', reason: 'sudo/password-needed' }],
  ])('that asks for a password, given %s', async (password, expected) => {
    const sudo = { user: 'root', password };
    const { outcome, stdout, stderr } = await ask({ host: DATABASE, command: 'id -un', sudo });
    expect(outcome).toMatchObject(expected);
    expect(stdout.toString()).toBe(password === 'demo' ? 'root\n' : '');
    expect(stderr.toString()).toBe('');
  });
});
