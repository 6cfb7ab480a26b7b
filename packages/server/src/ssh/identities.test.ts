import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKey, type HostKeyType } from '../testing/sshd.ts';
import { listIdentities, readIdentity } from './identities.ts';
import { signingKey } from './signing-key.ts';

const PASSPHRASE = 'a passphrase, 口令';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-keys-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Type and fingerprint as OpenSSH prints them. */
function asOpenSsh(path: string): { fingerprint: string } {
  const [, fingerprint] = execFileSync('ssh-keygen', ['-l', '-f', path], { encoding: 'utf8' }).split(' ');
  return { fingerprint: fingerprint! };
}

/** The key signs, and its public half from the file beside it agrees. */
function expectToSign(privateKey: Buffer, path: string): void {
  const key = signingKey(privateKey.toString());
  const beside = ssh2.utils.parseKey(readFileSync(`${path}.pub`));
  if (beside instanceof Error) throw beside;
  const hash = key.type === 'ssh-rsa' ? 'sha256' : undefined;
  expect(key.getPublicSSH()).toEqual(beside.getPublicSSH());
  expect(beside.verify(Buffer.from('data'), key.sign(Buffer.from('data'), hash), hash)).toBe(true);
}

const FORMATS: { format: string; extra: string[] }[] = [
  { format: 'OpenSSH', extra: [] },
  { format: 'PEM', extra: ['-m', 'PEM'] },
  { format: 'PKCS#8', extra: ['-m', 'PKCS8'] },
];
const TYPES: { kind: HostKeyType; type: string; bits: string[] }[] = [
  { kind: 'ed25519', type: 'ssh-ed25519', bits: [] },
  { kind: 'rsa', type: 'ssh-rsa', bits: ['-b', '2048'] },
  { kind: 'ecdsa', type: 'ecdsa-sha2-nistp256', bits: ['-b', '256'] },
  { kind: 'ecdsa', type: 'ecdsa-sha2-nistp384', bits: ['-b', '384'] },
  { kind: 'ecdsa', type: 'ecdsa-sha2-nistp521', bits: ['-b', '521'] },
];
const ROWS = TYPES.flatMap((key) => FORMATS.map((format) => ({ ...key, ...format })));

describe('a key in every format that ssh-keygen writes', () => {
  test.each(ROWS)('$type in $format', async ({ kind, type, format, bits, extra }) => {
    const name = `${type}-${format.replace('#', '')}`;
    const path = await makeKey(join(folder, name), kind, [...bits, ...extra]);
    const [listed] = await listIdentities([path]);
    expect(listed).toEqual({ path, name, type, ...asOpenSsh(path), encrypted: false });
    const { privateKey, label } = await readIdentity({ path });
    expect(label).toBe(`key ${name}`);
    expectToSign(privateKey, path);
  });

  test.each(ROWS)('$type in $format with a passphrase', async ({ kind, type, format, bits, extra }) => {
    const name = `${type}-${format.replace('#', '')}-encrypted`;
    const options = [...bits, ...extra, '-N', PASSPHRASE, '-a', '1'];
    const path = await makeKey(join(folder, name), kind, options);
    const [listed] = await listIdentities([path]);
    expect(listed).toEqual({ path, name, type, ...asOpenSsh(path), encrypted: true });
    await expect(readIdentity({ path })).rejects.toMatchObject({ code: 'passphrase-needed' });
    await expect(readIdentity({ path, passphrase: 'wrong' })).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
    expectToSign((await readIdentity({ path, passphrase: PASSPHRASE })).privateKey, path);
  });
});

test('an encrypted key does not hold up the event loop', async () => {
  const path = await makeKey(join(folder, 'many-rounds'), 'ed25519', ['-N', PASSPHRASE, '-a', '100']);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await readIdentity({ path, passphrase: PASSPHRASE });
  delay.disable();
  // 100 rounds are over a second of CPU; on the event loop they would be one delay of that length.
  expect(delay.max / 1e6).toBeLessThan(500);
});

