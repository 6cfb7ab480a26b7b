import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPuttyKey } from './putty-key.ts';
import { decryptKey, inspectKey } from './private-key.ts';
import { signingKey } from './signing-key.ts';

/** Keys that puttygen 0.78 has converted from those of ssh-keygen; the passphrase is "pass". */
const folder = new URL('../testing/putty-keys/', import.meta.url);
const file = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const blob = (name: string) => Buffer.from(file(`${name}.pub`).split(' ')[1]!, 'base64');

const ROWS = ['r', 'e', 'c'].flatMap((kind) => [2, 3].map((version) => ({ kind, version })));

describe.each(ROWS)('a PuTTY key $kind of format $version', ({ kind, version }) => {
  it('is read without a passphrase', () => {
    const text = file(`${kind}${version}.ppk`);
    expect(inspectKey(text)).toEqual({ encrypted: false, publicKey: blob(kind) });
    expect(signingKey(decryptKey(text, undefined)).getPublicSSH()).toEqual(blob(kind));
  });

  it('is opened by its passphrase and by no other', () => {
    const text = file(`${kind}${version}p.ppk`);
    expect(inspectKey(text)).toEqual({ encrypted: true, publicKey: blob(kind) });
    const opened = signingKey(decryptKey(text, 'pass'));
    expect(opened.getPublicSSH()).toEqual(blob(kind));
    const data = Buffer.from('signed');
    const hash = kind === 'r' ? 'sha256' : undefined;
    expect(opened.verify(data, opened.sign(data, hash), hash)).toBe(true);
    expect(() => decryptKey(text, 'wrong')).toThrow(expect.objectContaining({ code: 'wrong-passphrase' }));
  });

  it('is refused when somebody changed it', () => {
    const text = file(`${kind}${version}.ppk`).replace(/^Comment: .*/m, 'Comment: other');
    expect(() => decryptKey(text, undefined)).toThrow(/changed after it was saved/);
  });
});

describe('a PuTTY key that cannot be used', () => {
  const text = file('e3p.ppk');
  it.each([
    ['another format', text.replace('File-3', 'File-4'), /a format other than 2 and 3/],
    ['another cipher', text.replace('aes256-cbc', 'rot13'), /a broken PuTTY key/],
    ['another derivation', text.replace('Argon2id', 'Argon9'), /a broken PuTTY key/],
    ['passes that are no number', text.replace(/Passes: .*/, 'Passes: x'), /a broken PuTTY key/],
    ['all the memory there is', text.replace('Memory: 8192', 'Memory: 99999999'), /more memory or time/],
    ['nothing but its first line', text.split('\n')[0]!, /a broken PuTTY key/],
  ])('is named: %s', (_, broken, words) => {
    expect(() => readPuttyKey(broken)).toThrow(words);
  });
});
