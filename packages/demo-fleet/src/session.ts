import type { Connection, Session } from 'ssh2';
import { Call } from './call.ts';
import type { Accepted } from './host.ts';
import { hearAfterEof, protocolOf } from './ssh2-internals.ts';
import { afterDelay } from './timing.ts';

/** Whose session it is. */
interface Owner {
  readonly user: string;
  readonly connection: Connection;
  readonly accepted: Accepted;
}

/** Serves one session channel: the environment, a terminal, one command and its signals. */
export function serveSession(session: Session, { user, connection, accepted }: Owner): void {
  const { host, record, socket } = accepted;
  const env = new Map<string, string>();
  hearAfterEof(session);
  let pty = false;
  session.on('env', (accept, _reject, { key, val }) => {
    env.set(key, val);
    accept?.();
  });
  session.on('pty', (accept) => {
    pty = true;
    accept?.();
  });
  session.on('exec', (accept, reject, { command }) => {
    record.reach('exec');
    const entry = host.record.exec(command, attemptOf(command, env), Date.now());
    const closed = closedSignal(session, accepted.closed);
    const call = new Call({
      request: { address: host.address, user, command, pty, env },
      socket,
      closing: () => record.closing('host'),
      protocol: protocolOf(connection),
      accept,
      refuse: reject,
      closed,
    });
    session.on('signal', (_accept, _reject, { name }) => {
      const signal = name.replace(/^SIG/, '');
      host.record.signal(entry, signal);
      call.deliver(signal);
    });
    afterDelay(host.stepDelayMs, closed, () => void host.answer(call));
  });
}

/** Aborts when the client closes the channel or the connection is gone. */
function closedSignal(session: Session, connectionClosed: AbortSignal): AbortSignal {
  const closed = new AbortController();
  const close = (): void => {
    connectionClosed.removeEventListener('abort', close);
    // A reason of its own would be an error with a stack, for every command.
    closed.abort('closed');
  };
  session.once('close', close);
  connectionClosed.addEventListener('abort', close);
  return closed.signal;
}

/** The attempt token: from the environment, or as the first assignment before the command. */
function attemptOf(command: string, env: ReadonlyMap<string, string>): string | null {
  const fromCommand = /^\s*(?:export\s+)?ROLLCALL_ATTEMPT=(['"]?)([\w.:-]+)\1(?=[\s;])/.exec(command);
  return env.get('ROLLCALL_ATTEMPT') ?? fromCommand?.[2] ?? null;
}
