import type { Socket } from 'node:net';
import type { ChannelOpen, Forward, HostKeyChoice, Login, Transport } from './behaviour.ts';
import type { Call } from './call.ts';
import type { HostKey } from './host-key.ts';
import type { ConnectionRecord, HostRecord } from './ledger.ts';
import type { Accounts } from './login.ts';

/** Everything that decides how one accepted connection goes. */
export interface Host {
  readonly address: string;
  readonly record: HostRecord;
  readonly transport: Transport;
  readonly hostKey: HostKeyChoice;
  readonly keyFor: (choice: HostKeyChoice) => HostKey;
  readonly login: Login;
  readonly accounts: Accounts;
  readonly channel: ChannelOpen;
  readonly forward: Forward | undefined;
  /** Wait before each answer, ms. */
  readonly stepDelayMs: number;
  /** Answers one command. Rejects only on a bug; ssh2 would hide what is thrown at once. */
  readonly answer: (call: Call) => Promise<void>;
}

/** One accepted connection. */
export interface Accepted {
  readonly socket: Socket;
  readonly host: Host;
  readonly record: ConnectionRecord;
  /** Aborts when the socket is closed. */
  readonly closed: AbortSignal;
}
