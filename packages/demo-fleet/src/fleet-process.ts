import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ControlReply } from './control.ts';
import type { DemoFleet, DemoHostKey } from './demo/demo-fleet.ts';
import type { PublicHostKey } from './host-key.ts';
import type { HostLedger } from './ledger.ts';
import type { Accounts } from './login.ts';

/** A {@link startFleet} listener in a process of its own, so that its CPU and its ledger are apart. */
export interface FleetProcess {
  readonly port: number;
  readonly hostKey: PublicHostKey;
  readonly pid: number;
  ledger(address?: string): Promise<HostLedger[]>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** How a {@link FleetProcess} is started. Behaviour is by the address table: functions do not travel. */
export interface FleetProcessOptions extends Accounts {
  readonly port?: number;
  /** Kept up to date with the ledger, for readers that are not the parent. */
  readonly ledgerFile?: string;
}

/** Starts the listener as a child process. It ends with its parent. */
export async function startFleetProcess(options: FleetProcessOptions = {}): Promise<FleetProcess> {
  const { port = 0, ledgerFile, ...accounts } = options;
  const flags = ['--port', String(port), ...(ledgerFile === undefined ? [] : ['--ledger-file', ledgerFile])];
  const program = await start(flags, accounts);
  const { port: bound, hostKey } = program.ready as { port: number; hostKey: PublicHostKey };
  return {
    port: bound,
    hostKey,
    pid: program.child.pid ?? 0,
    ledger: async (address = '') => {
      const reply = await program.ask(`ledger ${address}`);
      return 'ledger' in reply ? reply.ledger : [];
    },
    reset: async () => void (await program.ask('reset')),
    close: () => program.close(),
  };
}

/** {@link startDemoFleet} in a process of its own: the same facts, and no demo host on the caller's event loop. */
export async function startDemoFleetProcess(
  options: { readonly stateDir?: string } = {},
): Promise<DemoFleet> {
  const program = await start(
    ['--demo', ...(options.stateDir === undefined ? [] : ['--state', options.stateDir])],
    {},
  );
  const { routes, hostKeys } = program.ready as {
    routes: [string, { host: string; port: number }][];
    hostKeys: DemoHostKey[];
  };
  return { targets: '192.0.2.1-100', routes: new Map(routes), hostKeys, close: () => program.close() };
}

interface Program {
  readonly child: ChildProcess;
  readonly ready: unknown;
  ask(line: string): Promise<ControlReply>;
  close(): Promise<void>;
}

/** Beside this file: TypeScript in a checkout, JavaScript when built. */
const MAIN = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './main.ts' : './main.js', import.meta.url),
);

async function start(flags: readonly string[], accounts: Accounts): Promise<Program> {
  const child = spawn(process.execPath, [MAIN, ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Apart from the terminal of its parent, whose Ctrl-C is the parent's to judge: hosts do not vanish in mid-run.
    detached: true,
    env: { ...process.env, ROLLCALL_FLEET_ACCOUNTS: JSON.stringify(accounts) },
  });
  const gone = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) {
      await gone;
      throw new Error(`the fleet process ended with status ${child.exitCode ?? child.signalCode}`);
    }
    return JSON.parse(value) as unknown;
  };
  const ready = await nextLine();
  let last: Promise<unknown> = Promise.resolve();
  return {
    child,
    ready,
    ask: async (line) => {
      child.stdin.write(`${line}\n`);
      const answered = last.then(nextLine);
      last = answered.catch(() => {});
      return (await answered) as ControlReply;
    },
    close: async () => {
      child.stdin.end();
      await gone;
    },
  };
}
