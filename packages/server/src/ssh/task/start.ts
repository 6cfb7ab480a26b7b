import type { FailureReason, PlainReason, ProcessMode } from '@rollcall/protocol';
import type { HostRequest } from '../../run/ports.ts';

type Stream = 'stdout' | 'stderr';

/** Where a start takes place. */
export interface StartStage {
  /** Input for the host. */
  write(bytes: Uint8Array): void;
  endInput(): void;
  output(stream: Stream, bytes: Buffer): void;
  /** The command was not run, and will not be. */
  failed(reason: FailureReason, said?: string): void;
}

/** What became of a start whose channel has ended. */
export type EndOfStart =
  /** The command ran, or something else in its place; the status is that of the task. */
  | 'ran'
  /** The host would not run `sh`, and nothing of the command had been sent. */
  | 'not-begun';

/** How a command is brought to run on a channel that is open. */
export interface Start {
  /** The text of the exec request, and variables to ask for with it. */
  readonly exec: string;
  readonly env: Readonly<Record<string, string>>;
  readonly process: ProcessMode;
  /** The process group of the command; 0 while there is none. */
  readonly group: number;
  /** The command has left for the host. */
  readonly isSent: boolean;
  /** The exec request has left. */
  requested(): void;
  /** It was accepted. */
  accepted(): void;
  output(stream: Stream, bytes: Buffer): void;
  /** The host has not come to run anything of ours in time. */
  overdue(): void;
  /** The channel is closed. */
  closed(status: number | null): EndOfStart;
}

/** The task needs a shell to set it up, so it cannot be sent as it is. */
export function needsShell({ script, workingFolder, env, sudo }: HostRequest): boolean {
  return (
    script !== undefined ||
    workingFolder !== undefined ||
    sudo !== undefined ||
    Object.keys(env ?? {}).length > 0
  );
}

/** Sends the command line as it is, for the login shell or whatever the account has in its place. */
export function plainStart(request: HostRequest, reason: PlainReason, stage: StartStage): Start {
  return {
    exec: request.command,
    // A host that refuses the variable goes on without it.
    env: { ROLLCALL_ATTEMPT: request.token },
    process: { mode: 'plain', reason },
    group: 0,
    isSent: true,
    requested: () => undefined,
    accepted: () => sendInput(request, stage),
    output: (stream, bytes) => stage.output(stream, bytes),
    overdue: () => undefined,
    closed: () => 'ran',
  };
}

/** As typed at the start of a line on a terminal, it ends the input. */
const END_OF_INPUT = Buffer.of(4);
const LINE_FEED = 10;

/** Input of the command and its end. On a terminal there is no end unless there was input: a person would sit there. */
export function sendInput({ input, pty }: HostRequest, stage: StartStage): void {
  if (input !== undefined) stage.write(input);
  if (!pty) return stage.endInput();
  if (input === undefined) return;
  if (input.at(-1) !== LINE_FEED) stage.write(END_OF_INPUT);
  stage.write(END_OF_INPUT);
}
