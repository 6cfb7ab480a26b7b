import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { serveConnection } from '../connection.ts';
import type { Host } from '../host.ts';
import { closeAll, listen } from '../fleet.ts';
import { deriveSeed, ed25519HostKey } from '../host-key.ts';
import { Ledger } from '../ledger.ts';
import { SshServers } from '../ssh-servers.ts';
import { answerAsHost } from './answer.ts';
import { closedPort } from './closed-port.ts';
import { hostSecret } from './host-secret.ts';
import { DEMO_HOSTS, type DemoHost } from './personas.ts';
import { DemoShell } from './shell.ts';

/** What an operator would already trust about one demo host, in the words of a `known_hosts` line. */
export interface DemoHostKey {
  /** `192.0.2.7` */
  readonly host: string;
  readonly keyType: string;
  /** base64 of the public key blob. */
  readonly key: string;
}

/** A hundred small machines behind `192.0.2.1-100`. Nobody ever dials those addresses. */
export interface DemoFleet {
  readonly targets: '192.0.2.1-100';
  /** Where to dial instead of each address, port 22: a listener on 127.0.0.1, or a closed port. */
  readonly routes: ReadonlyMap<string, { readonly host: string; readonly port: number }>;
  /** One for each host; for the host with the changed key, the key it had before. */
  readonly hostKeys: readonly DemoHostKey[];
  /** Stops listening and drops what is open. */
  close(): Promise<void>;
}

/** How a {@link DemoFleet} is started. */
export interface DemoFleetOptions {
  /** Folder that keeps the secret of the host keys (file of mode 0600); without it the keys are new each time. */
  readonly stateDir?: string;
  /** 32 bytes that decide the host keys; goes before `stateDir`. */
  readonly keySeed?: Uint8Array;
}

/** Starts the demo hosts: one listener each, about 60 ms in all. Shells are made when first used. */
export async function startDemoFleet(options: DemoFleetOptions = {}): Promise<DemoFleet> {
  const secret = options.keySeed ?? (await secretFor(options.stateDir));
  const servers = new SshServers();
  const ledger = new Ledger();
  const sockets = new Set<Socket>();
  const routes = new Map<string, { host: string; port: number }>();
  const listeners: Server[] = [];
  const refusingPort = await closedPort();
  for (const demoHost of DEMO_HOSTS) {
    if (demoHost.quirk === 'refuses') {
      routes.set(demoHost.address, { host: '127.0.0.1', port: refusingPort });
      continue;
    }
    const host = hostOf(demoHost, secret, ledger);
    const listener = createServer({ pauseOnConnect: true }, (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      serveConnection(socket, host, servers);
    });
    await listen(listener, 0, '127.0.0.1');
    listeners.push(listener);
    routes.set(demoHost.address, { host: '127.0.0.1', port: (listener.address() as AddressInfo).port });
  }
  return {
    targets: '192.0.2.1-100',
    routes,
    hostKeys: DEMO_HOSTS.map((demoHost) => trustedKey(demoHost, secret)),
    close: async () => {
      await Promise.all(listeners.map((listener) => closeAll(listener, sockets)));
    },
  };
}

async function secretFor(stateDir: string | undefined): Promise<Uint8Array> {
  return stateDir === undefined ? randomBytes(32) : hostSecret(stateDir);
}

function hostOf(demoHost: DemoHost, secret: Uint8Array, ledger: Ledger): Host {
  const key = ed25519HostKey(deriveSeed(secret, demoHost.address));
  const shell = new DemoShell(demoHost);
  return {
    address: demoHost.address,
    record: ledger.of(demoHost.address),
    transport: { type: 'ssh' },
    hostKey: 'ed25519',
    keyFor: () => key,
    login: demoHost.quirk === 'refuses-login' ? { type: 'refuse' } : { type: 'accounts' },
    accounts: {},
    channel: 'accept',
    forward: undefined,
    stepDelayMs: demoHost.stepDelayMs,
    answer: (call) => answerAsHost(demoHost, shell, call),
  };
}

function trustedKey(demoHost: DemoHost, secret: Uint8Array): DemoHostKey {
  const label = demoHost.quirk === 'changed-key' ? `${demoHost.address} before` : demoHost.address;
  const { keyType, key } = ed25519HostKey(deriveSeed(secret, label));
  return { host: demoHost.address, keyType, key };
}
