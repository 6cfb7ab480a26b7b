/** OpenSSH's own format of private keys (openssh-portable, PROTOCOL.key), as far as it can be read without the passphrase. */

const BEGIN = '-----BEGIN OPENSSH PRIVATE KEY-----';
const END = '-----END OPENSSH PRIVATE KEY-----';
const MAGIC = 'openssh-key-v1\0';
const BASE64_LINE = 70;

export interface OpenSshKeyHeader {
  encrypted: boolean;
  /** Rounds of bcrypt_pbkdf; 0 when not encrypted. About 17 ms of CPU each. */
  rounds: number;
  /** Public key blob. */
  publicKey: Buffer;
}

export function isOpenSshKey(text: string): boolean {
  return text.startsWith(BEGIN);
}

/** Reads what stands in the clear; undefined when the text is broken. */
export function readOpenSshHeader(text: string): OpenSshKeyHeader | undefined {
  const body = text.slice(BEGIN.length, text.indexOf(END)).replaceAll(/\s/g, '');
  const data = Buffer.from(body, 'base64');
  if (data.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const read = fieldReader(data, MAGIC.length);
  const cipher = read()?.toString('latin1');
  const kdf = read()?.toString('latin1');
  const options = read();
  const count = read.uint32();
  const publicKey = read();
  if (options === undefined || publicKey === undefined || count !== 1) return undefined;
  const inOptions = fieldReader(options, 0);
  const rounds = kdf === 'bcrypt' && inOptions() !== undefined ? inOptions.uint32() : 0;
  return rounds === undefined ? undefined : { encrypted: cipher !== 'none', rounds, publicKey };
}

export type FieldReader = ReturnType<typeof fieldReader>;

/** Reads strings and numbers of RFC 4251 section 5 one after the other; undefined at the end. */
export function fieldReader(data: Buffer, start: number) {
  let at = start;
  const uint32 = (): number | undefined => {
    if (at + 4 > data.length) return undefined;
    at += 4;
    return data.readUInt32BE(at - 4);
  };
  const field = (): Buffer | undefined => {
    const length = uint32();
    if (length === undefined || at + length > data.length) return undefined;
    at += length;
    return data.subarray(at - length, at);
  };
  return Object.assign(field, { uint32 });
}

function field(bytes: Buffer | string): Buffer {
  const content = Buffer.from(bytes as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

/**
 * An Ed25519 key in OpenSSH's format without a passphrase: the only one of its formats that ssh2 reads.
 * @param seed 32 bytes, the private half
 * @param point 32 bytes, the public half
 */
export function encodeEd25519(seed: Buffer, point: Buffer): string {
  const type = 'ssh-ed25519';
  const publicKey = Buffer.concat([field(type), field(point)]);
  const check = Buffer.alloc(8);
  const secret = Buffer.concat([
    check,
    field(type),
    field(point),
    field(Buffer.concat([seed, point])),
    field(''),
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, (8 - (secret.length % 8)) % 8);
  const one = Buffer.from([0, 0, 0, 1]);
  const data = Buffer.concat([
    Buffer.from(MAGIC),
    field('none'),
    field('none'),
    field(''),
    one,
    field(publicKey),
    field(Buffer.concat([secret, padding])),
  ]);
  const lines = data.toString('base64').match(new RegExp(`.{1,${BASE64_LINE}}`, 'g'))!;
  return `${BEGIN}\n${lines.join('\n')}\n${END}\n`;
}
