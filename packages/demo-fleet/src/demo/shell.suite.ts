/** Runs command lines in the shell of one demo machine, without a network. */
import { DEMO_HOSTS, type Quirk, type Role } from './personas.ts';
import { DemoShell, type ShellEnd } from './shell.ts';

/** What a command line printed, chunk by chunk as it came, and how it ended. */
export interface Printed {
  stdout: string;
  stderr: string;
  /** `stdout:text` and `stderr:text` in the order of writing. */
  chunks: string[];
  end: ShellEnd;
}

/** A machine with this quirk, and of this role where one is named. */
export function machine(quirk: Quirk = 'none', role?: Role): DemoShell {
  const fits = DEMO_HOSTS.filter((candidate) => candidate.quirk === quirk);
  const host = fits.find((candidate) => role === undefined || candidate.role === role);
  if (host === undefined) throw new Error(`no ${role ?? 'host'} is ${quirk}`);
  return new DemoShell(host);
}

/**
 * Runs a command line to its end.
 * @param onChunk called with each chunk; may wait (back-pressure) or abort through `stop`
 */
export async function type(
  shell: DemoShell,
  command: string,
  onChunk: (text: string, stop: () => void) => unknown = () => {},
  user = 'ops',
  input = '',
): Promise<Printed> {
  const stop = new AbortController();
  const printed: Printed = { stdout: '', stderr: '', chunks: [], end: undefined };
  const request = { address: '192.0.2.1', user, command, pty: false, env: new Map<string, string>() };
  printed.end = await shell.run(
    request,
    async (stream, chunk) => {
      printed[stream] += chunk.toString();
      printed.chunks.push(`${stream}:${chunk.toString()}`);
      await onChunk(chunk.toString(), () => stop.abort());
      return !stop.signal.aborted;
    },
    stop.signal,
    async () => Buffer.from(input),
  );
  return printed;
}
