import type { Exec } from './behaviour.ts';
import type { Call } from './call.ts';
import { numberedLines, patternBytes, SCRIPTS_TEXT } from './payloads.ts';
import { pause, yieldTurn } from './timing.ts';

/** The name a light host prints: `127.1.2.3` is `host-1-2-3`. */
export function hostNameOf(address: string): string {
  return `host-${address.split('.').slice(1).join('-')}`;
}

type Answer<Type extends Exec['type']> = (
  exec: Extract<Exec, { type: Type }>,
  call: Call,
) => void | Promise<void>;

/** What each behaviour does with a command. */
const ANSWERS: { readonly [Type in Exec['type']]: Answer<Type> } = {
  name: (_exec, call) => atOnce(call, `${hostNameOf(call.request.address)}\n`, 0),
  echo: (_exec, call) => atOnce(call, `${call.request.command}\n`, 0),
  'exit-status': ({ status }, call) => {
    call.send('stderr', `exit status ${status} on request\n`);
    call.finish(status);
  },
  'exit-signal': ({ signal, coreDumped }, call) => {
    call.exit(signal, coreDumped);
    call.close();
  },
  refuse: (_exec, call) => call.refuse(),
  silent: () => {},
  'no-status': (_exec, call) => {
    call.send('stdout', 'this host forgets to say how it ended\n');
    call.close();
  },
  'left-open': ({ status }, call) => {
    call.send('stdout', 'a child of this command keeps the pipe\n');
    call.exit(status);
  },
  cut: ({ with: how, afterBytes }, call) => cutOff(call, how, afterBytes),
  endless: ({ bytesPerSecond }, call) => endless(call, bytesPerSecond),
  bytes: ({ bytes }, call) => sendBytes(call, bytesWanted(call, bytes)),
  interleaved: ({ lines }, call) => interleaved(call, lines),
  'stderr-only': async ({ lines }, call) => {
    await call.write('stderr', numberedLines('stderr', 1, lines));
    call.finish(0);
  },
  hang: (_exec, call) => {
    call.accept();
    call.onSignal((name) => call.finish(name));
  },
  'hang-ignoring-signals': (_exec, call) => void call.accept(),
  sleep: async ({ ms }, call) => {
    call.accept();
    const stop = call.endsBySignal();
    if (!(await pause(ms, stop)) || stop.aborted) return;
    atOnce(call, `${hostNameOf(call.request.address)}\n`, 0);
  },
  split: ({ bytes }, call) => splitText(call, bytes),
  'ignore-window': ({ bytes, packet }, call) => ignoreWindow(call, bytes, packet),
  order: ({ order }, call) => inOrder(call, order),
  'two-statuses': (_exec, call) => {
    call.send('stdout', 'first 3, then 0\n');
    call.exit(3);
    call.finish(0);
  },
};

/** Answers one command as `exec` says. */
export async function answerExec(exec: Exec, call: Call): Promise<void> {
  const answer = ANSWERS[exec.type] as (exec: Exec, call: Call) => void | Promise<void>;
  await answer(exec, call);
}

function atOnce(call: Call, output: string, status: number): void {
  call.send('stdout', output);
  call.finish(status);
}

const CHUNK_BYTES = 256 * 1024;

async function endless(call: Call, bytesPerSecond: number): Promise<void> {
  const stop = call.endsBySignal();
  const size = bytesPerSecond === 0 ? CHUNK_BYTES : Math.max(1, Math.ceil(bytesPerSecond / 20));
  for (let offset = 0; !stop.aborted; offset += size) {
    if (!(await call.write('stdout', patternBytes(offset, size)))) return;
    if (bytesPerSecond === 0) await yieldTurn();
    else await pause(50, stop);
  }
}

function bytesWanted(call: Call, otherwise: number): number {
  const asked = /\bbytes (\d+)/.exec(call.request.command)?.[1];
  return asked === undefined ? otherwise : Number(asked);
}

async function sendBytes(call: Call, bytes: number): Promise<void> {
  const stop = call.endsBySignal();
  for (let offset = 0; offset < bytes; offset += CHUNK_BYTES) {
    const chunk = patternBytes(offset, Math.min(CHUNK_BYTES, bytes - offset));
    if (!(await call.write('stdout', chunk)) || stop.aborted) return;
    await yieldTurn();
  }
  call.finish(0);
}

async function cutOff(call: Call, how: 'fin' | 'rst', afterBytes: number): Promise<void> {
  if (await call.write('stdout', patternBytes(0, afterBytes))) call.hangUp(how);
}

async function interleaved(call: Call, lines: number): Promise<void> {
  for (let line = 1; line <= lines; line += 1) {
    if (!(await call.write('stdout', numberedLines('stdout', line, 1)))) return;
    if (!(await call.write('stderr', numberedLines('stderr', line, 1)))) return;
    if (line % 100 === 0) await yieldTurn();
  }
  call.finish(0);
}

async function splitText(call: Call, bytes: number): Promise<void> {
  for (let offset = 0; offset < SCRIPTS_TEXT.length; offset += bytes) {
    if (!(await call.write('stdout', SCRIPTS_TEXT.subarray(offset, offset + bytes)))) return;
  }
  call.finish(0);
}

async function ignoreWindow(call: Call, bytes: number, packet: number): Promise<void> {
  const raw = call.raw();
  if (raw === undefined) return;
  for (let offset = 0; offset < bytes; offset += packet) {
    if (call.closed.aborted) return;
    raw.protocol.channelData(raw.id, patternBytes(offset, Math.min(packet, bytes - offset)));
    // The client's window is ignored, the network is not.
    while (call.socket.writableNeedDrain && !call.closed.aborted) await pause(1, call.closed);
    await yieldTurn();
  }
  call.finish(0);
}

/** The four messages before the close, in the order that number 0 sends them. */
const ENDING = ['status', 'stdout', 'stderr', 'eof'] as const;

function inOrder(call: Call, order: number): void {
  const raw = call.raw();
  if (raw === undefined) return;
  const { protocol, id } = raw;
  const send: Record<(typeof ENDING)[number], () => void> = {
    status: () => protocol.exitStatus(id, 7),
    stdout: () => protocol.channelData(id, Buffer.from('last words\n')),
    stderr: () => protocol.channelExtData(id, Buffer.from('last complaint\n'), 1),
    eof: () => protocol.channelEOF(id),
  };
  for (const message of permutation(ENDING, order)) send[message]();
  call.closeAbruptly();
}

/** The `index`-th order of `items`, 0 being the given one. */
function permutation<Item>(items: readonly Item[], index: number): Item[] {
  const left = [...items];
  const ordered: Item[] = [];
  let rest = index;
  while (left.length > 0) {
    ordered.push(...left.splice(rest % left.length, 1));
    rest = Math.floor(rest / (left.length + 1));
  }
  return ordered;
}
