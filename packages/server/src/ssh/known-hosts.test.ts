import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fitsPattern, knownHostName } from '../host-keys/known-hosts-line.ts';
import { fingerprint } from '../host-keys/public-key.ts';
import { parseKnownHosts, readKnownHosts } from './known-hosts.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-known-hosts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Public key blobs in base64, as ssh-keygen would write them. */
function ed25519Key(): string {
  const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  return Buffer.concat([field(Buffer.from('ssh-ed25519')), field(Buffer.from(x!, 'base64url'))]).toString(
    'base64',
  );
}
const KEYS = Array.from({ length: 6 }, ed25519Key);
const [A, B, C] = KEYS as [string, string, string];

function hashed(name: string): string {
  const salt = randomBytes(20);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

function find(text: string, host: string, port = 22) {
  const { trusted, revoked, unsupported } = parseKnownHosts([{ name: 'known_hosts', text }]).find(host, port);
  return { trusted: trusted.map(({ key }) => key), revoked: revoked.map(({ key }) => key), unsupported };
}

describe('which lines of known_hosts speak about a host', () => {
  const yes = { trusted: [A], revoked: [], unsupported: [] };
  const no = { trusted: [], revoked: [], unsupported: [] };
  test.each([
    ['a name', 'web1', 22, `web1 ssh-ed25519 ${A}`, yes],
    ['a name in other letters', 'WEB1', 22, `Web1 ssh-ed25519 ${A}`, yes],
    ['one name of a list', '10.0.0.7', 22, `web1,10.0.0.7 ssh-ed25519 ${A} a comment`, yes],
    ['tabs and blanks before and between', 'web1', 22, ` \tweb1\t ssh-ed25519  ${A}`, yes],
    ['another name', 'web2', 22, `web1 ssh-ed25519 ${A}`, no],
    ['a port', 'web1', 2222, `[web1]:2222 ssh-ed25519 ${A}`, yes],
    ['port 22 in brackets, which OpenSSH does not write', 'web1', 22, `[web1]:22 ssh-ed25519 ${A}`, no],
    ['another port', 'web1', 2223, `[web1]:2222 ssh-ed25519 ${A}`, no],
    ['a pattern', 'web1.example.com', 22, `*.example.com ssh-ed25519 ${A}`, yes],
    ['a pattern of one character', 'web1', 22, `web? ssh-ed25519 ${A}`, yes],
    ['a pattern with a port', 'web1.example.com', 2222, `[*.example.com]:2222 ssh-ed25519 ${A}`, yes],
    ['a negated name', 'web1.example.com', 22, `*.example.com,!web1.example.com ssh-ed25519 ${A}`, no],
    [
      'another than the negated one',
      'web2.example.com',
      22,
      `!web1.example.com,*.example.com ssh-ed25519 ${A}`,
      yes,
    ],
    ['only a negation', 'web2', 22, `!web1 ssh-ed25519 ${A}`, no],
    ['a hashed name', 'web1', 22, `${hashed('web1')} ssh-ed25519 ${A}`, yes],
    ['a hashed name with a port', 'web1', 2222, `${hashed('[web1]:2222')} ssh-ed25519 ${A}`, yes],
    ['another hashed name', 'web2', 22, `${hashed('web1')} ssh-ed25519 ${A}`, no],
    ['an IPv6 address', 'fe80::1', 22, `fe80::1 ssh-ed25519 ${A}`, yes],
    ['a comment', 'web1', 22, `# web1 ssh-ed25519 ${A}`, no],
    ['a key type that is not the key’s own', 'web1', 22, `web1 ssh-rsa ${A}`, no],
    ['a broken key', 'web1', 22, 'web1 ssh-ed25519 AAAA', no],
    ['an unknown marker', 'web1', 22, `@trusted web1 ssh-ed25519 ${A}`, no],
    ['a line with CR LF', 'web1', 22, `web1 ssh-ed25519 ${A}\r\n`, yes],
    [
      'a revoked key behind the mark of an editor',
      'web1',
      22,
      `\uFEFF@revoked * ssh-ed25519 ${A}\r\n`,
      { trusted: [], revoked: [A], unsupported: [] },
    ],
    [
      'a revoked key',
      'web1',
      22,
      `@revoked * ssh-ed25519 ${A}`,
      { trusted: [], revoked: [A], unsupported: [] },
    ],
    [
      'a certificate authority',
      'web1.example.com',
      22,
      `# first\n@cert-authority *.example.com ssh-ed25519 ${A}`,
      {
        trusted: [],
        revoked: [],
        unsupported: ['known_hosts:2 trusts a host certificate authority, which is not supported'],
      },
    ],
  ])('%s', (_sentence, host, port, text, expected) => {
    expect(find(text, host, port)).toEqual(expected);
  });

  test('several keys of one host, over several lines and files', () => {
    const known = parseKnownHosts([
      { name: 'one', text: `web1 ssh-ed25519 ${A}\nweb1 ssh-ed25519 ${B}\n` },
      { name: 'two', text: `${hashed('web1')} ssh-ed25519 ${C}\n` },
    ]);
    expect(known.find('web1', 22).trusted.map(({ key }) => key)).toEqual([A, B, C]);
  });
});

test('a pattern fits exactly what the same regular expression fits', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 12 });
  fc.assert(
    fc.property(text, pattern, (name, glob) => {
      const source = glob.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
      expect(fitsPattern(name, glob)).toBe(new RegExp(`^${source}$`).test(name));
    }),
    { numRuns: 2_000 },
  );
});

