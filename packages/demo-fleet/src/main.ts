#!/usr/bin/env node
/** The fleet as its own program: see README.md, "As a process of its own". */
import { fstatSync } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { serveControl } from './control.ts';
import { startDemoFleet } from './demo/demo-fleet.ts';
import { startFleet, type Fleet } from './fleet.ts';
import { keepLedgerFile, type LedgerFile } from './ledger-file.ts';
import type { Accounts } from './login.ts';
import { SCENARIOS } from './scenarios.ts';

const HELP = `Usage: rollcall-demo-fleet [--port N] [--ledger-file FILE]
       rollcall-demo-fleet --demo [--state DIR]
       rollcall-demo-fleet --table

SSH hosts that answer, fail, hang and flood. Nothing here is a real machine.

  --port N            listen on N (default: any free port); the address that is
                      dialled, 127.<scenario>.x.y, chooses what the host does
  --ledger-file FILE  keep FILE up to date with what every host saw (JSON)
  --demo              the hundred demo hosts 192.0.2.1-100 instead, each behind
                      a port of 127.0.0.1
  --state DIR         keep the demo host keys in DIR, so that they stay the same
  --table             print the scenarios and end

The first line on stdout says where it listens (JSON). After it, lines on stdin
are answered: ledger [address] · reset · quit. The end of a piped stdin ends it.
ROLLCALL_FLEET_ACCOUNTS, JSON with user, password and authorizedKeys, limits who
may log in; without it everybody may.
`;

type Flags = ReturnType<typeof readFlags>;

function readFlags(): {
  port: number;
  ledgerFile: string | undefined;
  demo: boolean;
  state: string | undefined;
  table: boolean;
  help: boolean;
} {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'ledger-file': { type: 'string' },
      demo: { type: 'boolean', default: false },
      state: { type: 'string' },
      table: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new TypeError(`--port ${values.port}: not a port`);
  return { ...values, port, ledgerFile: values['ledger-file'], state: values.state };
}

async function main(): Promise<number> {
  let flags: Flags;
  try {
    flags = readFlags();
  } catch (error) {
    process.stderr.write(`rollcall-demo-fleet: ${(error as Error).message}\nTry --help.\n`);
    return 2;
  }
  if (flags.help) process.stdout.write(HELP);
  else if (flags.table) process.stdout.write(table());
  else if (flags.demo) await runDemo(flags);
  else return runListener(flags);
  return 0;
}

function table(): string {
  const rows = Object.entries(SCENARIOS).map(
    ([name, { octet, sentence }]) => `127.${octet}.x.y`.padEnd(13) + name.padEnd(24) + sentence,
  );
  return `${rows.join('\n')}\n`;
}

async function runListener(flags: Flags): Promise<number> {
  let file: LedgerFile | undefined;
  let fleet: Fleet;
  try {
    fleet = await startFleet({ ...accounts(), port: flags.port, onLedgerChange: () => file?.changed() });
  } catch (error) {
    process.stderr.write(`rollcall-demo-fleet: ${(error as Error).message}\n`);
    return 1;
  }
  if (flags.ledgerFile !== undefined) file = keepLedgerFile(flags.ledgerFile, () => fleet.ledger());
  say({ port: fleet.port, hostKey: fleet.hostKey });
  await untilToldToEnd(fleet);
  await fleet.close();
  file?.flush();
  return 0;
}

async function runDemo(flags: Flags): Promise<void> {
  const demo = await startDemoFleet(flags.state === undefined ? {} : { stateDir: flags.state });
  say({ targets: demo.targets, routes: [...demo.routes], hostKeys: demo.hostKeys });
  await untilToldToEnd({ ledger: () => [], reset: () => {} });
  await demo.close();
}

function accounts(): Accounts {
  return JSON.parse(process.env['ROLLCALL_FLEET_ACCOUNTS'] ?? '{}') as Accounts;
}

function say(facts: object): void {
  process.stdout.write(`${JSON.stringify(facts)}\n`);
}

/**
 * Waits for `quit`, for TERM or INT, or for the end of stdin when that is a pipe: a parent that dies
 * takes its fleet along, while a fleet started with `</dev/null &` stays.
 */
async function untilToldToEnd(fleet: Pick<Fleet, 'ledger' | 'reset'>): Promise<void> {
  const signalled = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const stdin = fstatSync(0);
  const ended = serveControl(fleet, process.stdin, process.stdout);
  const told = ended.then((why) =>
    why === 'quit' || stdin.isFIFO() || stdin.isSocket() ? why : new Promise(() => {}),
  );
  await Promise.race([signalled, told]);
}

process.exitCode = await main();
process.stdin.destroy();
