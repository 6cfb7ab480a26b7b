// The yardstick: the shortest program on ssh2 that does the same work, and nothing else. It checks no host key,
// stores nothing, and has no limits.
//   node bare-ssh2.ts <hosts file> <port> <user> <key file> <fan-out> <command>
import { readFileSync } from 'node:fs';
import pLimit from 'p-limit';
import ssh2, { type ParsedKey, type PublicKeyAuthMethod } from 'ssh2';

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

function readKey(file: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(readFileSync(file));
  if (parsed instanceof Error) throw parsed;
  return parsed;
}

function answer(host: string): Promise<{ code: number | null; bytes: number }> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client
      .on('error', reject)
      .on('ready', () => {
        client.exec(command, (error, channel) => {
          if (error) return reject(error);
          let bytes = 0;
          channel.on('data', (chunk: Buffer) => (bytes += chunk.length));
          channel.stderr.on('data', (chunk: Buffer) => (bytes += chunk.length));
          channel.on('close', (code: number | null) => {
            client.end();
            resolve({ code, bytes });
          });
        });
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

const limit = pLimit(Number(fanout));
const answers = await Promise.all(hosts.map((host) => limit(() => answer(host))));
const failed = answers.filter(({ code }) => code !== 0).length;
process.stdout.write(
  `${answers.length} hosts, ${failed} failed, ${answers.reduce((sum, { bytes }) => sum + bytes, 0)} bytes\n`,
);
