import { createPrivateKey, type KeyObject } from 'node:crypto';
import ssh2 from 'ssh2';
import { KeyProblem } from './key-problem.ts';
import { encodeEd25519, isOpenSshKey, readOpenSshHeader } from './openssh-key.ts';
import { isPuttyKey, openPuttyKey, readPuttyKey } from './putty-key.ts';

/** What can be said about a private key without its passphrase. */
export interface KeyFacts {
  encrypted: boolean;
  /** Public key blob; null when it stands only inside the encrypted part. */
  publicKey: Buffer | null;
}

/** A key with more rounds than this would take over half a minute of CPU. `ssh-keygen -a` defaults to 16. */
const MAX_BCRYPT_ROUNDS = 2_048;
const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/** Tells the format of a key file. Throws `KeyProblem` when it is no private key that can be used. */
export function inspectKey(text: string): KeyFacts {
  if (isOpenSshKey(text)) return inspectOpenSsh(text);
  if (isPuttyKey(text)) {
    const { encrypted, publicKey } = readPuttyKey(text);
    return { encrypted, publicKey };
  }
  if (/^-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/.test(text)) {
    const encrypted = /ENCRYPTED/.test(text.slice(0, 200));
    return { encrypted, publicKey: encrypted ? null : publicBlob(readPem(text, undefined)) };
  }
  if (/^(?:ssh-|ecdsa-|sk-|---- BEGIN SSH2 PUBLIC)/.test(text)) {
    throw new KeyProblem('unreadable-key', 'this is a public key; name the private key beside it');
  }
  throw new KeyProblem('unreadable-key', 'not a private key in OpenSSH, PEM, PKCS#8 or PuTTY format');
}

function inspectOpenSsh(text: string): KeyFacts {
  const header = readOpenSshHeader(text);
  if (header === undefined) throw new KeyProblem('unreadable-key', 'a broken OpenSSH private key');
  const { encrypted, rounds, publicKey } = header;
  const type = publicKey.toString('latin1', 4, 4 + publicKey.readUInt32BE(0));
  if (type.startsWith('sk-')) {
    throw new KeyProblem('unreadable-key', 'keys on security tokens (sk-…) are not supported');
  }
  if (rounds > MAX_BCRYPT_ROUNDS) {
    throw new KeyProblem(
      'unreadable-key',
      `${rounds} rounds protect this key, at most ${MAX_BCRYPT_ROUNDS} work`,
    );
  }
  return { encrypted, publicKey };
}

/** The public half as SSH blob; null for a kind of key that SSH does not know. */
function publicBlob(key: KeyObject): Buffer | null {
  const parsed = ssh2.utils.parseKey(plainText(key));
  return parsed instanceof Error ? null : parsed.getPublicSSH();
}

function readPem(text: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: text, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    throw passphrase === undefined
      ? new KeyProblem('unreadable-key', 'a broken private key')
      : new KeyProblem('wrong-passphrase', 'the passphrase does not open the key');
  }
}

/** Without a passphrase, in the one format per kind of key that ssh2 reads. */
function plainText(key: KeyObject): string {
  const curve = key.asymmetricKeyDetails?.namedCurve ?? '';
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return String(key.export({ type: 'pkcs1', format: 'pem' }));
    case 'ec':
      if (CURVES.has(curve)) return String(key.export({ type: 'sec1', format: 'pem' }));
      throw new KeyProblem('unreadable-key', `SSH has no keys on the curve ${curve}`);
    case 'ed25519': {
      const { d, x } = key.export({ format: 'jwk' });
      return encodeEd25519(Buffer.from(d!, 'base64url'), Buffer.from(x!, 'base64url'));
    }
    default:
      throw new KeyProblem('unreadable-key', `${key.asymmetricKeyType ?? 'such'} keys are not supported`);
  }
}

/**
 * The key without its passphrase, in a format that ssh2 parses. Blocks the thread: `unlockKey` calls it in a worker where a
 * passphrase is involved. Throws `KeyProblem`.
 */
export function decryptKey(text: string, passphrase: string | undefined): string {
  if (isPuttyKey(text)) return plainText(openPuttyKey(readPuttyKey(text), passphrase));
  if (!isOpenSshKey(text)) return plainText(readPem(text, passphrase));
  const parsed = ssh2.utils.parseKey(text, passphrase);
  if (parsed instanceof Error) throw parseProblem(parsed, passphrase);
  return plainText(createPrivateKey(parsed.getPrivatePEM()));
}

function parseProblem(error: Error, passphrase: string | undefined): KeyProblem {
  const unusable = /^(?:Unsupported|Malformed)/.test(error.message) && !/passphrase/i.test(error.message);
  if (passphrase !== undefined && !unusable) {
    return new KeyProblem('wrong-passphrase', 'the passphrase does not open the key');
  }
  // It began as an OpenSSH key does, so its format is known and what follows is not whole.
  const message = error.message === 'Unsupported key format' ? 'a broken OpenSSH private key' : error.message;
  return new KeyProblem('unreadable-key', message);
}
