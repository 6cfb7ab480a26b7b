import { readFileSync } from 'node:fs';
import type { Algorithms } from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, fence, keyShown, logIn, run } from './client.suite.ts';
import { startFleet, type Fleet } from './fleet.ts';
import { TWO_STEP_CODE } from './login.ts';
import { patternBytes, SCRIPTS_TEXT } from './payloads.ts';
import {
  answers,
  closesItself,
  failsAfterLogin,
  failsBeforeLogin,
  ignoresWindow,
  logsInWith,
  named,
  neverAnswers,
  showsKey,
  signalled,
  signalledAfterEof,
  SILENCE,
  type Check,
} from './scenario-checks.suite.ts';
import { addressOf, behaviourOf, SCENARIOS, type ScenarioName } from './scenarios.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

/** Refuses a client of today, and takes one that offers what it has. */
function isOld(x: number, error: RegExp, algorithms: Algorithms): Check {
  return [
    `offers algorithms of the past (${x})`,
    async (name, fleet) => {
      const address = addressOf(name, x);
      await expect(logIn(address, fleet.port, { algorithms: TODAY })).rejects.toThrow(error);
      const login = await logIn(address, fleet.port, { algorithms: { ...TODAY, ...algorithms } });
      login.client.end();
      await login.closed;
    },
  ];
}
const TODAY: Algorithms = {
  kex: ['curve25519-sha256'],
  serverHostKey: ['ssh-ed25519'],
  cipher: ['aes128-ctr'],
  hmac: ['hmac-sha2-256'],
};
const GROUP14 = { kex: ['diffie-hellman-group14-sha1' as const] };
const RSA = { serverHostKey: ['ssh-rsa' as const] };
const CBC = { cipher: ['aes128-cbc' as const] };
const SHA1 = { hmac: ['hmac-sha1' as const] };

