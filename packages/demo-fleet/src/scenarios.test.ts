import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import ssh2, { type AuthenticationType } from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, fence, keyShown, logIn, run, sha256, type Seen } from './client.suite.ts';
import { startFleet, type Fleet } from './fleet.ts';
import type { HostLedger } from './ledger.ts';
import { TWO_STEP_CODE } from './login.ts';
import { patternBytes, SCRIPTS_TEXT } from './payloads.ts';
import { addressOf, behaviourOf, SCENARIOS, type ScenarioName } from './scenarios.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

type Check = readonly [sentence: string, check: (name: ScenarioName) => Promise<void>];

/** The command is answered like this; the ledger agrees byte by byte. */
function answers(sentence: string, x: number, y: number, expected: Partial<Seen>, command = 'hello'): Check {
  return [
    sentence,
    async (name) => {
      const address = addressOf(name, x, y);
      const seen = await ask(address, fleet.port, command, { ROLLCALL_ATTEMPT: 'a-1' });
      expect(seen).toMatchObject({ errors: [], ...expected });
      const [ledger] = fleet.ledger(address);
      expect(ledger).toMatchObject({ connections: 1, reached: 'exec', client: 'ssh2js1.17.0', user: 'ops' });
      expect(ledger?.execs).toEqual([
        { attempt: 'a-1', command, atMs: expect.any(Number) as number, signals: [] },
      ]);
      expect(ledger?.stdout).toEqual({ bytes: seen.stdout.length, sha256: sha256(seen.stdout) });
      expect(ledger?.stderr).toEqual({ bytes: seen.stderr.length, sha256: sha256(seen.stderr) });
      await expect.poll(() => fleet.ledger(address)[0]?.stage).toBe('closed');
    },
  ];
}

/** No login; the client says why, the host got as far as `reached`. */
function failsBeforeLogin(sentence: string, x: number, error: RegExp, ledger: Partial<HostLedger>): Check {
  return [
    sentence,
    async (name) => {
      const address = addressOf(name, x, 7);
      await expect(logIn(address, fleet.port, { readyTimeout: 300 })).rejects.toThrow(error);
      expect(fleet.ledger(address)[0]).toMatchObject({ execs: [], bytesSent: 0, ...ledger });
    },
  ];
}

const SILENCE = /Timed out while waiting for handshake/;

/** Logged in, but no channel or no command. */
function failsAfterLogin(sentence: string, error: RegExp, ledger: Partial<HostLedger>): Check {
  return [
    sentence,
    async (name) => {
      const address = addressOf(name);
      await expect(ask(address, fleet.port)).rejects.toThrow(error);
      expect(fleet.ledger(address)[0]).toMatchObject(ledger);
    },
  ];
}

/** Nothing is ever answered, though the request has arrived. */
function neverAnswers(sentence: string, reached: HostLedger['reached'], execs: number): Check {
  return [
    sentence,
    async (name) => {
      const address = addressOf(name);
      const login = await logIn(address, fleet.port);
      let answered = false;
      const answer = run(login, 'hello').finally(() => (answered = true));
      // Once for the channel, once for the command on it.
      await fence(login);
      await fence(login);
      expect(answered).toBe(false);
      expect(fleet.ledger(address)[0]).toMatchObject({ reached });
      expect(fleet.ledger(address)[0]?.execs).toHaveLength(execs);
      login.socket.destroy();
      await expect(answer).rejects.toThrow(/No response from server|Unable to exec/);
    },
  ];
}

/** A command that runs until `signal` is sent: what it is answered with, and what the ledger notes. */
function signalled(sentence: string, signal: string, x: number, expected: string | undefined): Check {
  return [
    sentence,
    async (name) => {
      const address = addressOf(name, x, 9);
      const login = await logIn(address, fleet.port);
      const seen = run(login, 'hello', {}, (channel) => {
        channel.signal(signal);
        if (expected === undefined) void fence(login).then(() => login.socket.destroy());
      });
      expect(await seen).toMatchObject({ statuses: [], signal: expected });
      expect(fleet.ledger(address)[0]?.execs[0]?.signals).toEqual([signal]);
      login.client.end();
      await login.closed;
    },
  ];
}

