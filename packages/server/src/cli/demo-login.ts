import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostKeyLedger } from '../run/ports.ts';
import { errorCode } from './cli-error.ts';
import type { DemoFleet } from '@rollcall/demo-fleet';

/** The user that demo hosts know. */
export const DEMO_USER = 'demo';
/** What the demo's key is called where keys are offered by name. */
export const DEMO_IDENTITY = 'demo';

/** Where the demo keeps its secrets, inside the data folder. Made when missing. */
export function demoFolder(dataFolder: string): string {
  const folder = join(dataFolder, 'demo');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** The path of the private key that is offered for the demo hosts; made on first use, mode 0600. */
export function demoKey(folder: string): string {
  const path = join(folder, DEMO_IDENTITY);
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  return path;
}

/** Lets the keys of the demo hosts be known, as if they had been approved; one of them has changed since. */
export async function trustDemoKeys(ledger: HostKeyLedger, fleet: DemoFleet, atMs: number): Promise<void> {
  for (const { host, keyType, key } of fleet.hostKeys)
    await ledger.record({ host, port: 22, type: keyType, key, atMs, by: 'demo fleet' });
}
