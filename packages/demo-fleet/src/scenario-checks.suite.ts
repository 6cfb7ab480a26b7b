/** What can be checked of one host: what a client sees of it, and what its ledger holds. */
import { once } from 'node:events';
import { connect } from 'node:net';
import ssh2, { type AuthenticationType } from 'ssh2';
import { expect } from 'vitest';
import { ask, fence, keyShown, logIn, run, sha256, type Seen, SOON } from './client.suite.ts';
import type { Fleet } from './fleet.ts';
import type { HostLedger } from './ledger.ts';
import { patternBytes } from './payloads.ts';
import { addressOf, type ScenarioName } from './scenarios.ts';

/** One thing a host must do: a sentence, and the proof. */
export type Check = readonly [sentence: string, check: (name: ScenarioName, fleet: Fleet) => Promise<void>];

/** The command is answered like this; the ledger agrees byte by byte. */
export function answers(
  sentence: string,
  x: number,
  y: number,
  expected: Partial<Seen>,
  command = 'hello',
): Check {
  return [
    sentence,
    async (name, fleet) => {
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
      await expect.poll(() => fleet.ledger(address)[0]?.stage, SOON).toBe('closed');
    },
  ];
}

/** No login; the client says why, the host got as far as `reached`. */
export function failsBeforeLogin(
  sentence: string,
  x: number,
  error: RegExp,
  ledger: Partial<HostLedger>,
): Check {
  return [
    sentence,
    async (name, fleet) => {
      const address = addressOf(name, x, 7);
      await expect(logIn(address, fleet.port, { readyTimeout: 300 })).rejects.toThrow(error);
      expect(fleet.ledger(address)[0]).toMatchObject({ execs: [], bytesSent: 0, ...ledger });
    },
  ];
}

/** What ssh2 says when its own timer ended the handshake. */
export const SILENCE = /Timed out while waiting for handshake/;

/** Logged in, but no channel or no command. */
export function failsAfterLogin(sentence: string, error: RegExp, ledger: Partial<HostLedger>): Check {
  return [
    sentence,
    async (name, fleet) => {
      const address = addressOf(name);
      await expect(ask(address, fleet.port)).rejects.toThrow(error);
      expect(fleet.ledger(address)[0]).toMatchObject(ledger);
    },
  ];
}

/** Nothing is ever answered, though the request has arrived. */
export function neverAnswers(sentence: string, reached: HostLedger['reached'], execs: number): Check {
  return [
    sentence,
    async (name, fleet) => {
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
export function signalled(sentence: string, signal: string, x: number, expected: string | undefined): Check {
  return [
    sentence,
    async (name, fleet) => {
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
export function signalledAfterEof(sentence: string, signal: string, x: number, expected: string): Check {
  return [
    sentence,
    async (name, fleet) => {
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
export function showsKey(sentence: string, x: number, keyType: string): Check {
  return [
    sentence,
    async (name, fleet) => {
      const address = addressOf(name, x);
      expect(fleet.hostKeyOf(address)).toMatchObject({ keyType, key: await keyShown(address, fleet.port) });
      expect(fleet.ledger(address)[0]).toMatchObject({ reached: 'banner', authPackets: 0 });
    },
  ];
}

/** Sends 4 MiB to a client that reads nothing and whose window is 2 MiB. */
export function ignoresWindow(sentence: string, y: number): Check {
  return [
    sentence,
    async (name, fleet) => {
      const address = addressOf(name, 4, y);
      const login = await logIn(address, fleet.port);
      login.client.exec('hello', (_error, channel) => channel.on('error', () => {}));
      await expect.poll(() => fleet.ledger(address)[0]?.bytesSent, SOON).toBe(4 * 1024 ** 2);
      login.socket.destroy();
    },
  ];
}

/** A login by answering questions. */
export function logsInWith(
  sentence: string,
  x: number,
  replies: string[],
  questions: string[],
  methods: AuthenticationType[] = ['keyboard-interactive'],
  giveUpAfter = Infinity,
): Check {
  return [
    sentence,
    async (name, fleet) => {
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
export function closesItself(sentence: string): Check {
  return [
    sentence,
    async (name, fleet) => {
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

/** The plain answer of the host of this name. */
export const named = (name: string): Partial<Seen> => ({ stdout: Buffer.from(`${name}\n`), statuses: [0] });
