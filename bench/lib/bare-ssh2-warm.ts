// The yardstick of warm-hosts: as bare-ssh2.ts, but every connection stays open for the next run. It starts a run at every message
// from its parent, and answers with how long that took in ms.
//   fork('bare-ssh2-warm.ts', [<hosts file>, <port>, <user>, <key file>, <fan-out>, <command>])
import { readFileSync } from 'node:fs';
import pLimit from 'p-limit';
import ssh2, { type Client, type ParsedKey, type PublicKeyAuthMethod } from 'ssh2';

const [hostsFile, port, username, keyFile, fanout, command] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const hosts = readFileSync(hostsFile, 'utf8').split('\n').filter(Boolean);
const login: PublicKeyAuthMethod = { type: 'publickey', username, key: readKey(keyFile) };
const open = new Map<string, Client>();

function readKey(file: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(readFileSync(file));
  if (parsed instanceof Error) throw parsed;
  return parsed;
}

function connect(host: string): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client
      .on('error', reject)
      .on('ready', () => {
        open.set(host, client);
        resolve(client);
      })
      .connect({
        host,
        port: Number(port),
        username,
        authHandler: [login],
        algorithms: {
          kex: ['curve25519-sha256'],
          cipher: ['aes128-gcm@openssh.com'],
          serverHostKey: ['ssh-ed25519'],
        },
      });
  });
}

function run(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      let bytes = 0;
      channel.on('data', (chunk: Buffer) => (bytes += chunk.length));
      channel.stderr.on('data', (chunk: Buffer) => (bytes += chunk.length));
      channel.on('close', (code: number | null) => {
        if (code === 0 && bytes > 0) resolve();
        else reject(new Error(`exit status ${code}, ${bytes} bytes`));
      });
    });
  });
}

const limit = pLimit(Number(fanout));

async function runAll(): Promise<void> {
  const since = performance.now();
  await Promise.all(hosts.map((host) => limit(async () => run(open.get(host) ?? (await connect(host))))));
  process.send!(performance.now() - since);
}

process.on('message', () => void runAll());
process.on('disconnect', () => process.exit());
