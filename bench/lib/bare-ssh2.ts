// The yardstick: the shortest program on ssh2 that does the same work, and nothing else.
//   node bare-ssh2.ts <hosts file> <port> <user> <key file> <fan-out> <command>
import { connect, hosts, limit, run } from './bare-client.ts';

async function answer(host: string): Promise<{ code: number | null; bytes: number }> {
  const client = await connect(host);
  const answered = await run(client);
  client.end();
  return answered;
}

const answers = await Promise.all(hosts.map((host) => limit(() => answer(host))));
const failed = answers.filter(({ code }) => code !== 0).length;
process.stdout.write(
  `${answers.length} hosts, ${failed} failed, ${answers.reduce((sum, { bytes }) => sum + bytes, 0)} bytes\n`,
);
