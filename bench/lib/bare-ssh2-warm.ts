// The yardstick of warm-hosts: as bare-ssh2.ts, but every connection stays open for the next run. It starts a run at every message
// from its parent, and answers with how long that took in ms.
//   fork('bare-ssh2-warm.ts', [<hosts file>, <port>, <user>, <key file>, <fan-out>, <command>])
import type { Client } from 'ssh2';
import { connect, hosts, limit, run } from './bare-client.ts';

const open = new Map<string, Client>();

async function answer(host: string): Promise<void> {
  const client = open.get(host) ?? (await connect(host));
  open.set(host, client);
  const { code, bytes } = await run(client);
  if (code !== 0 || bytes === 0) throw new Error(`exit status ${code}, ${bytes} bytes`);
}

async function runAll(): Promise<void> {
  const since = performance.now();
  await Promise.all(hosts.map((host) => limit(() => answer(host))));
  process.send!(performance.now() - since);
}

process.on('message', () => void runAll());
process.on('disconnect', () => process.exit());
