/** The commands of a demo machine that need more than their arguments: the run, the clock, other commands. */
import type { Command, ExecResult, ResolvedCommandContext } from 'just-bash';
import { pause, yieldTurn } from '../timing.ts';
import { commandsOf } from './commands/all.ts';
import type { DemoHost } from './personas.ts';
import { SHELL_PID } from './pids.ts';
import type { HostView } from './readings.ts';
import { SEPARATOR, STREAM, TURN } from './script.ts';
import { StreamUsageError } from './stream-types.ts';
import { openStream } from './streams.ts';
import { sudo } from './sudo.ts';

/** The command line that the commands belong to. */
export interface RunContext {
  readonly host: DemoHost;
  readonly stopped: Set<string>;
  /** Aborts when the run is to end. */
  readonly stop: AbortSignal;
  /** Writes to the client at once; false when nobody reads any more. */
  readonly write: (chunk: Buffer) => Promise<boolean>;
  /** Ends the run as if by this signal. */
  readonly kill: (signal: string) => void;
}

type Execute = (args: string[], context: ResolvedCommandContext) => Promise<ExecResult>;

/**
 * What is held of a stream when somebody waits for all of it, as in `$(yes)` or `yes | grep n`: there is
 * no pipe that could fill up. Endless programs just stop there, as at a reader that left; others fail.
 */
const HELD_BYTES = { endless: 1024 * 1024, finite: 32 * 1024 * 1024 };
const TURN_MS = 8;
const LIMITED_TURNS = 10_000;

/** All commands to add to just-bash's own for one run on one machine. */
export function shellCommands(run: RunContext): Command[] {
  const own: Record<string, Execute> = {
    [TURN]: turns(),
    [STREAM]: async ([mode, ...words], context) => stream(run, context, mode === 'live', split(words)),
    yes: async (args, context) => stream(run, context, false, [['yes', ...args]]),
    ping: async (args, context) => stream(run, context, false, [['ping', ...args]]),
    vmstat: async (args, context) => stream(run, context, false, [['vmstat', ...args]]),
    sleep: async (args, context) => sleep(args, stopOf(run, context)),
    sudo: async (args, context) => sudo(run.host, args, context),
    kill: async (args) => kill(args, run),
    trap: async () => result(''),
    stty: async () => result(''),
    umask: async () => result('0022\n'),
    ulimit: async (args) => result(args.includes('-n') ? '1024\n' : 'unlimited\n'),
  };
  for (const [name, command] of commandsOf(run.host)) {
    own[name] = async (args, context) => ({ ...command(args, viewOf(run, context)) });
  }
  return Object.entries(own).map(([name, execute]) => ({ name, trusted: true, execute }));
}

function viewOf({ host, stopped }: RunContext, { env }: ResolvedCommandContext): HostView {
  return { host, user: env.get('LOGNAME') ?? 'ops', nowMs: Date.now(), stopped };
}

/** Cancelled from outside, or by `timeout` inside. */
function stopOf({ stop }: RunContext, { signal }: ResolvedCommandContext): AbortSignal {
  return signal === undefined ? stop : AbortSignal.any([stop, signal]);
}

/**
 * just-bash never leaves its microtasks by itself: without this an endless loop would stop every host.
 * `limited` turns fail after a while, which ends their loop.
 */
function turns(): Execute {
  let last = performance.now();
  let limitedTurns = 0;
  return async ([limited]) => {
    if (performance.now() - last > TURN_MS) {
      await yieldTurn();
      last = performance.now();
    }
    if (limited === undefined) return result('');
    limitedTurns += 1;
    return { ...result(''), exitCode: limitedTurns > LIMITED_TURNS ? 1 : 0 };
  };
}

function split(words: readonly string[]): string[][] {
  const programs: string[][] = [[]];
  for (const word of words) {
    if (word === SEPARATOR) programs.push([]);
    else programs.at(-1)?.push(word);
  }
  return programs;
}

async function stream(
  run: RunContext,
  context: ResolvedCommandContext,
  live: boolean,
  programs: string[][],
): Promise<ExecResult> {
  const stop = stopOf(run, context);
  const opened = openStream(programs, {
    stop,
    view: () => viewOf(run, context),
    readFile: async (path) => context.fs.readFile(context.fs.resolvePath(context.cwd, path)),
  });
  const held: Buffer[] = [];
  let heldBytes = 0;
  try {
    for await (const chunk of opened.chunks) {
      if (stop.aborted || (live && !(await run.write(chunk)))) break;
      if (!live) heldBytes += held[held.push(chunk) - 1]?.length ?? 0;
      if (opened.endless && heldBytes >= HELD_BYTES.endless) break;
      if (heldBytes > HELD_BYTES.finite)
        return complaint(`${programs[0]?.[0] ?? ''}: too much output to hold in a demo`);
      await yieldTurn();
    }
  } catch (error) {
    if (error instanceof StreamUsageError) return complaint(error.message);
    throw error;
  }
  return { stdout: Buffer.concat(held).toString('latin1'), stdoutKind: 'bytes', stderr: '', exitCode: 0 };
}

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

async function sleep(args: readonly string[], stop: AbortSignal): Promise<ExecResult> {
  let seconds = 0;
  for (const arg of args) {
    const [, amount = '', unit = ''] = /^(\d+(?:\.\d*)?|\.\d+|inf(?:inity)?)([smhd]?)$/.exec(arg) ?? [];
    if (amount === '') return complaint(`sleep: invalid time interval ‘${arg}’`);
    seconds += (amount.startsWith('inf') ? Infinity : Number(amount)) * (SECONDS[unit || 's'] ?? 1);
  }
  if (args.length === 0) return complaint('sleep: missing operand');
  const day = 86_400;
  // Timers reach 24 days; longer sleeps are made of days.
  for (let left = seconds; left > 0; left -= day) {
    if (!(await pause(Math.min(left, day) * 1000, stop))) break;
  }
  return result('');
}

const SIGNAL_NUMBERS: ReadonlyMap<string, string> = new Map([
  ['1', 'HUP'],
  ['2', 'INT'],
  ['3', 'QUIT'],
  ['6', 'ABRT'],
  ['9', 'KILL'],
  ['11', 'SEGV'],
  ['13', 'PIPE'],
  ['14', 'ALRM'],
  ['15', 'TERM'],
]);

/** `kill -9 $$` ends the command by that signal; there is nobody else to kill. */
function kill(args: readonly string[], run: RunContext): ExecResult {
  if (args.includes('-l'))
    return result('HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM\n');
  const flag = args.find((arg) => arg.startsWith('-'));
  const named =
    (flag === '-s' ? args[args.indexOf('-s') + 1] : flag?.slice(1))?.replace(/^SIG/, '') ?? 'TERM';
  const targets = args.filter((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-s');
  if (targets.length === 0) return complaint('kill: usage: kill [-s sigspec | -signum | -sigspec] pid', 2);
  if (!targets.includes(String(SHELL_PID))) return complaint(`sh: 1: kill: No such process`);
  if (named !== '0') run.kill(SIGNAL_NUMBERS.get(named) ?? named);
  return result('');
}

function result(stdout: string): ExecResult {
  return { stdout, stderr: '', exitCode: 0 };
}

function complaint(text: string, exitCode = 1): ExecResult {
  return { stdout: '', stderr: `${text}\n`, exitCode };
}
