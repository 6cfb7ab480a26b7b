import {
  argon2Sync,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  type KeyObject,
} from 'node:crypto';
import { fieldReader, type FieldReader } from './openssh-key.ts';
import { KeyProblem } from './key-problem.ts';

/** A private key file of PuTTY, formats 2 and 3 (PuTTY manual, appendix "PPK file format"), as far as it reads without a passphrase. */
export interface PuttyKey {
  version: 2 | 3;
  type: string;
  encrypted: boolean;
  comment: string;
  /** Public key blob. */
  publicKey: Buffer;
  secret: Buffer;
  /** In hexadecimal digits. */
  mac: string;
  argon2: Argon2 | undefined;
}

interface Argon2 {
  algorithm: 'argon2d' | 'argon2i' | 'argon2id';
  memoryKiB: number;
  passes: number;
  parallelism: number;
  salt: Buffer;
}

const BROKEN = 'a broken PuTTY key';
/** PuTTY's own default takes 8 MiB; a key that asks for more than this would fill the machine. */
const MAX_MEMORY_KIB = 1024 * 1024;
const MAX_PASSES = 1_000;

export function isPuttyKey(text: string): boolean {
  return text.startsWith('PuTTY-User-Key-File-');
}

/** Reads what stands in the clear. @throws KeyProblem `unreadable-key` */
export function readPuttyKey(text: string): PuttyKey {
  const { headers, blocks } = partsOf(text);
  const [, digit, type] = /^(\d+): (\S+)$/.exec(headers.get('PuTTY-User-Key-File') ?? '') ?? [];
  const version = digit === '2' ? 2 : digit === '3' ? 3 : undefined;
  if (version === undefined || type === undefined)
    throw new KeyProblem('unreadable-key', 'a PuTTY key of a format other than 2 and 3');
  const encryption = headers.get('Encryption');
  const encrypted = encryption === 'aes256-cbc';
  const publicKey = blocks.get('Public-Lines');
  const secret = blocks.get('Private-Lines');
  const mac = headers.get('Private-MAC') ?? '';
  if ((!encrypted && encryption !== 'none') || !publicKey || !secret || !/^[\da-f]+$/.test(mac))
    throw new KeyProblem('unreadable-key', BROKEN);
  const comment = headers.get('Comment') ?? '';
  const argon2 = encrypted && version === 3 ? argon2Of(headers) : undefined;
  return { version, type, encrypted, comment, publicKey, secret, mac, argon2 };
}

/** `Name: value` lines, and the base64 lines that follow a `…-Lines: count`. */
function partsOf(text: string): { headers: Map<string, string>; blocks: Map<string, Buffer> } {
  const headers = new Map<string, string>();
  const blocks = new Map<string, Buffer>();
  const lines = text.split(/\r\n|\n|\r/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    // The first line has the version in its name.
    const [, name, value] = /^(PuTTY-User-Key-File)-(.*)$/.exec(line) ?? /^([\w-]+): ?(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    headers.set(name, value);
    if (!name.endsWith('-Lines')) continue;
    const count = Number(value);
    blocks.set(name, Buffer.from(lines.slice(at + 1, at + 1 + count).join(''), 'base64'));
    at += count;
  }
  return { headers, blocks };
}

function argon2Of(headers: ReadonlyMap<string, string>): Argon2 {
  const number = (name: string): number => Number(headers.get(name) ?? NaN);
  const algorithm = headers.get('Key-Derivation')?.toLowerCase();
  if (algorithm !== 'argon2d' && algorithm !== 'argon2i' && algorithm !== 'argon2id')
    throw new KeyProblem('unreadable-key', BROKEN);
  const memoryKiB = number('Argon2-Memory');
  const passes = number('Argon2-Passes');
  const parallelism = number('Argon2-Parallelism');
  if (!(memoryKiB >= 8 && passes >= 1 && parallelism >= 1)) throw new KeyProblem('unreadable-key', BROKEN);
  if (memoryKiB > MAX_MEMORY_KIB || passes > MAX_PASSES)
    throw new KeyProblem('unreadable-key', 'opening this key takes more memory or time than is allowed');
  return {
    algorithm,
    memoryKiB,
    passes,
    parallelism,
    salt: Buffer.from(headers.get('Argon2-Salt') ?? '', 'hex'),
  };
}

/** Opens the private half. Blocks the thread while the key is derived. @throws KeyProblem */
export function openPuttyKey(key: PuttyKey, passphrase: string | undefined): KeyObject {
  const { cipherKey, iv, macKey } = derive(key, key.encrypted ? (passphrase ?? '') : '');
  const secret = key.encrypted ? decrypted(key.secret, cipherKey, iv) : key.secret;
  const authentic = key.mac === macOf(key, secret, macKey);
  if (!authentic && key.encrypted)
    throw new KeyProblem('wrong-passphrase', 'the passphrase does not open the key');
  if (!authentic) throw new KeyProblem('unreadable-key', `${BROKEN}: it was changed after it was saved`);
  try {
    return keyOf(key.type, fieldReader(key.publicKey, 0), fieldReader(secret, 0));
  } catch (error) {
    if (error instanceof KeyProblem) throw error;
    throw new KeyProblem('unreadable-key', BROKEN);
  }
}

interface Derived {
  cipherKey: Buffer;
  iv: Buffer;
  macKey: Buffer;
}

function derive(key: PuttyKey, passphrase: string): Derived {
  const none = Buffer.alloc(0);
  if (key.version === 2) {
    const sha1 = (...parts: (string | Buffer)[]) =>
      parts.reduce((hash, part) => hash.update(part), createHash('sha1')).digest();
    const cipherKey = Buffer.concat([0, 1].map((n) => sha1(Buffer.from([0, 0, 0, n]), passphrase)));
    return {
      cipherKey: cipherKey.subarray(0, 32),
      iv: Buffer.alloc(16),
      macKey: sha1('putty-private-key-file-mac-key', passphrase),
    };
  }
  if (key.argon2 === undefined) return { cipherKey: none, iv: none, macKey: none };
  const { algorithm, memoryKiB, passes, parallelism, salt } = key.argon2;
  const bytes = argon2Sync(algorithm, {
    message: passphrase,
    nonce: salt,
    parallelism,
    tagLength: 80,
    memory: memoryKiB,
    passes,
  });
  return { cipherKey: bytes.subarray(0, 32), iv: bytes.subarray(32, 48), macKey: bytes.subarray(48) };
}

function decrypted(secret: Buffer, key: Buffer, iv: Buffer): Buffer {
  if (secret.length % 16 !== 0) throw new KeyProblem('unreadable-key', BROKEN);
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(secret), decipher.final()]);
}

