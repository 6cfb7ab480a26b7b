import { expect, test } from 'vitest';
import { makePaddingQuick, type Ssh2Protocol } from './ssh2-internals.ts';

/** What is known of ciphers: AES-GCM says nothing, others the size of their blocks and whether the length is outside of them. */
const CIPHERS = [
  { name: 'AES-GCM', cipher: {}, block: 16, outside: 4 },
  {
    name: 'AES-CTR, MAC of what is encrypted',
    cipher: { _encBlockLen: 16, _aadLen: 4 },
    block: 16,
    outside: 4,
  },
  { name: 'AES-CTR', cipher: { _encBlockLen: 16, _aadLen: 0 }, block: 16, outside: 0 },
  { name: '3DES', cipher: { _encBlockLen: 8, _aadLen: 0 }, block: 8, outside: 0 },
];

test.each(CIPHERS)('packets of $name have the padding of RFC 4253', ({ cipher, block, outside }) => {
  const protocol = { _cipher: { ...cipher } } as unknown as Ssh2Protocol;
  makePaddingQuick(protocol);
  for (let payload = 0; payload < 600; payload++) {
    const packet = protocol._cipher.allocPacket(payload);
    const padding = packet[4]!;
    expect(packet.readUInt32BE(0)).toBe(packet.length - 4);
    expect(packet.length).toBe(5 + payload + padding);
    expect((packet.length - outside) % block).toBe(0);
    expect(padding).toBeGreaterThanOrEqual(4);
    expect(padding).toBeLessThan(4 + block);
  }
});

test('padding is never the same twice', () => {
  const protocol = { _cipher: {} } as unknown as Ssh2Protocol;
  makePaddingQuick(protocol);
  // 7 bytes of padding each, of a pool that is filled anew in between.
  const seen = new Set(
    Array.from({ length: 1_000 }, () => protocol._cipher.allocPacket(8).subarray(13).toString('hex')),
  );
  expect(seen.size).toBe(1_000);
});

test('native ciphers, which need room for their tag, keep their own packets', () => {
  const protocol = { _cipher: { _instance: {} } } as unknown as Ssh2Protocol;
  makePaddingQuick(protocol);
  expect('allocPacket' in protocol._cipher).toBe(false);
});
