import type { Socket } from 'node:net';
import ssh2, { type Algorithms, type Connection, type Server } from 'ssh2';
import type { HostKey } from './host-key.ts';
import { socketOf } from './ssh2-internals.ts';

/** Modern and narrow, as on a hardened Debian 12. The client's order decides. */
const ALGORITHMS: Algorithms = {
  kex: ['curve25519-sha256', 'curve25519-sha256@libssh.org', 'ecdh-sha2-nistp256'],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256'],
  compress: ['none'],
};

/** Compression choices: `zlib` hosts offer nothing else, so a careful client must refuse them. */
export type Compression = 'none' | 'zlib';

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
  accept(socket: Socket, hostKey: HostKey, compression: Compression, onClient: OnClient): void {
    this.waiting.set(socket, onClient);
    this.serverFor(hostKey, compression).injectSocket(socket);
  }

  /** As {@link accept}, for a key that only this connection will see. */
  acceptOnce(socket: Socket, hostKey: HostKey, onClient: OnClient): void {
    this.waiting.set(socket, onClient);
    this.create(hostKey, 'none').injectSocket(socket);
  }

  private serverFor(hostKey: HostKey, compression: Compression): Server {
    const id = `${compression} ${hostKey.key}`;
    let server = this.servers.get(id);
    if (server === undefined) {
      server = this.create(hostKey, compression);
      this.servers.set(id, server);
    }
    return server;
  }

  private create(hostKey: HostKey, compression: Compression): Server {
    const compress: Algorithms['compress'] = compression === 'zlib' ? ['zlib@openssh.com'] : ['none'];
    return new ssh2.Server(
      {
        hostKeys: [hostKey.privateKey],
        algorithms: { ...ALGORITHMS, compress },
        ident: 'OpenSSH_9.2p1 Debian-2+deb12u3',
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
