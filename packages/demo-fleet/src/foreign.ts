import type { Socket } from 'node:net';
import type { ForeignProtocol, Transport } from './behaviour.ts';
import { pause } from './timing.ts';

/** What a client hears that knocked at the wrong door. */
const HELLO: Record<ForeignProtocol, Buffer> = {
  http: Buffer.from('HTTP/1.1 400 Bad Request\r\nServer: nginx/1.22.1\r\nConnection: close\r\n\r\n'),
  smtp: Buffer.from('220 mx-01.example.net ESMTP Postfix (Debian/GNU)\r\n'),
  'tls-alert': Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x0a]),
  binary: Buffer.from(Array.from({ length: 256 }, (_, index) => (index * 97) % 256)),
};

/** Speaks another protocol: HTTP and TLS close after it, SMTP and binary wait. */
export function speakForeign(socket: Socket, protocol: ForeignProtocol): 'closes' | 'waits' {
  socket.resume();
  socket.write(HELLO[protocol]);
  if (protocol === 'smtp' || protocol === 'binary') return 'waits';
  socket.end();
  return 'closes';
}

type Pieces = Extract<Transport, { type: 'endless-banner' }>['pieces'];

/** What is sent between two pauses, in pieces; 8 MiB of single bytes, then silence. */
const PACE: Record<Pieces, { readonly piece: string; readonly pauseMs: number; readonly limit: number }> = {
  lines: { piece: 'Authorised use only. All activity is recorded.\r\n', pauseMs: 10, limit: Infinity },
  bytes: { piece: '#', pauseMs: 0, limit: 8 * 1024 * 1024 },
  'byte-a-second': { piece: '#', pauseMs: 1000, limit: Infinity },
};

/** Text before the identification line (RFC 4253 section 4.2 allows it), without ever coming to the point. */
export async function endlessBanner(socket: Socket, pieces: Pieces, closed: AbortSignal): Promise<void> {
  socket.resume();
  const { piece, pauseMs, limit } = PACE[pieces];
  for (let sent = 0; sent < limit && !closed.aborted; sent += piece.length) {
    const room = socket.write(piece);
    const waitMs = pauseMs > 0 || room ? pauseMs : 1;
    if (waitMs > 0) await pause(waitMs, closed);
    else await new Promise(setImmediate);
  }
}
