// A listener that sends single bytes, each a packet of its own, as long as the other side is there; in a thread of its own, so that
// what sending takes is not counted with what reading takes. Posts its port.
import { createServer } from 'node:net';
import { parentPort } from 'node:worker_threads';

const BYTES = 8 * 1024 * 1024;
const BURST = 64;

const server = createServer((socket) => {
  let left = BYTES;
  socket.setNoDelay(true).on('error', () => undefined);
  const next = (): void => {
    for (let sent = 0; sent < BURST && left > 0 && !socket.destroyed; sent += 1, left -= 1) socket.write('x');
    if (left > 0 && !socket.destroyed) setImmediate(next);
  };
  next();
}).listen(0, '127.0.0.1', () => parentPort!.postMessage((server.address() as { port: number }).port, []));
