import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFleetProcess, type FleetProcess } from '@rollcall/demo-fleet';
import { afterAll, afterEach, beforeAll } from 'vitest';

/** The program as it is installed. */
export const PROGRAM = fileURLToPath(new URL('../../../bin/rollcall.js', import.meta.url));

export interface Ended {
  status: number | null;
  out: string;
  err: string;
  outBytes: Buffer;
}

/** The program as it is built, without a terminal, in a home of its own. */
export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves with the text so far as soon as `pattern` is in it; rejects when the program ends before. */
  says(output: 'out' | 'err', pattern: RegExp): Promise<string>;
  stop(signal: NodeJS.Signals): Promise<Ended>;
}

/** A home, a fleet and a key for the tests of one file. */
export interface Ground {
  home: string;
  fleet: FleetProcess;
  /** Options with which the fleet's hosts are known and let us in. */
  login: string[];
  /** A new folder of this test. */
  folder(): string;
  start(args: readonly string[], more?: StartOptions): Started;
  /** Starts it through another program, e.g. a shell, which gets the program's words behind its own. */
  runIn(program: string, words: readonly string[], args: readonly string[]): Promise<Ended>;
  run(args: readonly string[], more?: StartOptions): Promise<Ended>;
  /** What the fleet's hosts saw since the test began: none means that nothing was contacted. */
  contacted(): Promise<string[]>;
}

interface StartOptions {
  env?: Record<string, string | undefined>;
  input?: string;
  cwd?: string;
}

/** Makes the ground before the tests of a file and clears it away behind them. */
export function ground(): Ground {
  const running = new Set<ChildProcess>();
  let count = 0;
  const made = {} as Ground;
  beforeAll(async () => {
    made.home = mkdtempSync(join(tmpdir(), 'rollcall-cli-'));
    made.fleet = await startFleetProcess();
    const { port, hostKey } = made.fleet;
    const key = join(made.home, 'key');
    const known = join(made.home, 'known');
    writeFileSync(known, `[127.*]:${port} ${hostKey.keyType} ${hostKey.key}\n`);
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    made.login = ['-p', String(port), '-i', key, '--known-hosts', known, '-l', 'ops'];
  });
  afterEach(async () => {
    for (const child of running) child.kill('SIGKILL');
    await made.fleet.reset();
  });
  afterAll(async () => {
    await made.fleet.close();
    rmSync(made.home, { recursive: true, force: true });
  });
  function launch(
    program: string,
    words: readonly string[],
    { env = {}, input, cwd }: StartOptions,
  ): Started {
    // Detached: a session of its own has no terminal to ask.
    const child = spawn(program, words, {
      detached: true,
      stdio: 'pipe',
      cwd: cwd ?? made.home,
      env: { PATH: process.env.PATH, HOME: made.home, ...env },
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    child.stdin.end(input ?? '');
    return watch(child);
  }
  return Object.assign(made, {
    folder() {
      const folder = join(made.home, `test-${(count += 1)}`);
      mkdirSync(folder, { mode: 0o700 });
      return folder;
    },
    start: (args: readonly string[], more: StartOptions = {}) =>
      launch(process.execPath, [PROGRAM, ...args], more),
    runIn: (program: string, words: readonly string[], args: readonly string[]) =>
      launch(program, [...words, process.execPath, PROGRAM, ...args], {}).ended,
    run: (args: readonly string[], more: StartOptions = {}) => made.start(args, more).ended,
    contacted: async () => (await made.fleet.ledger()).map(({ address }) => address),
  });
}

function watch(child: ChildProcess): Started {
  const chunks = { out: [] as Buffer[], err: [] as Buffer[] };
  const listeners = new Set<() => void>();
  const text = (output: 'out' | 'err'): string => Buffer.concat(chunks[output]).toString();
  for (const output of ['out', 'err'] as const)
    child[output === 'out' ? 'stdout' : 'stderr']!.on('data', (chunk: Buffer) => {
      chunks[output].push(chunk);
      for (const listener of listeners) listener();
    });
  const ended = once(child, 'close').then(([status]): Ended => {
    const outBytes = Buffer.concat(chunks.out);
    return { status: status as number | null, out: text('out'), err: text('err'), outBytes };
  });
  return {
    child,
    ended,
    stop: (signal) => {
      child.kill(signal);
      return ended;
    },
    says: (output, pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(text(output))) return;
          listeners.delete(look);
          resolve(text(output));
        };
        listeners.add(look);
        look();
        void ended.then(({ out, err }) => reject(new Error(`ended without ${pattern}:\n${out}\n${err}`)));
      }),
  };
}
