import type { Bash, BashExecResult, BashOptions, Command, InMemoryFs, TransformPlugin } from 'just-bash';
import type { ExecRequest } from '../call.ts';
import type { StreamName } from '../tally.ts';
import { withChannel, type ChannelEnds, type Sink } from './channel-files.ts';
import { movingFiles, stillFiles } from './files.ts';
import type { DemoHost } from './personas.ts';
import { rewriteScript, type LivePaths } from './script.ts';
import { PARENT_PID, SHELL_PID } from './pids.ts';
import { shellCommands } from './shell-commands.ts';
import { asShWouldSay } from './stderr-words.ts';

type JustBash = typeof import('just-bash');
type ExecutionLimits = NonNullable<BashOptions['executionLimits']>;

/** A chunk of a command's output on its way out. False: nobody wants more. */
export type Output = (stream: StreamName, chunk: Buffer) => Promise<boolean>;

/** How a command ended: exit status, name of the signal it sent itself, or `undefined` when it was stopped. */
export type ShellEnd = number | string | undefined;

const DISK_BYTES = 16 * 1024 * 1024;

/** Output that waits for its script (in `$(…)`, in functions, between the programs of a pipeline). */
const HELD_BYTES = 32 * 1024 * 1024;

/** Time and work are the client's to limit: it can stop a command, and loops let others have their turn. */
const LIMITS: ExecutionLimits = {
  maxCommandCount: Infinity,
  maxLoopIterations: Infinity,
  maxWorkUnits: Infinity,
  maxExecutionTimeMs: Infinity,
  maxOutputSize: HELD_BYTES,
  maxLiveBytes: 2 * HELD_BYTES,
};

let runs = 0;
function livePaths(): LivePaths {
  const folder = `/dev/rollcall/${(runs += 1)}`;
  return { stdin: `${folder}/in`, stdout: `${folder}/out`, stderr: `${folder}/err` };
}

/** The machine behind one demo address. Its files and stopped services last as long as the fleet. */
export class DemoShell {
  private readonly host: DemoHost;
  private readonly stopped = new Set<string>();
  private files: InMemoryFs | undefined;

  constructor(host: DemoHost) {
    this.host = host;
  }

  /**
   * Runs one command line. just-bash is loaded and the machine's files are made at the first use.
   * @param output awaited for each chunk: a slow reader slows the command
   * @param stop abort ends the command at its next step
   * @param input waits for the end of its input, when it may read that
   */
  async run(
    request: ExecRequest,
    output: Output,
    stop: AbortSignal,
    input: () => Promise<Buffer> = async () => Buffer.alloc(0),
  ): Promise<ShellEnd> {
    const bash = await import('just-bash');
    const killed = new AbortController();
    const stopped = AbortSignal.any([stop, killed.signal]);
    const sink: Sink = async (stream, chunk) => {
      if (!stopped.aborted && chunk.length > 0)
        await output(stream, stream === 'stderr' ? this.inWordsOfSh(chunk) : chunk);
    };
    const commands = shellCommands({
      host: this.host,
      stopped: this.stopped,
      stop: stopped,
      write: async (chunk) => !stopped.aborted && output('stdout', chunk),
      kill: (signal) => killed.abort(signal),
    });
    const source = async () => bash.unsafeBytesFromLatin1((await input()).toString('latin1'));
    const shell = this.bashFor(bash, request, commands, { live: livePaths(), source, sink });
    const result = await orComplaint(shell.exec(request.command, { signal: stopped }));
    if (killed.signal.aborted) return killed.signal.reason as string;
    if (stop.aborted) return undefined;
    // What was held to the end: the output of functions, `$(…)` and the like.
    await sink('stdout', Buffer.from(bash.latin1FromBytes(bash.stdoutAsBytes(result)), 'latin1'));
    await sink('stderr', Buffer.from(result.stderr));
    return result.exitCode;
  }

  /** A shell for one command line: variables and folder are its own, the files are the machine's. */
  private bashFor(bash: JustBash, { user, env }: ExecRequest, commands: Command[], ends: ChannelEnds): Bash {
    const full = this.host.quirk === 'disk-full';
    const home = homeOf(user);
    const id = user === 'root' ? 0 : 1000;
    const shell = new bash.Bash({
      fs: withChannel(this.filesFor(bash, user, home), ends, full),
      cwd: home,
      env: { ...Object.fromEntries(env), ...environment(this.host, user, home) },
      processInfo: { pid: SHELL_PID, ppid: PARENT_PID, uid: id, gid: id },
      // The scripts touch nothing but these files; freezing globals would hurt the other hosts.
      defenseInDepth: false,
      executionLimits: LIMITS,
      customCommands: commands,
    });
    shell.registerTransformPlugin(rewriter(ends.live, full));
    return shell;
  }

  private inWordsOfSh(chunk: Buffer): Buffer {
    const words = asShWouldSay(chunk.toString('latin1'), this.host.quirk === 'disk-full');
    return Buffer.from(words, 'latin1');
  }

  private filesFor(bash: JustBash, user: string, home: string): InMemoryFs {
    this.files ??= new bash.InMemoryFs(stillFiles(this.host), { maxTotalBytes: DISK_BYTES });
    const view = { host: this.host, user, nowMs: Date.now(), stopped: this.stopped };
    for (const [path, content] of Object.entries(movingFiles(view))) this.files.writeFileSync(path, content);
    for (const folder of ['/tmp', '/var/tmp', '/run', home])
      this.files.mkdirSync(folder, { recursive: true });
    return this.files;
  }
}

/** The first script is the command line itself; scripts inside it (`sh -c`, `sudo`) are read by it. */
function rewriter(live: LivePaths, full: boolean): TransformPlugin {
  let outermost = true;
  return {
    name: 'rollcall-live-output',
    transform: ({ ast }) => {
      rewriteScript(ast, { live: outermost ? live : undefined, full });
      outermost = false;
      return { ast };
    },
  };
}

/** just-bash rejects where a shell would complain, such as for a disk that filled up in mid-write. */
async function orComplaint(running: Promise<BashExecResult>): Promise<BashExecResult> {
  try {
    return await running;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { stdout: '', stderr: `bash: ${text}\n`, exitCode: 1, env: {} };
  }
}

function homeOf(user: string): string {
  return user === 'root' ? '/root' : `/home/${user.replace(/[^\w.-]/g, '_')}`;
}

function environment(host: DemoHost, user: string, home: string): Record<string, string> {
  return {
    HOME: home,
    USER: user,
    LOGNAME: user,
    HOSTNAME: host.name,
    SHELL: '/bin/sh',
    LANG: 'C.UTF-8',
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    SSH_CONNECTION: `192.0.2.254 51022 ${host.address} 22`,
  };
}
