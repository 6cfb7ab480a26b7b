import type { Call, ExecRequest } from '../call.ts';
import type { Input } from '../input.ts';
import type { DemoHost } from './personas.ts';
import type { DemoShell, Output } from './shell.ts';
import { askPassword, wantsPassword } from './sudo.ts';

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
  const input = call.input();
  const asked = await requestOf(host, call, input);
  if (stop.aborted) return;
  if (asked === undefined) return call.finish(1);
  const end = await shell.run(asked, output, stop, () => input.rest());
  if (end === undefined || stop.aborted) return;
  if (drops) call.hangUp('fin');
  else call.finish(end);
}

/** What Rollcall has a host's `sh` do first where a command has a folder, variables or a script: it names itself and reads a line. */
const FIRST_STEP = /^exec sh -c 'eval "\$1"' sh '.*echo "(rc-[0-9a-f]+) ready /;
/** That line, where the command is to run by sudo: the same once more, as the other user. */
const SUDO_STEP = /; exec sudo -S -H -p '([^']+)' -u '([^']+)' -- sh -c '/;
const NO_GROUP = 0;

/** What is to run, which such a shell reads from its input: the one here only knows these steps. */
async function requestOf(host: DemoHost, call: Call, input: Input): Promise<ExecRequest | undefined> {
  const { request } = call;
  const [, mark] = FIRST_STEP.exec(request.command) ?? [];
  if (mark === undefined) return request;
  call.send('stderr', `${mark} ready ${NO_GROUP}\n`);
  const command = await input.line();
  const [, prompt, user] = SUDO_STEP.exec(command ?? '') ?? [];
  if (prompt === undefined || user === undefined)
    return command === undefined ? undefined : { ...request, command };
  if (wantsPassword(host, request.user)) {
    const say = (text: string) => call.send('stderr', text);
    if (!(await askPassword(prompt, say, () => input.line()))) return undefined;
  }
  call.send('stderr', `${mark} user ${NO_GROUP}\n`);
  const asUser = await input.line();
  return asUser === undefined ? undefined : { ...request, user, command: asUser };
}

/** Half of the first output, then the line is dead. */
async function writeHalf(call: Call, ...[stream, chunk]: Parameters<Output>): Promise<boolean> {
  await call.write(stream, chunk.subarray(0, Math.min(DROPPED_AFTER_BYTES, Math.ceil(chunk.length / 2))));
  call.hangUp('fin');
  return false;
}
