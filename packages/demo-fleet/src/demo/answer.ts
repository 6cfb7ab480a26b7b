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
  const end = await shell.run(call.request, output, stop);
  if (end === undefined || stop.aborted) return;
  if (drops) call.hangUp('fin');
  else call.finish(end);
}

/** Half of the first output, then the line is dead. */
async function writeHalf(call: Call, ...[stream, chunk]: Parameters<Output>): Promise<boolean> {
  await call.write(stream, chunk.subarray(0, Math.min(DROPPED_AFTER_BYTES, Math.ceil(chunk.length / 2))));
  call.hangUp('fin');
  return false;
}