const CHECKS: { readonly [Name in ScenarioName]: readonly Check[] } = {
  name: [answers('prints its name', 3, 4, named('host-1-3-4'))],
  echo: [answers('prints the command', 0, 1, named('say 点名'), 'say 点名')],
  'exit-status': [
    answers('exits 3', 3, 0, { statuses: [3], stderr: Buffer.from('exit status 3 on request\n') }),
    answers('exits 255', 255, 0, { statuses: [255] }),
  ],
  'exit-signal': [
    answers('is killed', 6, 0, { statuses: [], signal: 'SIGKILL', coreDumped: false }),
    answers('dumps core', 9, 1, { statuses: [], signal: 'SIGSEGV', coreDumped: true }),
    answers('has a signal of its own', 13, 0, { signal: 'SIGROLLCALL@EXAMPLE.COM' }),
  ],
  bytes: [
    answers('sends 3 MiB, more than the window', 0, 3, {
      stdout: patternBytes(0, 3 * 1024 ** 2),
      statuses: [0],
    }),
    answers('sends as many as the command says', 0, 1, { stdout: patternBytes(0, 12_345) }, 'bytes 12345'),
  ],
  interleaved: [
    answers('takes turns', 0, 2, {
      stdout: Buffer.from('stdout line 1\nstdout line 2\n'),
      stderr: Buffer.from('stderr line 1\nstderr line 2\n'),
      statuses: [0],
    }),
  ],
  'stderr-only': [
    answers('complains', 0, 1, {
      stdout: Buffer.alloc(0),
      stderr: Buffer.from('stderr line 1\n'),
      statuses: [0],
    }),
  ],
  slow: [answers('answers late', 1, 1, named('host-8-1-1'))],
  split: [
    answers('sends byte by byte', 1, 0, { stdout: SCRIPTS_TEXT, statuses: [0] }),
    answers('sends three by three', 3, 0, { stdout: SCRIPTS_TEXT, statuses: [0] }),
  ],
  order: [0, 1, 2, 4, 5, 6, 17, 18].map((order) =>
    answers(`keeps everything in order ${order}`, order, 0, {
      stdout: Buffer.from('last words\n'),
      stderr: Buffer.from('last complaint\n'),
      statuses: [7],
    }),
  ),
  'two-statuses': [answers('reports one status only to ssh2, the first', 0, 0, { statuses: [3] })],
  hang: [
    signalled('ends by TERM', 'TERM', 0, 'SIGTERM'),
    signalled('ends by KILL', 'KILL', 1, 'SIGKILL'),
    signalledAfterEof('ends by TERM after EOF', 'TERM', 2, 'SIGTERM'),
  ],
  'hang-ignoring-signals': [signalled('does not care about KILL', 'KILL', 0, undefined)],
  endless: [
    signalled('ends by INT', 'INT', 0, 'SIGINT'),
    signalled('ends by INT when slow', 'INT', 1, 'SIGINT'),
  ],

  'silent-after-accept': [failsBeforeLogin('says nothing', 0, SILENCE, { reached: 'connected' })],
  'closes-after-accept': [
    failsBeforeLogin('hangs up', 0, /Connection lost before handshake/, { closedBy: 'host' }),
  ],
  'not-ssh': [
    failsBeforeLogin('speaks HTTP', 0, /Connection lost before handshake/, {
      reached: 'connected',
      closedBy: 'host',
    }),
    failsBeforeLogin('speaks SMTP', 1, SILENCE, { reached: 'connected' }),
    failsBeforeLogin('sends a TLS alert', 2, /Connection lost before handshake/, { closedBy: 'host' }),
    failsBeforeLogin('speaks in tongues', 3, /Invalid header/, { reached: 'connected' }),
  ],
  'endless-banner': [
    failsBeforeLogin('sends lines', 0, SILENCE, { reached: 'connected' }),
    failsBeforeLogin('sends bytes', 1, /Header line too long|handshake/, { reached: 'connected' }),
    failsBeforeLogin('sends a byte a second', 2, SILENCE, { reached: 'connected' }),
  ],
  'silent-in-handshake': [
    failsBeforeLogin('after its identification', 0, SILENCE, { reached: 'banner' }),
    failsBeforeLogin('after KEXINIT', 1, SILENCE, { reached: 'banner' }),
    failsBeforeLogin('after the key-exchange reply', 2, SILENCE, { reached: 'kex' }),
    failsBeforeLogin('after NEWKEYS', 3, SILENCE, { reached: 'kex', authPackets: 0 }),
  ],
  'bad-signature': [
    failsBeforeLogin('cannot prove its key', 0, /signature verification failed/, { authPackets: 0 }),
  ],
  'nothing-in-common': [
    failsBeforeLogin('is post-quantum only', 0, /no matching key exchange algorithm/, { authPackets: 0 }),
    failsBeforeLogin('has a DSA key', 1, /no matching host key/, { authPackets: 0 }),
    failsBeforeLogin('has a certificate', 2, /no matching host key/, { authPackets: 0 }),
    failsBeforeLogin('has broken ciphers', 3, /no matching .* cipher/, { authPackets: 0 }),
    answers('compresses, which a default ssh2 client accepts', 4, 0, named('host-26-4-0')),
  ],
  'other-host-key': [showsKey('ecdsa', 0, 'ecdsa-sha2-nistp256'), showsKey('rsa', 1, 'ssh-rsa')],
  'fresh-host-key': [
    [
      'shows another key each time',
      async (name, fleet) => {
        const [first, second] = [
          await keyShown(addressOf(name), fleet.port),
          await keyShown(addressOf(name), fleet.port),
        ];
        expect(first).not.toBe(second);
        expect([first, second]).not.toContain(fleet.hostKey.key);
      },
    ],
  ],

  busy: [
    [
      'turns the first ones away, then answers',
      async (name, fleet) => {
        const address = addressOf(name, 1, 1);
        await expect(logIn(address, fleet.port)).rejects.toThrow(/Connection lost before handshake/);
        expect(fleet.ledger(address)[0]).toMatchObject({ reached: 'connected', closedBy: 'host' });
        expect((await ask(address, fleet.port)).statuses).toEqual([0]);
      },
    ],
    failsBeforeLogin('closes on everybody', 0, /Connection lost before handshake/, { closedBy: 'host' }),
  ],
  penalised: [failsBeforeLogin('turns away', 0, /Connection lost before handshake/, { closedBy: 'host' })],
  legacy: [
    isOld(0, /no matching key exchange/, { ...GROUP14, ...RSA, ...CBC, ...SHA1 }),
    isOld(1, /no matching key exchange/, GROUP14),
    isOld(2, /no matching host key/, RSA),
    isOld(3, /no matching .* cipher/, CBC),
    isOld(4, /no matching .* MAC/i, SHA1),
  ],
  'login-refused': [
    failsBeforeLogin('refuses', 0, /All configured authentication methods failed/, {
      authPackets: 2,
      passwordAttempts: 1,
      user: 'ops',
    }),
  ],
  'login-silent': [failsBeforeLogin('is silent', 0, SILENCE, { reached: 'auth', authPackets: 1 })],
  'keyboard-interactive': [
    failsBeforeLogin('takes no password', 0, /All configured authentication methods failed/, {
      passwordAttempts: 1,
    }),
    logsInWith('asks for the password', 0, ['demo'], ['Password: ']),
    logsInWith('asks for password and code', 1, ['demo', '1'], ['Password: ', 'Verification code: ']),
    logsInWith('asks with control characters', 2, ['me'], ['\u001b]0;owned\u0007\u001b[2JYour name\r\n? ']),
  ],
  'endless-prompts': [
    logsInWith(
      'asks and asks',
      0,
      ['?'],
      [1, 2, 3, 4, 5].map((round) => `Question ${round}: `),
      ['keyboard-interactive'],
      5,
    ),
  ],
  'password-expired': [
    failsBeforeLogin('wants a new password', 0, SILENCE, { reached: 'auth', passwordAttempts: 1 }),
  ],
  'two-step-login': [
    failsBeforeLogin('is not content with the password', 0, /authentication methods failed/, {
      passwordAttempts: 1,
    }),
    logsInWith(
      'takes password and code',
      1,
      [TWO_STEP_CODE],
      ['Verification code: '],
      ['password', 'keyboard-interactive'],
    ),
  ],

  'channel-refused': [failsAfterLogin('refuses', /Channel open failure/, { reached: 'ready', execs: [] })],
  'channel-forbidden': [failsAfterLogin('forbids', /Channel open failure/, { reached: 'ready', execs: [] })],
  'channel-silent': [neverAnswers('is silent', 'ready', 0)],
  'exec-refused': [
    failsAfterLogin('refuses the command', /Unable to exec/, { reached: 'exec', bytesSent: 0 }),
  ],
  'exec-silent': [neverAnswers('is silent', 'exec', 1)],

  'no-exit-status': [
    answers('forgets it', 0, 0, {
      stdout: Buffer.from('this host forgets to say how it ended\n'),
      statuses: [],
    }),
  ],
  'channel-left-open': [
    [
      'says its status and stays',
      async (name, fleet) => {
        const login = await logIn(addressOf(name, 4), fleet.port);
        const exited = new Promise((resolve) => {
          void run(login, 'hello', {}, (channel) => channel.once('exit', resolve));
        });
        expect(await exited).toBe(4);
        await fence(login);
        expect(fleet.ledger(addressOf(name, 4))[0]).toMatchObject({ open: 1, stage: 'exec' });
        login.socket.destroy();
      },
    ],
  ],
  'fin-in-output': [
    answers('hangs up after 3 KiB', 0, 3, { stdout: patternBytes(0, 3072), statuses: [] }),
    closesItself('is the one who hangs up'),
  ],
  'rst-in-output': [closesItself('is the one who resets')],
  'ignores-window': [
    ignoresWindow('sends what was not asked for, in packets of 30,000 bytes', 0),
    ignoresWindow('and in packets of 32,768', 1),
  ],
  bastion: [answers('runs commands as others do', 0, 0, named('host-70-0-0'))],
  'bastion-dies': [answers('runs commands as others do', 0, 0, named('host-71-0-0'))],
};

describe.each(Object.entries(CHECKS) as [ScenarioName, readonly Check[]][])('%s', (name, checks) => {
  test.each(checks)('%s', async (_sentence, check) => check(name, fleet));
});

test('each scenario has its own octet, below 127.128, and a sentence for people', () => {
  const rows = Object.values(SCENARIOS);
  expect(new Set(rows.map(({ octet }) => octet)).size).toBe(rows.length);
  for (const { octet, sentence } of rows) {
    expect(octet).toBeGreaterThan(0);
    expect(octet).toBeLessThan(128);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
  }
});

test('every address means something, 127.0.0.1 the plain answer', () => {
  for (let octet = 0; octet < 256; octet += 1) {
    for (const last of [0, 1, 255])
      expect(behaviourOf(`127.${octet}.${last}.${last}`).exec.type).toBeTruthy();
  }
  expect(behaviourOf('127.0.0.1')).toEqual(behaviourOf(addressOf('name')));
});

test('the table in the README is this one', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  for (const [name, { octet, sentence }] of Object.entries(SCENARIOS)) {
    expect(readme).toContain(`| 127.${octet}.x.y | \`${name}\` | ${sentence} |\n`);
  }
});
