/** A real OpenSSH server for tests, end-to-end tests and benchmarks. Not part of the product. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, hasSaid, stopServer } from './server-process.ts';
import { testAccount, type TestAccount } from './test-account.ts';

const run = promisify(execFile);

const SSHD = '/usr/sbin/sshd';

export interface Sshd extends TestAccount {
  /** On all of `addresses`. */
  port: number;
  /** An Ed25519 key that may log in, without passphrase. */
  privateKeyPath: string;
  hostKeys: { type: string; /** Base64 of the public key, as in known_hosts. */ key: string }[];
  /** Process id of the listener; the sessions are its children. */
  pid: number;
  /** Folder for further files of the test; removed by `stop`. */
  folder: string;
  /** Lets one more public key log in (a line as in `authorized_keys`). */
  authorize(publicKey: string): Promise<void>;
  /** Ends the listener and all sessions, and removes its files. */
  stop(): Promise<void>;
}

export interface SshdOptions {
  /** Further lines of sshd_config, which replace ours of the same keyword. */
  extraConfig?: readonly string[];
  /** Default 127.0.0.1 alone. */
  addresses?: readonly string[];
  /** Default: one each of ed25519, ecdsa and rsa. */
  hostKeyTypes?: readonly HostKeyType[];
  /** Told what it logs, as it comes. */
  onLog?: (text: string) => void;
}

export type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa';

/** Throws one line that says what to install when there is no sshd. */
function needSshd(): void {
  if (!existsSync(SSHD)) throw new Error('no sshd here: apt-get install -y openssh-server openssh-client');
}

/** Starts sshd on a free port; resolves when it listens on every address. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  needSshd();
  const addresses = options.addresses ?? ['127.0.0.1'];
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-sshd-'));
  await chmod(folder, 0o755);
  const account = await testAccount();
  const hostKeys = await makeHostKeys(folder, options.hostKeyTypes ?? ['ed25519', 'ecdsa', 'rsa']);
  const privateKeyPath = await makeKey(join(folder, 'login-key'), 'ed25519');
  const authorizedKeys = join(folder, 'authorized_keys');
  await writeFile(authorizedKeys, await readFile(`${privateKeyPath}.pub`), { mode: 0o644 });
  const port = await freePort(addresses[0]!);
  const config = join(folder, 'sshd_config');
  const lines = [...(options.extraConfig ?? []), ...(await penaltiesOff(hostKeys[0]!.path))];
  await writeFile(config, configText(folder, port, addresses, hostKeys, lines));
  const child = spawn(SSHD, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  if (options.onLog !== undefined) child.stderr.setEncoding('utf8').on('data', options.onLog);
  await hasSaid(child, 'Server listening', addresses.length);
  return {
    port,
    ...account,
    privateKeyPath,
    hostKeys: hostKeys.map(({ type, key }) => ({ type, key })),
    pid: child.pid!,
    folder,
    authorize: (publicKey) => appendFile(authorizedKeys, `${publicKey.trim()}\n`),
    stop: () => stopServer(child, folder),
  };
}

function configText(
  folder: string,
  port: number,
  addresses: readonly string[],
  hostKeys: readonly { path: string }[],
  extra: readonly string[],
): string {
  const keywords = new Set(extra.map((line) => line.split(' ')[0]));
  const defaults = [
    ...addresses.map(
      (address) => `ListenAddress ${address.includes(':') ? `[${address}]` : address}:${port}`,
    ),
    ...hostKeys.map(({ path }) => `HostKey ${path}`),
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'StrictModes no',
    'UsePAM no',
    'UseDNS no',
    'PidFile none',
    'PrintMotd no',
    'PrintLastLog no',
    'PasswordAuthentication yes',
    'KbdInteractiveAuthentication no',
    'MaxStartups 10000',
    'LogLevel INFO',
  ];
  // For most keywords the first line wins, but not for all.
  return [...extra, ...defaults.filter((line) => !keywords.has(line.split(' ')[0])), ''].join('\n');
}

/** All clients of a test share one address, which OpenSSH from 9.8 on would punish; older ones do not know the option. */
async function penaltiesOff(hostKey: string): Promise<string[]> {
  const check = ['-t', '-f', '/dev/null', '-h', hostKey, '-o', 'PerSourcePenalties=no'];
  return run(SSHD, check).then(
    () => ['PerSourcePenalties no'],
    () => [],
  );
}

/** Makes a key pair `path` and `path.pub`. @param extra more arguments of ssh-keygen, e.g. `-N passphrase -a 1` */
export async function makeKey(
  path: string,
  type: HostKeyType,
  extra: readonly string[] = [],
): Promise<string> {
  const passphrase = extra.includes('-N') ? [] : ['-N', ''];
  await run('ssh-keygen', ['-q', '-t', type, '-f', path, '-C', `test ${type}`, ...passphrase, ...extra]);
  return path;
}

async function makeHostKeys(folder: string, types: readonly HostKeyType[]) {
  return Promise.all(
    types.map(async (kind) => {
      const path = await makeKey(join(folder, `host-${kind}`), kind);
      const [type, key] = (await readFile(`${path}.pub`, 'utf8')).split(' ');
      return { path, type: type!, key: key! };
    }),
  );
}
