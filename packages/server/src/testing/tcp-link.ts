/** A TCP link between a test and a host that can slice, spoil or lose what the host says. Not part of the product. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface TcpLink {
  port: number;
  /** From now on nothing passes, in either direction, and nobody is told. */
  freeze(): void;
  /** The same for the connections that are there now; later ones are led as before. */
  freezePresent(): void;
  /** Ends the connections that are there now. */
  cut(): void;
  close(): void;
}

/** Turns what the host sends into pieces that are written one by one; `at` counts the bytes of the connection before it. */
export type Passage = (chunk: Buffer, at: number) => Buffer[];

/** Listens on 127.0.0.1 and leads each connection to `host` and `port`. */
export async function startLink(
  host: string,
  port: number,
  pass: Passage = (chunk) => [chunk],
): Promise<TcpLink> {
  const sockets = new Set<Socket>();
  let frozen = false;

  let presentFrozen = { now: false };

  function lead(near: Socket): void {
    const present = presentFrozen;
    const isFrozen = () => frozen || present.now;
    const far = connect({ port, host, noDelay: true });
    near.setNoDelay(true);
    let at = 0;
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => void sockets.delete(one));
      one.on('end', () => void (isFrozen() || other.end()));
      one.on('close', () => void (isFrozen() || other.destroy()));
    }
    near.on('data', (chunk: Buffer) => void (isFrozen() || far.write(chunk)));
    far.on('data', (chunk: Buffer) => {
      if (isFrozen()) return;
      for (const piece of pass(chunk, at)) near.write(piece);
      at += chunk.length;
    });
  }

  const server = createServer(lead).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    freeze: () => void (frozen = true),
    freezePresent() {
      presentFrozen.now = true;
      presentFrozen = { now: false };
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