/** As `signalled`, from a client that has said before that no input follows, as most batch clients do at once. */
function signalledAfterEof(sentence: string, signal: string, x: number, expected: string): Check {
  return [
    sentence,
    async (name) => {
      const address = addressOf(name, x, 10);
      const login = await logIn(address, fleet.port);
      const seen = run(login, 'hello', {}, (channel) => {
        const { id } = (channel as unknown as { outgoing: { id: number } }).outgoing;
        channel.end();
        // ssh2's own channel sends no signal behind its EOF.
        const { _protocol: protocol } = login.client as unknown as {
          _protocol: { signal(channel: number, name: string): void };
        };
        channel.once('finish', () => protocol.signal(id, signal));
      });
      expect(await seen).toMatchObject({ statuses: [], signal: expected });
      login.client.end();
      await login.closed;
    },
  ];
}

/** A host key of another type, the one that the fleet says it has. */
function showsKey(sentence: string, x: number, keyType: string): Check {
  return [
    sentence,
    async (name) => {
      const address = addressOf(name, x);
      expect(fleet.hostKeyOf(address)).toMatchObject({ keyType, key: await keyShown(address, fleet.port) });
      expect(fleet.ledger(address)[0]).toMatchObject({ reached: 'banner', authPackets: 0 });
    },
  ];
}

/** Sends 4 MiB to a client that reads nothing and whose window is 2 MiB. */
function ignoresWindow(sentence: string, y: number): Check {
  return [
    sentence,
    async (name) => {
      const address = addressOf(name, 4, y);
      const login = await logIn(address, fleet.port);
      login.client.exec('hello', (_error, channel) => channel.on('error', () => {}));
      await expect.poll(() => fleet.ledger(address)[0]?.bytesSent, { timeout: 5000 }).toBe(4 * 1024 ** 2);
      login.socket.destroy();
    },
  ];
}

/** A login by answering questions. */
function logsInWith(
  sentence: string,
  x: number,
  replies: string[],
  questions: string[],
  methods: AuthenticationType[] = ['keyboard-interactive'],
  giveUpAfter = Infinity,
): Check {
  return [
    sentence,
    async (name) => {
      const asked: string[] = [];
      const socket = connect({ host: addressOf(name, x, 8), port: fleet.port, noDelay: true });
      const client = new ssh2.Client();
      client.on('keyboard-interactive', (_name, _text, _language, prompts, finish) => {
        asked.push(...prompts.map(({ prompt }) => prompt));
        if (asked.length < giveUpAfter) finish(replies);
        else socket.destroy();
      });
      client.connect({
        sock: socket,
        username: 'ops',
        password: 'demo',
        tryKeyboard: true,
        authHandler: methods,
      });
      client.on('ready', () => client.end());
      client.on('error', () => {});
      await once(client, 'close');
      expect(asked).toEqual(questions);
      expect(fleet.ledger(addressOf(name, x, 8))[0]?.reached).toBe(
        giveUpAfter === Infinity ? 'ready' : 'auth',
      );
    },
  ];
}

/** The connection ends by the host's doing, and the client gets what the ledger says or less. */
function closesItself(sentence: string): Check {
  return [
    sentence,
    async (name) => {
      const address = addressOf(name, 1, 0);
      const { stdout, statuses } = await ask(address, fleet.port);
      expect(statuses).toEqual([]);
      expect(stdout).toEqual(patternBytes(0, stdout.length));
      const [ledger] = fleet.ledger(address);
      expect(ledger).toMatchObject({ closedBy: 'host', bytesSent: 256 * 1024 });
      expect(stdout.length).toBeLessThanOrEqual(256 * 1024);
    },
  ];
}

const named = (name: string): Partial<Seen> => ({ stdout: Buffer.from(`${name}\n`), statuses: [0] });

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
      async (name) => {
        const [first, second] = [
          await keyShown(addressOf(name), fleet.port),
          await keyShown(addressOf(name), fleet.port),
        ];
        expect(first).not.toBe(second);
        expect([first, second]).not.toContain(fleet.hostKey.key);
      },
    ],
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
      async (name) => {
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
};

describe.each(Object.entries(CHECKS) as [ScenarioName, readonly Check[]][])('%s', (name, checks) => {
  test.each(checks)('%s', async (_sentence, check) => check(name));
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
