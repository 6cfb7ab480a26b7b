// What the yardsticks on ssh2 share: the shortest way to connect and to run a command. It checks no host key, stores nothing, and has
// no limits.
import { readFileSync } from 'node:fs';
import pLimit from 'p-limit';
import ssh2, { type Client, type ParsedKey, type PublicKeyAuthMethod } from 'ssh2';

/** The arguments of a yardstick: `<hosts file> <port> <user> <key file> <fan-out> <command>`. */
const [hostsFile, port, username, keyFile, fanout, command] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const login: PublicKeyAuthMethod = { type: 'publickey', username, key: readKey(keyFile) };

/** The hosts to run the command on, and how many of them at once. */
export const hosts = readFileSync(hostsFile, 'utf8').split('\n').filter(Boolean);
export const limit = pLimit(Number(fanout));

function readKey(file: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(readFileSync(file));
  if (parsed instanceof Error) throw parsed;
  return parsed;
}

/** Rejects when there is no connection, and stays silent about errors after it. */
export function connect(host: string): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client
      .on('error', reject)
      .on('ready', () => resolve(client))
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

/** Runs the command. */
export function run(client: Client): Promise<{ code: number | null; bytes: number }> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      let bytes = 0;
      channel.on('data', (chunk: Buffer) => (bytes += chunk.length));
      channel.stderr.on('data', (chunk: Buffer) => (bytes += chunk.length));
      channel.on('close', (code: number | null) => resolve({ code, bytes }));
    });
  });
}