test('a pattern of many stars is answered at once', () => {
  const startedAt = process.cpuUsage();
  expect(fitsPattern('a'.repeat(250), `${'*a'.repeat(120)}b`)).toBe(false);
  // In CPU time; a pattern that backtracks would take years.
  expect(process.cpuUsage(startedAt).user / 1000).toBeLessThan(500);
});

test('no text makes the parser or a lookup throw', () => {
  const token = fc.oneof(
    fc.constantFrom(
      '@revoked',
      '@cert-authority',
      '|1|',
      '|1|AAAA|BBBB',
      'ssh-ed25519',
      A,
      '*',
      '!',
      ',',
      '#',
      '[',
      ']:22',
    ),
    fc.string({ maxLength: 8 }),
  );
  const line = fc.array(token, { maxLength: 6 }).map((tokens) => tokens.join(' '));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.string({ maxLength: 20 }), (lines, host) => {
      const { trusted } = parseKnownHosts([{ name: 'f', text: lines.join('\n') }]).find(host, 22);
      for (const { key } of trusted)
        expect(fingerprint(Buffer.from(key, 'base64'))).toMatch(/^SHA256:[^=]{43}$/);
    }),
    { numRuns: 1_000 },
  );
});

/** Line numbers that `ssh-keygen -F` finds for a name. */
function foundBySshKeygen(path: string, name: string): number[] {
  try {
    const output = execFileSync('ssh-keygen', ['-F', name, '-f', path], { encoding: 'utf8', stdio: 'pipe' });
    return [...output.matchAll(/^# Host .* found: line (\d+)/gm)].map(([, line]) => Number(line));
  } catch {
    // It exits with 1 when it finds nothing.
    return [];
  }
}

describe('the same answer as OpenSSH', () => {
  const label = fc.constantFrom('web1', 'web2', 'db', 'a', '10.0.0.1', 'web1.example.com');
  const plain = fc
    .tuple(label, fc.constantFrom(22, 22, 2222))
    .map(([host, port]) => knownHostName(host, port));
  const pattern = fc.constantFrom(
    '*',
    'web?',
    '*.example.com',
    '!web1',
    '!db',
    '[*]:2222',
    'w*1',
    '10.0.0.*',
    '!*.com',
  );
  const hosts = fc.oneof(
    fc.array(fc.oneof(plain, pattern), { minLength: 1, maxLength: 3 }).map((names) => names.join(',')),
    plain.map(hashed),
  );
  const marker = fc.constantFrom('', '', '', '@revoked ', '@cert-authority ');
  const file = fc.array(fc.tuple(marker, hosts), { minLength: 1, maxLength: KEYS.length });

  test('for random files', () => {
    const path = join(folder, 'random');
    fc.assert(
      fc.property(file, label, fc.constantFrom(22, 2222), (lines, host, port) => {
        const text = lines.map(([mark, names], at) => `${mark}${names} ssh-ed25519 ${KEYS[at]}\n`).join('');
        writeFileSync(path, text);
        const { trusted, revoked, unsupported } = parseKnownHosts([{ name: 'f', text }]).find(host, port);
        const ours = [...trusted, ...revoked].map(({ key }) => KEYS.indexOf(key) + 1);
        ours.push(...unsupported.map((words) => Number(/^f:(\d+)/.exec(words)![1])));
        expect(ours.sort((a, b) => a - b)).toEqual(foundBySshKeygen(path, knownHostName(host, port)));
      }),
      { numRuns: 150 },
    );
  });

  test('for a file that ssh-keygen -H has hashed', async () => {
    const path = join(folder, 'hashed');
    writeFileSync(path, `web1,10.0.0.1 ssh-ed25519 ${A}\n[db]:2222 ssh-ed25519 ${B}\n`);
    execFileSync('ssh-keygen', ['-H', '-f', path], { stdio: 'pipe' });
    expect(readFileSync(path, 'utf8')).not.toContain('web1');
    const known = await readKnownHosts([path, join(folder, 'absent')]);
    const keys = (host: string, port: number) => known.find(host, port).trusted.map(({ key }) => key);
    expect(keys('web1', 22)).toEqual([A]);
    expect(keys('10.0.0.1', 22)).toEqual([A]);
    expect(keys('db', 2222)).toEqual([B]);
    expect(keys('db', 22)).toEqual([]);
  });

  test('for a fingerprint', () => {
    const path = join(folder, 'key.pub');
    writeFileSync(path, `ssh-ed25519 ${A} comment\n`);
    const [, printed] = execFileSync('ssh-keygen', ['-l', '-f', path], { encoding: 'utf8' }).split(' ');
    expect(fingerprint(Buffer.from(A, 'base64'))).toBe(printed);
  });
});

test('a file that cannot be read is an error, not an empty one', async () => {
  await expect(readKnownHosts([folder])).rejects.toThrow('EISDIR');
});
