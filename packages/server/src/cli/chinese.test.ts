import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { cellWidth } from '@rollcall/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { english } from './english.suite.ts';
import { runProgram } from './program.ts';
import { createSink } from './terminal/sink.ts';

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'rc-zh-'));
  const at = (name: string): string => join(home, name);
  for (const name of ['.ssh', 'data', 'bad', 'full', 'open']) mkdirSync(at(name), { mode: 0o700 });
  chmodSync(at('open'), 0o755);
  writeFileSync(at('full/file'), '');
  writeFileSync(at('bad/inventory.yaml'), 'groups:\n  web: @x\n');
  writeFileSync(at('data/inventory.yaml'), 'groups:\n  web: web[1-2]\nhosts:\n  k1: { identity: gone }\n');
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = { type: 'pkcs8', format: 'pem' } as const;
  writeFileSync(at('key'), privateKey.export(pem), { mode: 0o600 });
  writeFileSync(at('locked'), privateKey.export({ ...pem, cipher: 'aes-256-cbc', passphrase: 'x' }));
  writeFileSync(at('public'), publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(at('ssh_config'), 'Host *\n  ProxyCommand nc %h\n');
  writeFileSync(at('odd_config'), 'Host *\n  CanonicalizeHostname yes\n');
  writeFileSync(at('open_config'), 'Host *\n');
  chmodSync(at('open_config'), 0o666);
  writeFileSync(at('binary'), Buffer.from([0xff, 0xfe, 0]));
  writeFileSync(at('large'), 'x'.repeat(65 * 1024));
  writeFileSync(at('empty'), '');
  writeFileSync(at('list'), 'nonsense\n@cert-authority * ssh-ed25519 AAAA\n|1|a|b ssh-ed25519 AAAA\n');
});
afterAll(() => rmSync(home, { recursive: true }));

/** What the program prints in a Chinese session without a terminal; `~` is the home of the test. */
async function program(line: string): Promise<{ status: number; said: string }> {
  let said = '';
  const into = () =>
    createSink(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          said += chunk.toString();
          done();
        },
      }),
      false,
    );
  const words = line
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replaceAll('_', ' ').replace('~', home));
  const env = { HOME: home, LANG: 'zh_CN.UTF-8', PATH: process.env.PATH };
  const status = await runProgram(words, { out: into(), err: into(), env });
  return { status, said };
}

const COMMANDS = ['', 'serve', 'run', 'expand', 'groups', 'host-keys', 'link'];
const BELOW = [
  'waiting',
  'changed',
  'trusted',
  'revoked',
  'approve',
  'replace',
  'block',
  'revoke',
  'forget',
  'import',
  'export',
];

test.each([...COMMANDS, ...BELOW.map((name) => `host-keys ${name}`)])(
  'the help of rollcall %s',
  async (command) => {
    const { status, said } = await program(`${command} --help`);
    expect(status).toBe(0);
    expect(said).toMatch(/^用法：/);
    expect(english(said)).toEqual([]);
    for (const line of said.split('\n')) expect(cellWidth(line), line).toBeLessThanOrEqual(80);
  },
);

const KEY = '-i ~/key --data ~/data --known-hosts ~/empty';

test.each([
  // Wrong use, in the words of the parser of the command line.
  'nonsense',
  'rum',
  '--what',
  'run',
  'run --fanot 5 h x',
  'run -f',
  'run -f 0 h x',
  'run -t never h x',
  'run -u 1000h h x',
  'run --max-output 9T h x',
  'run -i  h x --identity=',
  'run --host-keys any h x',
  'run --known-hosts ~/none h x',
  'run -e novalue h x',
  'run --sudo-user -x h x',
  'expand --count --fold h',
  'expand',
  'link a b c',
  'serve --port x',
  'serve --origin rollcall',
  'serve --keep-connections 9ms',
  'host-keys frob x',
  // What no single option can know.
  'run --password x h id',
  'run --group --json h id',
  'run --interpreter sh h id',
  'run --script - --input - h',
  'run --force h id',
  'run h',
  'run h --script ~/empty id',
  'run 10.0.0.1 10.0.0.2 uptime',
  'run h -z uptime',
  // Targets.
  'expand 10.0.0.300',
  'expand 10.0.0.1-0,a[,b[3-1],@x,!c,1,2,3',
  'expand 10.0.0.1,!10.0.0.1',
  'expand 10.0.0.1,10.0.0.1',
  'expand @nope --data ~/data',
  'expand @web --data ~/bad',
  'expand web1 --data ~/bad',
  'groups --data ~/bad',
  'groups --data ~/full',
  'groups a,b --data ~/data',
  'groups --groups-dir ~/binary',
  `run 0.0.0.0/0 id ${KEY}`,
  `run 169.254.169.254 id`,
  `run h id -l -x`,
  `run h id -J a[1-2]`,
  `run h id -J a_b`,
  'run h {var.X}',
  'run h {nope}',
  // Files and folders.
  'run h --script ~/none',
  'run h --script ~/binary',
  'run h --script ~/large',
  'run h --script ~/empty',
  'run h id --ssh-config ~/ssh_config',
  'run h id --ssh-config ~/open_config',
  'run h id --data ~/none/none',
  'run h id --data ~/key',
  `run h id --ssh-config ~/odd_config --data ~/open -i ~/none`,
  'link --data ~/full',
  // The login.
  'run h id --data ~/data',
  'run h id --data ~/data -i ~/none',
  'run h id --data ~/data -i ~/public',
  'run h id --data ~/data -i ~/locked',
  'run h id --data ~/data -i ~/binary',
  'run h id --data ~/data --agent',
  'run h id --data ~/data --password-file ~/none',
  'run h id --data ~/data --password-file ~/empty',
  'run k1 id --data ~/data -i ~/key',
  `run h id ${KEY} --sudo --sudo-password-file ~/empty`,
  `run h id ${KEY} -o ~/full`,
  // The ledger.
  'host-keys --data ~/data',
  'host-keys changed --data ~/data',
  'host-keys trusted --data ~/data',
  'host-keys approve --data ~/data',
  'host-keys approve --all --data ~/data',
  'host-keys approve h --data ~/data',
  'host-keys revoke h --data ~/data',
  'host-keys replace h --data ~/data',
  'host-keys import ~/none --data ~/data',
  'host-keys import ~/list --data ~/data',
  'host-keys export ~/empty --data ~/data',
  'link --data ~/data',
])('rollcall %s', async (line) => {
  const { said } = await program(line);
  expect(said).toMatch(/\p{Script=Han}/u);
  expect(english(said), said).toEqual([]);
});

test.each([
  ['a mistake that is English', ['there is no such file']],
  ['没有文件：permission denied', ['permission denied']],
  ['参见：rollcall run --help', []],
  ['请先创建上级目录：mkdir -p /tmp/x', []],
])('the test finds English in %j', (text, found) => {
  expect(english(text).length > 0).toBe(found.length > 0);
});
