import type { Call } from '../call.ts';
import type { DemoHost } from './personas.ts';
import type { DemoShell, Output } from './shell.ts';

/** How much of its output the host that drops connections lets through, at most. */
const DROPPED_AFTER_BYTES = 2048;

/** Answers one command as the machine would, with its shell and its bad habit. */
export async function answerAsHost(host: DemoHost, shell: DemoShell, call: Call): Promise<void> {
  if (!call.accept()) return;
  const stop = call.endsBySignal();
  if (host.quirk === 'hangs') return;
  const drops = host.quirk === 'drops-output';
  const output: Output = drops
    ? (stream, chunk) => writeHalf(call, stream, chunk)
    : (stream, chunk) => call.write(stream, chunk);
  const command = await commandOf(call);
  if (command === undefined) return call.finish(1);
  const end = await shell.run({ ...call.request, command }, output, stop);
  if (end === undefined || stop.aborted) return;
  if (drops) call.hangUp('fin');
  else call.finish(end);
}

/** What Rollcall has a host's `sh` do first where a command has a folder, variables or a script: it names itself and reads a line. */
const FIRST_STEP = /^exec sh -c 'eval "\$1"' sh '.*echo "(rc-[0-9a-f]+) ready /;
const NO_GROUP = 0;

/** The command line, which such a shell reads from its input: the one here has none to read from. */
async function commandOf(call: Call): Promise<string | undefined> {
  const { command } = call.request;
  const [, mark] = FIRST_STEP.exec(command) ?? [];
  if (mark === undefined) return command;
  call.send('stderr', `${mark} ready ${NO_GROUP}\n`);
  return call.firstLine();
}

/** Half of the first output, then the line is dead. */
async function writeHalf(call: Call, ...[stream, chunk]: Parameters<Output>): Promise<boolean> {
  await call.write(stream, chunk.subarray(0, Math.min(DROPPED_AFTER_BYTES, Math.ceil(chunk.length / 2))));
  call.hangUp('fin');
  return false;
}
