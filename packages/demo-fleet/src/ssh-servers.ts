import type { Socket } from 'node:net';
import ssh2, { type Algorithms, type Connection, type Server } from 'ssh2';
import type { LegacyOffer } from './behaviour.ts';
import type { HostKey } from './host-key.ts';
import { socketOf } from './ssh2-internals.ts';

/** Modern and narrow, as on a hardened Debian 12. The client's order decides. */
const ALGORITHMS: Algorithms = {
  kex: ['curve25519-sha256', 'curve25519-sha256@libssh.org', 'ecdh-sha2-nistp256'],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256'],
  compress: ['none'],
};

/** What a host offers: current algorithms, those and nothing but compression, or old ones. */
export type Offer = 'current' | 'zlib-only' | LegacyOffer;

const OLD: Required<Pick<Algorithms, 'kex' | 'serverHostKey' | 'cipher' | 'hmac'>> = {
  kex: ['diffie-hellman-group14-sha1'],
  serverHostKey: ['ssh-rsa'],
  cipher: ['aes128-cbc', 'aes256-cbc'],
  hmac: ['hmac-sha1'],
};

/** A MAC only counts beside a cipher that needs one. */
const OFFERS: Record<Offer, Algorithms> = {
  current: ALGORITHMS,
  'zlib-only': { ...ALGORITHMS, compress: ['zlib@openssh.com'] },
  all: { ...ALGORITHMS, ...OLD },
  kex: { ...ALGORITHMS, kex: OLD.kex },
  'host-key': { ...ALGORITHMS, serverHostKey: OLD.serverHostKey },
  cipher: { ...ALGORITHMS, cipher: OLD.cipher },
  mac: { ...ALGORITHMS, cipher: ['aes128-ctr'], hmac: OLD.hmac },
};

/** Called when the client's identification line has arrived. */
export type OnClient = (connection: Connection, software: string) => void;

/**
 * ssh2 servers that never listen: sockets are put into them. One per host key, since ssh2 binds the
 * key to the server, and made at the first use, since most hosts are never dialled.
 */
export class SshServers {
  private readonly servers = new Map<string, Server>();
  private readonly waiting = new WeakMap<Socket, OnClient>();

  /** Starts the SSH handshake on an accepted socket. */
  accept(socket: Socket, hostKey: HostKey, offer: Offer, onClient: OnClient): void {
    this.waiting.set(socket, onClient);
    this.serverFor(hostKey, offer).injectSocket(socket);
  }

  /** As {@link accept}, for a key that only this connection will see. */
  acceptOnce(socket: Socket, hostKey: HostKey, onClient: OnClient): void {
    this.waiting.set(socket, onClient);
    this.create(hostKey, 'current').injectSocket(socket);
  }

  private serverFor(hostKey: HostKey, offer: Offer): Server {
    const id = `${offer} ${hostKey.key}`;
    let server = this.servers.get(id);
    if (server === undefined) {
      server = this.create(hostKey, offer);
      this.servers.set(id, server);
    }
    return server;
  }

  private create(hostKey: HostKey, offer: Offer): Server {
    return new ssh2.Server(
      {
        hostKeys: [hostKey.privateKey],
        algorithms: OFFERS[offer],
        // No name of a POSIX server: there is no shell behind it that could set a command up.
        ident: 'RollcallDemoFleet_1.0 no-shell',
        // The largest delay a timer takes: hosts must not end a frozen client before the client's own
        // limits do. (ssh2 reads 0 as "the default of 15 s".)
        keepaliveInterval: 2 ** 31 - 1,
      },
      (connection, info) => {
        this.waiting.get(socketOf(connection))?.(connection, info.header.versions.software);
      },
    );
  }
}
