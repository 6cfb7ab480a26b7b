import type { BashExecResult, InMemoryFs } from 'just-bash';
import type { ExecRequest } from '../call.ts';
import type { StreamName } from '../tally.ts';
import { withChannel } from './channel-files.ts';
import { movingFiles, stillFiles } from './files.ts';
import type { DemoHost } from './personas.ts';
import { rewriteScript, type LivePaths } from './script.ts';
import { PARENT_PID, SHELL_PID } from './pids.ts';
import { shellCommands } from './shell-commands.ts';
import { asShWouldSay } from './stderr-words.ts';

/** A chunk of a command's output on its way out. False: nobody wants more. */
export type Output = (stream: StreamName, chunk: Buffer) => Promise<boolean>;

/** How a command ended: exit status, name of the signal it sent itself, or `undefined` when it was stopped. */
export type ShellEnd = number | string | undefined;

const DISK_BYTES = 16 * 1024 * 1024;

/** Output that waits for its script (in `$(…)`, in functions, between the programs of a pipeline). */
const HELD_BYTES = 32 * 1024 * 1024;

let runs = 0;

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
   */
  async run({ command, user, env }: ExecRequest, output: Output, stop: AbortSignal): Promise<ShellEnd> {
    const bash = await import('just-bash');
    const killed = new AbortController();
    const stopped = AbortSignal.any([stop, killed.signal]);
    const full = this.host.quirk === 'disk-full';
    const sink = async (stream: StreamName, chunk: Buffer): Promise<void> => {
      const bytes =
        stream === 'stderr' ? Buffer.from(asShWouldSay(chunk.toString('latin1'), full), 'latin1') : chunk;
      if (!stopped.aborted) await output(stream, bytes);
    };
    const live = { stdout: `/dev/rollcall/${(runs += 1)}/out`, stderr: `/dev/rollcall/${runs}/err` };
    const home = homeOf(user);
    const files = withChannel(this.filesFor(bash, user, home), live, sink, full);
    const shell = new bash.Bash({
      fs: files,
      cwd: home,
      env: { ...Object.fromEntries(env), ...environment(this.host, user, home) },
      // The scripts touch nothing but these files; freezing globals would hurt the other hosts.
      defenseInDepth: false,
      processInfo: {
        pid: SHELL_PID,
        ppid: PARENT_PID,
        uid: user === 'root' ? 0 : 1000,
        gid: user === 'root' ? 0 : 1000,
      },
      executionLimits: {
        maxCommandCount: Infinity,
        maxLoopIterations: Infinity,
        maxWorkUnits: Infinity,
        maxExecutionTimeMs: Infinity,
        maxOutputSize: HELD_BYTES,
        maxLiveBytes: 2 * HELD_BYTES,
      },
      customCommands: shellCommands({
        host: this.host,
        stopped: this.stopped,
        stop: stopped,
        write: async (chunk) => !stopped.aborted && output('stdout', chunk),
        kill: (signal) => killed.abort(signal),
      }),
    });
    shell.registerTransformPlugin(rewriter(live, full));
    const result = await orComplaint(shell.exec(command, { signal: stopped }));
    if (killed.signal.aborted) return killed.signal.reason as string;
    if (stop.aborted) return undefined;
    if (result.stdout !== '')
      await sink('stdout', Buffer.from(bash.latin1FromBytes(bash.stdoutAsBytes(result)), 'latin1'));
    if (result.stderr !== '') await sink('stderr', Buffer.from(result.stderr));
    return result.exitCode;
  }

  private filesFor(bash: typeof import('just-bash'), user: string, home: string): InMemoryFs {
    this.files ??= new bash.InMemoryFs(stillFiles(this.host), { maxTotalBytes: DISK_BYTES });
    const view = { host: this.host, user, nowMs: Date.now(), stopped: this.stopped };
    for (const [path, content] of Object.entries(movingFiles(view))) this.files.writeFileSync(path, content);
    for (const folder of ['/tmp', '/var/tmp', '/run', home])
      this.files.mkdirSync(folder, { recursive: true });
    return this.files;
  }
}

/** The first script is the command line itself; scripts inside it (`sh -c`, `sudo`) are read by it. */
function rewriter(
  live: LivePaths,
  full: boolean,
): Parameters<InstanceType<typeof import('just-bash').Bash>['registerTransformPlugin']>[0] {
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
