/** A real Dropbear for tests: the SSH server of small machines. Not part of the product. */
import { execFile, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, hasSaid, stopServer } from './server-process.ts';
import { makeKey, type HostKeyType } from './sshd.ts';
import { testAccount } from './test-account.ts';

const run = promisify(execFile);
const DROPBEAR = '/usr/sbin/dropbear';

/** Dropbear knows no file of keys but that in the home of the account, so only root's tests, which have an account of their own, start it. */
export const canStartDropbear = process.getuid?.() === 0 && existsSync(DROPBEAR);

export interface Dropbear {
  port: number;
  userName: string;
  password: string;
  /** An Ed25519 key that may log in, without passphrase. */
  privateKeyPath: string;
  hostKeys: { type: string; /** Base64 of the public key. */ key: string }[];
  /** Process id of the listener; the sessions are its children. */
  pid: number;
  folder: string;
  stop(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1 with a host key of each type. @param extra further arguments */
export async function startDropbear(extra: readonly string[] = []): Promise<Dropbear> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-dropbear-'));
  await chmod(folder, 0o755);
  const { userName, password } = await testAccount();
  const types: HostKeyType[] = ['ed25519', 'ecdsa', 'rsa'];
  const hostKeys = await Promise.all(types.map((type) => makeHostKey(folder, type)));
  const privateKeyPath = await makeKey(join(folder, 'login-key'), 'ed25519');
  const withdraw = authorize(userName, await readFile(`${privateKeyPath}.pub`, 'utf8'));
  const port = await freePort('127.0.0.1');
  const keyFiles = hostKeys.flatMap(({ path }) => ['-r', path]);
  const args = [
    '-F',
    '-E',
    '-m',
    '-p',
    `127.0.0.1:${port}`,
    '-P',
    join(folder, 'pid'),
    ...keyFiles,
    ...extra,
  ];
  const child = spawn(DROPBEAR, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  await hasSaid(child, 'Not backgrounding', 1);
  return {
    port,
    userName,
    password: password!,
    privateKeyPath,
    hostKeys: hostKeys.map(({ type, key }) => ({ type, key })),
    pid: child.pid!,
    folder,
    async stop() {
      withdraw();
      await stopServer(child, folder);
    },
  };
}

/** Its own format of keys; the public half is printed as OpenSSH writes it. */
async function makeHostKey(folder: string, kind: HostKeyType) {
  const path = join(folder, `host-${kind}`);
  const { stdout } = await run('dropbearkey', ['-t', kind, '-f', path]);
  const [, type, key] = /^(\S+) (AAAA\S+)/m.exec(stdout)!;
  return { path, type: type!, key: key! };
}

/** Lets one more key log in to the test account until the function that it gives is called. */
function authorize(userName: string, publicKey: string): () => void {
  const folder = `/home/${userName}/.ssh`;
  const file = join(folder, 'authorized_keys');
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  appendFileSync(file, publicKey, { mode: 0o644 });
  return () => writeFileSync(file, readFileSync(file, 'utf8').replace(publicKey, ''));
}
