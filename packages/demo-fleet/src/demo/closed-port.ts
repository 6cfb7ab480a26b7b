import { createConnection } from 'node:net';

/** Ports below the ephemeral range that practically nothing serves; nobody is handed one by chance. */
const CANDIDATES = [1, 2, 4, 6, 8, 10, 12, 14, 16, 3, 5];

/** A port of 127.0.0.1 that refuses connections now, and that no later listener gets by chance. */
export async function closedPort(): Promise<number> {
  for (const port of CANDIDATES) if (!(await answers(port))) return port;
  throw new Error(`every port of ${CANDIDATES.join(', ')} on 127.0.0.1 is served`);
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
