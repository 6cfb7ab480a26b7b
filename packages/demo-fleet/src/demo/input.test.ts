import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logIn, run } from '../client.suite.ts';
import { startDemoFleet, type DemoFleet } from './demo-fleet.ts';
import { machine, type, type Printed } from './shell.suite.ts';
import { SUDO_PASSWORD } from './sudo.ts';

const shell = machine();
const typeInto = (command: string, input: string, on = shell): Promise<Printed> =>
  type(on, command, undefined, 'ops', input);

describe('input', () => {
  test.each([
    ['cat', 'one\ntwo é\n', 'one\ntwo é\n'],
    ['cat | tr a-z A-Z', 'up\n', 'UP\n'],
    ['wc -l', 'a\nb\n', '2\n'],
    ['sort -r | head -1', 'a\nb\n', 'b\n'],
    ['read a; read b; echo "$b$a"; cat', '1\n2\n3\n', '21\n3\n'],
    ['while read -r l; do echo "<$l>"; done', 'a b\nc\n', '<a b>\n<c>\n'],
    ['x=$(cat); echo "[$x]"', 'in\n', '[in]\n'],
    ['f() { cat; }; f', 'in\n', 'in\n'],
    ['echo first; if true; then cat; fi', 'in\n', 'first\nin\n'],
    ['sh -c "read x; echo got \\$x; cat"', 'a\nb\n', 'got a\nb\n'],
    ['sudo cat', 'in\n', 'in\n'],
    ['exec "$SHELL" -c "if true; then cat; fi"', 'in\n', 'in\n'],
    ['timeout 5 sh -c "cat"', 'in\n', 'in\n'],
    ['eval "cat"', 'in\n', 'in\n'],
    ['echo "read this"; sh', 'echo in\n', 'read this\nin\n'],
    ['cat > /tmp/note; cat /tmp/note', 'kept\n', 'kept\n'],
    ['grep -c x - /dev/null', 'x\nx\n', '(standard input):2\n/dev/null:0\n'],
    ['cat <<E\nhere\nE', 'not this', 'here\n'],
  ])('of %s', async (command, input, stdout) => {
    expect(await typeInto(command, input)).toMatchObject({ stdout, stderr: '' });
  });

  test('is waited for only by what may read it', async () => {
    const never = new Promise<Buffer>(() => undefined);
    const request = { address: '', user: 'ops', pty: false, env: new Map<string, string>() };
    const stop = new AbortController().signal;
    const commands = ['uptime', 'cat /etc/hostname', 'seq 3 | cat', 'echo x | while read l; do :; done'];
    for (const command of [
      ...commands,
      'cat < /etc/hostname',
      'sudo id',
      'timeout 5 uname',
      'head -1 /etc/hosts',
    ]) {
      const end = shell.run(
        { ...request, command },
        async () => true,
        stop,
        () => never,
      );
      expect(await end, command).toBe(0);
    }
  });
});

describe('sudo where it wants a password', () => {
  const db = machine('none', 'db');
  const prompt = '[sudo] password for ops: ';

  test.each([
    ['sudo -S id -un', `${SUDO_PASSWORD}\n`, 'root\n', prompt, 0],
    ['sudo -S -p "mark:" -u postgres whoami', `${SUDO_PASSWORD}\n`, 'postgres\n', 'mark:', 0],
    ['sudo -S -- cat', `${SUDO_PASSWORD}\nrest\n`, 'rest\n', prompt, 0],
    ['sudo -S id', `no\n${SUDO_PASSWORD}\n`, /^uid=0/, `${prompt}Sorry, try again.\n${prompt}`, 0],
    ['sudo -S id', 'a\nb\nc\n', '', /sudo: 3 incorrect password attempts\n$/, 1],
    ['sudo -S id', '', '', /no password was provided\nsudo: a password is required\n$/, 1],
    ['sudo -n id', '', '', 'sudo: a password is required\n', 1],
    ['sudo id', '', '', /^sudo: a terminal is required to read the password/, 1],
  ])('%s < %j', async (command, input, stdout, stderr, end) => {
    const printed = await typeInto(command, input, db);
    expect(printed.end).toBe(end);
    for (const [said, expected] of [
      [printed.stdout, stdout],
      [printed.stderr, stderr],
    ] as const) {
      if (typeof expected === 'string') expect(said).toBe(expected);
      else expect(said).toMatch(expected);
    }
  });

  test('root is not asked, and nobody elsewhere', async () => {
    expect(await type(db, 'sudo id -un', undefined, 'root')).toMatchObject({ stdout: 'root\n', end: 0 });
    expect(await typeInto('sudo -S cat', 'in\n')).toMatchObject({ stdout: 'in\n', stderr: '', end: 0 });
  });
});

describe('through the network', () => {
  let fleet: DemoFleet;
  beforeAll(async () => {
    fleet = await startDemoFleet({ keySeed: Buffer.alloc(32, 6) });
  });
  afterAll(() => fleet.close());

  test('input arrives to its last byte, in pieces, and its end is waited for', async () => {
    const { host, port } = fleet.routes.get('192.0.2.3')!;
    const login = await logIn(host, port);
    const input = Buffer.alloc(300_000, 'a line of input é\n');
    const seen = await run(login, 'wc -c; true', {}, (channel) => {
      channel.write(input.subarray(0, 100_001));
      channel.end(input.subarray(100_001));
    });
    expect(seen.stdout.toString().trim()).toBe(String(input.length));
    const stopped = await run(login, 'cat', {}, (channel) => channel.signal('TERM'));
    expect(stopped).toMatchObject({ statuses: [], signal: 'SIGTERM' });
    login.client.end();
    await login.closed;
  });
});
