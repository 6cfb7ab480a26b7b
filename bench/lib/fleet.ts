import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../..');

export interface FleetProcess {
  port: number;
  /** A known_hosts line for every address of the fleet. */
  knownHosts: string;
  stop(): Promise<void>;
}

/** Starts the listener fleet in a process of its own, so that its work is not counted with ours. */
export async function startFleetProcess(): Promise<FleetProcess> {
  const child = spawn(process.execPath, [join(root, 'packages/demo-fleet/dist/main.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { port, hostKey } = JSON.parse(line) as {
    port: number;
    hostKey: { type?: string; keyType?: string; key: string };
  };
  return {
    port,
    knownHosts: `[127.*]:${port} ${hostKey.type ?? hostKey.keyType} ${hostKey.key}\n`,
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.stdin?.write('quit\n');
  await gone;
}

/** `count` addresses `127.<scenario>.x.y`, in order, and the host range that names them. */
export function addresses(scenario: number, count: number): { hosts: string[]; range: string } {
  const hosts = Array.from(
    { length: count },
    (_, index) => `127.${scenario}.${Math.floor(index / 250)}.${(index % 250) + 1}`,
  );
  const full = Math.floor(count / 250);
  const parts = full > 0 ? [`127.${scenario}.${full === 1 ? '0' : `0-${full - 1}`}.1-250`] : [];
  if (count % 250 > 0) parts.push(`127.${scenario}.${full}.1-${count % 250}`);
  return { hosts, range: parts.join(' ') };
}

/** A fresh key pair in PEM that any host of the fleet accepts. */
export function writeKey(file: string): void {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(file, privateKey, { mode: 0o600 });
}
