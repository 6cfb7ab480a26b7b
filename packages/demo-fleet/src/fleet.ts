import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { answerExec } from './answers.ts';
import type { Behaviour, HostKeyChoice } from './behaviour.ts';
import { serveConnection } from './connection.ts';
import {
  ecdsaHostKey,
  ed25519HostKey,
  publicPart,
  rsaHostKey,
  type HostKey,
  type PublicHostKey,
} from './host-key.ts';
import { Ledger, type HostLedger } from './ledger.ts';
import type { Accounts } from './login.ts';
import { behaviourOf } from './scenarios.ts';
import { SshServers } from './ssh-servers.ts';

/** A listener whose behaviour is chosen by the address that is dialled. */
export interface Fleet {
  readonly port: number;
  /** The ed25519 key of every host that has no other. */
  readonly hostKey: PublicHostKey;
  /** The key an address shows; for a host with a fresh key on each connection, one it never shows again. */
  hostKeyOf(address: string): PublicHostKey;
  /** What one host saw (empty when it was never dialled), or all hosts in the order of first contact. */
  ledger(address?: string): HostLedger[];
  /** Forgets the ledger; open connections go on. */
  reset(): void;
  /** Stops listening and drops what is open. */
  close(): Promise<void>;
}

/** How a {@link Fleet} is started. */
export interface FleetOptions extends Accounts {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Address to listen on; default `0.0.0.0`, which on Linux is all of 127.0.0.0/8. */
  readonly listen?: string;
  /** Default: the table {@link behaviourOf}. Called once for each connection. */
  readonly behaviour?: (address: string) => Behaviour;
  /** 32 bytes that decide the ed25519 host key; default random. */
  readonly keySeed?: Uint8Array;
  /** Called after each change of the ledger; must be cheap. */
  readonly onLedgerChange?: () => void;
}

/** Starts the listener. Rejects when the port is taken. */
export async function startFleet(options: FleetOptions = {}): Promise<Fleet> {
  const ledger = new Ledger(options.onLedgerChange);
  const servers = new SshServers();
  const sockets = new Set<Socket>();
  const keyFor = keyRing(options.keySeed ?? randomBytes(32));
  const behaviour = options.behaviour ?? behaviourOf;
  const listener = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const address = addressDialled(socket);
    const chosen = behaviour(address);
    const host = {
      address,
      record: ledger.of(address),
      transport: chosen.transport ?? { type: 'ssh' as const },
      hostKey: chosen.hostKey ?? 'ed25519',
      keyFor,
      login: chosen.login ?? { type: 'accounts' as const },
      accounts: options,
      channel: chosen.channel ?? 'accept',
      forward: chosen.forward,
      stepDelayMs: chosen.stepDelayMs ?? 0,
      answer: (call: Parameters<typeof answerExec>[1]) => answerExec(chosen.exec, call),
    };
    serveConnection(socket, host, servers);
  });
  await listen(listener, options.port ?? 0, options.listen ?? '0.0.0.0');
  return {
    port: (listener.address() as AddressInfo).port,
    hostKey: publicPart(keyFor('ed25519')),
    hostKeyOf: (address) => publicPart(keyFor(behaviour(address).hostKey ?? 'ed25519')),
    ledger: (address) => ledger.snapshot(address),
    reset: () => ledger.reset(),
    close: () => closeAll(listener, sockets),
  };
}

/** The keys of one fleet, made when first needed (an RSA key takes up to half a second). */
function keyRing(seed: Uint8Array): (choice: HostKeyChoice) => HostKey {
  const kept = new Map<HostKeyChoice, HostKey>();
  const make: Record<HostKeyChoice, () => HostKey> = {
    ed25519: () => ed25519HostKey(seed),
    ecdsa: ecdsaHostKey,
    rsa: rsaHostKey,
    fresh: () => ed25519HostKey(randomBytes(32)),
  };
  return (choice) => {
    const key = kept.get(choice) ?? make[choice]();
    if (choice !== 'fresh') kept.set(choice, key);
    return key;
  };
}

function addressDialled(socket: Socket): string {
  return (socket.localAddress ?? '').replace(/^::ffff:/, '');
}

/** Listens with a backlog for a thousand hosts dialled at once. */
export async function listen(listener: Server, port: number, host: string): Promise<void> {
  listener.listen({ port, host, backlog: 4096 });
  await once(listener, 'listening');
}

/** Stops listening, drops open connections, and waits until all of it is over. */
export async function closeAll(listener: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = once(listener, 'close');
  listener.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}