function macOf(key: PuttyKey, secret: Buffer, macKey: Buffer): string {
  const hmac = createHmac(key.version === 2 ? 'sha1' : 'sha256', macKey);
  const parts = [key.type, key.encrypted ? 'aes256-cbc' : 'none', key.comment, key.publicKey, secret];
  for (const part of parts) {
    const bytes = Buffer.from(part as string);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return hmac.digest('hex');
}

const CURVES: Partial<Record<string, { crv: string; bytes: number }>> = {
  nistp256: { crv: 'P-256', bytes: 32 },
  nistp384: { crv: 'P-384', bytes: 48 },
  nistp521: { crv: 'P-521', bytes: 66 },
};

function keyOf(type: string, open: FieldReader, secret: FieldReader): KeyObject {
  open();
  if (type === 'ssh-rsa') return rsaKey(open, secret);
  if (type === 'ssh-ed25519') {
    const point = open()!;
    return jwk({ kty: 'OKP', crv: 'Ed25519', x: text(point), d: text(secret()!) });
  }
  const curve = type.startsWith('ecdsa-sha2-') ? CURVES[open()!.toString('latin1')] : undefined;
  if (curve === undefined) throw new KeyProblem('unreadable-key', `${type} keys are not supported`);
  const point = open()!;
  const d = padded(unsigned(secret()!), curve.bytes);
  const x = point.subarray(1, 1 + curve.bytes);
  const y = point.subarray(1 + curve.bytes);
  return jwk({ kty: 'EC', crv: curve.crv, x: text(x), y: text(y), d: text(d) });
}

function rsaKey(open: FieldReader, secret: FieldReader): KeyObject {
  const [e, n] = [open()!, open()!].map(unsigned) as [Buffer, Buffer];
  const [d, p, q, qi] = [secret()!, secret()!, secret()!, secret()!].map(unsigned) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const less = (prime: Buffer) => number(bigint(d) % (bigint(prime) - 1n));
  const numbers = { n, e, d, p, q, qi, dp: less(p), dq: less(q) };
  return jwk({
    kty: 'RSA',
    ...Object.fromEntries(Object.entries(numbers).map(([name, bytes]) => [name, text(bytes)])),
  });
}

function jwk(key: Record<string, string>): KeyObject {
  return createPrivateKey({ key, format: 'jwk' });
}

const text = (bytes: Buffer): string => bytes.toString('base64url');
const bigint = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

function number(value: bigint): Buffer {
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
}

/** Without the zero byte that keeps a number of RFC 4251 positive. */
function unsigned(bytes: Buffer): Buffer {
  return bytes[0] === 0 ? bytes.subarray(1) : bytes;
}

function padded(bytes: Buffer, length: number): Buffer {
  return Buffer.concat([Buffer.alloc(Math.max(0, length - bytes.length)), bytes]);
}