const PROBLEMS: { sentence: string; text: () => string; words: RegExp }[] = [
  {
    sentence: 'a public key',
    text: () => readFileSync(join(folder, 'ssh-ed25519-OpenSSH.pub'), 'utf8'),
    words: /this is a public key/,
  },
  { sentence: 'no key at all', text: () => 'hello\n', words: /not a private key in/ },
  { sentence: 'an empty file', text: () => '', words: /not a private key in/ },
  {
    sentence: 'a cut OpenSSH key',
    text: () => readFileSync(join(folder, 'ssh-ed25519-OpenSSH'), 'utf8').slice(0, 90),
    words: /broken OpenSSH private key/,
  },
  {
    sentence: 'a broken PEM',
    text: () => '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
    words: /broken private key/,
  },
  {
    sentence: 'a cut PuTTY key',
    text: () => 'PuTTY-User-Key-File-3: ssh-ed25519\n',
    words: /broken PuTTY key/,
  },
  {
    sentence: 'a curve that SSH does not have',
    text: () =>
      String(
        generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey.export({
          type: 'sec1',
          format: 'pem',
        }),
      ),
    words: /no keys on the curve secp256k1/,
  },
  {
    sentence: 'a DSA key',
    text: () =>
      String(
        generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey.export({
          type: 'pkcs8',
          format: 'pem',
        }),
      ),
    words: /dsa keys are not supported/,
  },
  { sentence: 'a huge file', text: () => 'x'.repeat(100_000), words: /too large for a key/ },
];

describe('a file that is no usable private key', () => {
  test.each(PROBLEMS)('$sentence', async ({ sentence, text, words }) => {
    const path = join(folder, sentence.replaceAll(' ', '-'));
    writeFileSync(path, text());
    await expect(readIdentity({ path })).rejects.toMatchObject({
      name: 'KeyProblem',
      code: 'unreadable-key',
      message: expect.stringMatching(words),
    });
    expect(await listIdentities([path])).toEqual([]);
  });

  test('an OpenSSH key whose last lines are missing', async () => {
    const whole = readFileSync(join(folder, 'ssh-ed25519-OpenSSH'), 'utf8');
    const path = join(folder, 'first-lines');
    writeFileSync(path, whole.split('\n').slice(0, 4).join('\n'));
    await expect(readIdentity({ path })).rejects.toThrow(/a broken OpenSSH private key/);
  });

  test('one that is not there, and a folder', async () => {
    await expect(readIdentity({ path: join(folder, 'absent') })).rejects.toThrow(/is not there/);
    await expect(readIdentity({ path: folder })).rejects.toThrow(/is not a file|is a folder/);
  });

  test('a pipe to which nobody writes', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    await expect(readIdentity({ path })).rejects.toThrow(/is not a file/);
    expect(await listIdentities([path])).toEqual([]);
  });

  test('a key whose passphrase would take minutes', async () => {
    const path = await makeKey(join(folder, 'slow'), 'ed25519', ['-N', PASSPHRASE, '-a', '1']);
    const text = readFileSync(path, 'utf8').replaceAll(/-----.*-----|\s/g, '');
    const data = Buffer.from(text, 'base64');
    // The rounds stand after the 16 bytes of salt, in the options of bcrypt.
    data.writeUInt32BE(1_000_000, data.indexOf('bcrypt') + 6 + 4 + 4 + 16);
    const body = data
      .toString('base64')
      .match(/.{1,70}/g)!
      .join('\n');
    writeFileSync(path, `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`);
    await expect(readIdentity({ path, passphrase: PASSPHRASE })).rejects.toThrow(/1000000 rounds/);
  });
});

test('a folder stands for the keys in it, and equal names are told apart by their paths', async () => {
  const [one, two] = ['one', 'two'].map((name) => join(folder, name)) as [string, string];
  for (const path of [one, two]) mkdirSync(path);
  await makeKey(join(one, 'id_ed25519'), 'ed25519');
  await makeKey(join(two, 'id_ed25519'), 'ed25519');
  await makeKey(join(two, 'id_other'), 'ecdsa');
  writeFileSync(join(two, 'known_hosts'), 'host ssh-ed25519 AAAA\n');
  chmodSync(join(two, 'id_other.pub'), 0o600);
  const names = (await listIdentities([one, two, join(folder, 'absent')])).map(({ name }) => name);
  expect(names).toEqual([join(one, 'id_ed25519'), join(two, 'id_ed25519'), 'id_other']);
});
