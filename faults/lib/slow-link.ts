import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What a host says passes at `bytesPerSecond`, and waits here until then, however much it is. */
export async function startSlowLink(
  host: string,
  port: number,
  bytesPerSecond: number,
): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, host);
    let waiting = Buffer.alloc(0);
    const tick = setInterval(() => {
      near.write(waiting.subarray(0, bytesPerSecond / 20));
      waiting = waiting.subarray(bytesPerSecond / 20);
      if (waiting.length === 0 && far.readableEnded) near.end();
    }, 50);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    near.on('data', (chunk) => void far.write(chunk));
    far.on('data', (chunk) => void (waiting = Buffer.concat([waiting, chunk])));
    near.on('close', () => {
      clearInterval(tick);
      far.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
