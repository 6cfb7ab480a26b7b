import type { Duplex } from 'node:stream';

/** Lets senders of one socket wait until it takes more, with one listener for all of them. */
export interface Congestion {
  /** The socket holds as much as it should. */
  readonly isCongested: boolean;
  /** Calls `go` once when the socket has room. */
  wait(go: () => void): void;
  forget(go: () => void): void;
}

/** @param socket of the connection; its lifetime is that of the result */
export function createCongestion(socket: Duplex): Congestion {
  const waiting = new Set<() => void>();
  socket.on('drain', () => {
    const turn = [...waiting];
    waiting.clear();
    for (const go of turn) go();
  });
  return {
    get isCongested() {
      return socket.writableNeedDrain;
    },
    wait: (go) => void waiting.add(go),
    forget: (go) => void waiting.delete(go),
  };
}
