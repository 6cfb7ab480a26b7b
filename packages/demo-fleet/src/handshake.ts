import type { Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import type { LastMessage, UnsharedOffer } from './behaviour.ts';

/** How many messages a host may send when it falls silent after the named one. */
const MESSAGES_SENT: Record<LastMessage, number> = {
  identification: 1,
  kexinit: 2,
  'kex-reply': 3,
  newkeys: 4,
};

/** Until NEWKEYS ssh2 writes each message in one piece, so counting writes is counting messages. */
const KEX_REPLY_WRITE = 3;

/** Lets the first messages of the handshake out and swallows everything after `last`. */
export function muteAfter(socket: Socket, last: LastMessage): void {
  let count = 0;
  hookWrites(socket, (chunk) => (++count <= MESSAGES_SENT[last] ? chunk : undefined));
}

/** Flips one bit in the signature over the key exchange. */
export function spoilSignature(socket: Socket): void {
  let count = 0;
  hookWrites(socket, (chunk) => {
    if (++count !== KEX_REPLY_WRITE) return chunk;
    const spoilt = Buffer.from(chunk);
    // RFC 4253 section 6: length (4), padding length (1), payload, padding; the signature is last.
    const last = 4 + spoilt.readUInt32BE(0) - spoilt.readUInt8(4) - 1;
    spoilt.writeUInt8(spoilt.readUInt8(last) ^ 1, last);
    return spoilt;
  });
}

function hookWrites(socket: Socket, map: (chunk: Buffer) => Buffer | undefined): void {
  const write = socket.write.bind(socket);
  socket.write = (chunk: Uint8Array | string): boolean => {
    const mapped = map(Buffer.from(chunk as string));
    return mapped === undefined ? true : write(mapped);
  };
}

const MODERN = {
  kex: 'curve25519-sha256,ecdh-sha2-nistp256',
  hostKey: 'ssh-ed25519',
  cipher: 'aes128-gcm@openssh.com,aes256-ctr',
  mac: 'hmac-sha2-256',
  compression: 'none',
};

const UNSHARED: Record<Exclude<UnsharedOffer, 'zlib-only'>, Partial<typeof MODERN>> = {
  kex: { kex: 'sntrup761x25519-sha512,mlkem768x25519-sha256' },
  'host-key': { hostKey: 'ssh-dss' },
  certificate: { hostKey: 'ssh-ed25519-cert-v01@openssh.com' },
  cipher: { cipher: '3des-cbc,arcfour128' },
};

/**
 * Sends an identification and a KEXINIT written by hand, since ssh2 offers only what it can do.
 * The client has to find out by itself that nothing fits.
 */
export function offerUnshared(socket: Socket, offer: Exclude<UnsharedOffer, 'zlib-only'>): void {
  const lists = { ...MODERN, ...UNSHARED[offer] };
  const { kex, hostKey, cipher, mac, compression } = lists;
  const names = [kex, hostKey, cipher, cipher, mac, mac, compression, compression, '', ''];
  const payload = Buffer.concat([
    Buffer.from([20]),
    randomBytes(16),
    ...names.map(nameList),
    Buffer.from([0, 0, 0, 0, 0]),
  ]);
  const padding = 8 - ((payload.length + 5) % 8) + 8;
  const head = Buffer.alloc(5);
  head.writeUInt32BE(1 + payload.length + padding, 0);
  head.writeUInt8(padding, 4);
  socket.write('SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n');
  socket.write(Buffer.concat([head, payload, Buffer.alloc(padding)]));
  socket.resume();
}

function nameList(names: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(names.length);
  return Buffer.concat([length, Buffer.from(names, 'latin1')]);
}
