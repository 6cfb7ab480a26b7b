import { randomBytes } from 'node:crypto';
import type { FailureReason, PlainReason, ProcessMode } from '@rollcall/protocol';
import type { HostRequest } from '../../run/ports.ts';
import { bootstrap, bySh } from './bootstrap.ts';
import { marksOf, type Refusal } from './marks.ts';
import { commandLine, sudoLine } from './payload.ts';
import { createStartFilter, MAX_HELD_START_BYTES } from './start-filter.ts';
import { needsShell, sendInput, type Start, type StartStage } from './start.ts';

const REFUSALS: Record<Refusal, FailureReason> = {
  'working-folder': 'exec/working-folder',
  'no-interpreter': 'exec/no-interpreter',
  'no-sudo': 'sudo/not-found',
};

/** What is known of the login shell of a connection. */
export interface KnownShell {
  /** It has started `sh` before: the command is sent with the request, without waiting. */
  readonly isKnown: boolean;
  answered(): void;
}

/**
 * Starts a command in a process group of its own: `sh` says that it is there, and only then the command leaves for it. So as long as
 * nothing was said, nothing of the command can have run, and it may be sent in another way.
 */
export function groupStart(request: HostRequest, shell: KnownShell, stage: StartStage): Start {
  const { sudo, script, workingFolder, token, pty = false } = request;
  const marks = marksOf(randomBytes(16).toString('hex'));
  let at: 'shell' | 'sudo' | 'command' | 'running' | 'given-up' = 'shell';
  let group = 0;
  let plainReason: PlainReason | undefined;

  const filter = createStartFilter(marks, pty, {
    ready(number) {
      if (at === 'given-up') return stage.failed('exec/no-shell', 'sh came too late');
      shell.answered();
      group = groupOf(number);
      if (group === 0) plainReason = 'no-group';
      if (at === 'shell') goOn();
    },
    asked(times) {
      if (at !== 'sudo') return;
      if (sudo?.password === undefined) return stage.failed('sudo/password-needed');
      // Asked again means that it was wrong: it is never sent a second time.
      if (times > 1) return stage.failed('sudo/password-rejected');
      stage.write(Buffer.from(`${sudo.password}\n`));
    },
    user(number) {
      if (at !== 'sudo') return;
      group = groupOf(number) || group;
      sendCommand();
    },
    went() {
      at = 'running';
      if (request.input !== undefined) sendInput(request, stage);
    },
    refused: (refusal) => stage.failed(REFUSALS[refusal], lastLine(filter.said())),
    output: (stream, bytes) => stage.output(stream, bytes),
  });

  function goOn(): void {
    if (sudo === undefined) return sendCommand();
    at = 'sudo';
    stage.write(Buffer.from(sudoLine(marks, sudo.user)));
  }

  function sendCommand(): void {
    at = 'command';
    const line = commandLine(marks, {
      command: request.command,
      interpreter: script?.interpreter,
      workingFolder,
      env: { ROLLCALL_ATTEMPT: token, ...request.env },
      pty,
      sudo: sudo !== undefined,
    });
    stage.write(Buffer.from(line));
    if (request.input === undefined) sendInput(request, stage);
  }

  function giveUp(): void {
    if (at !== 'shell') return;
    at = 'given-up';
    if (needsShell(request)) return stage.failed('exec/no-shell', lastLine(filter.said()));
    plainReason = 'no-report';
    filter.release();
    // What runs there in place of `sh` may wait for it.
    sendInput(request, stage);
  }

  return {
    exec: bySh(bootstrap(marks, pty)),
    env: {},
    get process(): ProcessMode {
      return plainReason === undefined ? { mode: 'group' } : { mode: 'plain', reason: plainReason };
    },
    get group() {
      return group;
    },
    get isSent() {
      return at !== 'shell' && at !== 'sudo';
    },
    accepted: () => undefined,
    requested() {
      // A terminal would echo it, and sudo would take it for a password.
      if (shell.isKnown && !pty && sudo === undefined) goOn();
    },
    output(stream, bytes) {
      filter.push(stream, bytes);
      if (at === 'shell' && filter.heldBytes > MAX_HELD_START_BYTES) giveUp();
    },
    overdue: giveUp,
    closed(status) {
      const said = filter.said();
      switch (at) {
        case 'shell':
          if (!needsShell(request) && isRefusal(said, status, filter.heldBytes)) return 'not-begun';
          giveUp();
          break;
        case 'sudo':
          stage.failed(...sudoFailure(said));
          break;
        case 'command':
          stage.failed('exec/no-shell', lastLine(said));
          break;
        case 'running':
        case 'given-up':
      }
      return 'ran';
    },
  };

  /** Whether what came in place of `sh` can only be a login shell, or a program in its place, that did not start it. */
  function isRefusal(said: string, status: number | null, heldBytes: number): boolean {
    const lines = said.split('\n').filter((line) => line.trim() !== '');
    if (status === 0 || status === null || lines.length !== 1 || Buffer.byteLength(said) !== heldBytes)
      return false;
    return said.includes(marks.mark) || NO_SH.some((pattern) => pattern.test(lines[0]!));
  }
}

/** How the shells, and cmd.exe, say that there is no `sh` or that nothing may be started by `exec`. */
const NO_SH = [
  /\bexec: restricted\b/,
  /\b(?:exec: )?sh: (?:\w+: )*(?:command )?not found\b/i,
  /\bcommand not found: sh\b/,
  /\bUnknown command:? '?sh\b/i,
  /'(?:exec|sh)' is not recognized as an internal or external command/,
];

/** After what it refuses, sudo may go on about its plugins. */
const SUDO_REFUSAL = /^.*(?:unknown (?:user|uid)|not allowed|may not run|not in the sudoers).*$/im;

function sudoFailure(said: string): [FailureReason, string | undefined] {
  const detail = SUDO_REFUSAL.exec(said)?.[0].trim() ?? lastLine(said);
  if (/must have a tty|terminal is required/i.test(said)) return ['sudo/needs-terminal', detail];
  if (/incorrect password|try again|authentication failure/i.test(said))
    return ['sudo/password-rejected', detail];
  return ['sudo/not-allowed', detail];
}

/** Group 1 is all of a system, and nobody's to end. */
function groupOf(number: number): number {
  return number > 1 ? number : 0;
}

function lastLine(said: string): string | undefined {
  return (
    said
      .trim()
      .split(/[\r\n]+/)
      .at(-1) || undefined
  );
}
