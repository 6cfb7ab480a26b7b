import type { Congestion } from './congestion.ts';

/** What goes out on one channel: never more than the host's window has room for, nor than the connection takes. */
export interface Outflow {
  /** The host has opened the channel, with these limits of its own. */
  open(window: number, packetBytes: number): void;
  /** The host has made its window larger. */
  allow(bytes: number): void;
  /** False when some of it waits. */
  write(bytes: Uint8Array): boolean;
  /** EOF once all is sent. */
  end(): void;
  /** Nothing more will be sent. */
  clear(): void;
}

/** Where the bytes go. */
export interface Outlet {
  data(bytes: Uint8Array): void;
  eof(): void;
  /** All is sent after a `write` that said false. */
  drained(): void;
}

/** As many bytes as we take in one packet ourselves. */
const MAX_SENT_PACKET_BYTES = 32 * 1024;

export function createOutflow(congestion: Congestion, outlet: Outlet): Outflow {
  const waiting: Uint8Array[] = [];
  let state: 'opening' | 'open' | 'closed' = 'opening';
  let eof: 'no' | 'wanted' | 'sent' = 'no';
  let window = 0;
  let packetBytes = 0;

  /** Sends what may go. */
  function flow(): void {
    if (state !== 'open') return;
    while (waiting.length > 0 && window > 0) {
      if (congestion.isCongested) return congestion.wait(go);
      const bytes = waiting[0]!;
      const part = bytes.subarray(0, Math.min(bytes.length, window, packetBytes));
      window -= part.length;
      if (part.length === bytes.length) waiting.shift();
      else waiting[0] = bytes.subarray(part.length);
      outlet.data(part);
    }
    if (waiting.length > 0 || eof !== 'wanted') return;
    eof = 'sent';
    outlet.eof();
  }

  function go(): void {
    const waited = waiting.length > 0;
    flow();
    if (waited && waiting.length === 0) outlet.drained();
  }

  return {
    open(bytes, largest) {
      state = 'open';
      window = bytes;
      packetBytes = Math.max(1, Math.min(MAX_SENT_PACKET_BYTES, largest));
      go();
    },
    allow(bytes) {
      window += bytes;
      go();
    },
    write(bytes) {
      if (eof !== 'no' || state === 'closed') return false;
      // Nothing to send is no packet.
      if (bytes.length > 0) waiting.push(bytes);
      flow();
      return waiting.length === 0;
    },
    end() {
      if (eof === 'no') eof = 'wanted';
      flow();
    },
    clear() {
      state = 'closed';
      waiting.length = 0;
      congestion.forget(go);
    },
  };
}
