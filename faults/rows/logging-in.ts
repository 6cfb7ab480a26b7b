import { addressOf } from '@rollcall/demo-fleet';
import { readFileSync, chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRunOnHost, parseKnownHosts } from '../../packages/server/src/ssh/index.ts';
import { systemClock } from '../../packages/server/src/run/clock.ts';
import { memoryLedger, runHost, SHORT_LIMITS } from '../../packages/server/src/testing/run-host.ts';
import { spoil } from '../../packages/server/src/testing/spoil.ts';
import { startLink } from '../../packages/server/src/testing/tcp-link.ts';
import { exited, type Expected, failed } from '../lib/compare.ts';
import { named } from '../lib/named.ts';
import type { Row } from '../lib/row.ts';
import { about, timesOf, within } from '../lib/times.ts';

/** F-07 to F-13: the handshake and the login. */
export const LOGGING_IN: readonly Row[] = [
  {
    id: 'F-07',
    sentence: 'Falls silent after its name, its offer, its key, its NEWKEYS',
    pass: 'kex/timeout in 10 s ± 1 s; after NEWKEYS auth/timeout in 15 s ± 1 s',
    async run(rig) {
      const kex = failed('kex/timeout', { tookMs: about(10_000) });
      const auth = failed('auth/timeout', { tookMs: about(15_000) });
      const hosts = [kex, kex, kex, auth].flatMap((expected, x) =>
        rig.hosts('silent-in-handshake', x, expected),
      );
      return timesOf(await rig.run(hosts, { atOnce: 40 }));
    },
  },
  {
    id: 'F-08',
    sentence: 'Signs wrongly',
    pass: 'kex/protocol, 1 s at most, no credential sent',
    async run(rig) {
      const hosts = rig.hosts('bad-signature', 0, failed('kex/protocol', { tookMs: within(1_000) }));
      const stories = await rig.run(hosts);
      for (const { host } of hosts) {
        const sent = (await rig.ledger(host))?.authPackets;
        rig.check(sent === 0, `${host} got ${sent} authentication packets`);
      }
      return timesOf(stories);
    },
  },
  {
    id: 'F-08-spoilt',
    sentence: 'Handshakes and sessions with bytes flipped, lost, repeated or put in at a random place',
    pass: 'one outcome each, no crash (10,000 with --repeat 20)',
    async run(rig) {
      const runner = createRunOnHost({
        ledger: memoryLedger(),
        knownHosts: parseKnownHosts([]),
        clock: systemClock,
        busyPausesMs: [],
      });
      const count = 500 * rig.repeat;
      const first = rig.random.between(1, 1e9);
      let next = 0;
      const worker = async (): Promise<void> => {
        for (let at = next++; at < count; at = next++) {
          const link = await startLink(addressOf('name', 1, at % 250), rig.fleet.port, spoil(first + at));
          const story = await runHost(runner, { host: '127.0.0.1', port: link.port, limits: SHORT_LIMITS });
          link.close();
          const ends = story.types.filter((type) => /failed|unknown|exited/.test(type));
          rig.check(ends.length === 1, `spoilt ${first + at}: ${story.types.join(' ')}`);
        }
      };
      await Promise.all(Array.from({ length: 100 }, worker));
      runner.close();
      return `${count} connections, first ${first}`;
    },
  },
  {
    id: 'F-09',
    sentence: '50 hosts that are one sshd with a place for one login at a time',
    pass: '50 of 50 done in 60 s, each executed once',
    async run(rig) {
      const { sshd, login } = await rig.sshd({
        extraConfig: ['MaxStartups 1:100:1'],
        addresses: ['0.0.0.0'],
      });
      const marks = join(sshd.folder, 'marks');
      writeFileSync(marks, '');
      chmodSync(marks, 0o666);
      const expected = exited(0, { tookMs: within(60_000) });
      const hosts = Array.from({ length: 50 }, (_, at) => ({
        host: `127.0.0.${at + 1}`,
        port: sshd.port,
        expected,
      }));
      const plan = { login, atOnce: 50, spec: { command: `echo x >> ${marks}` } };
      const stories = await rig.repeated(() => rig.run(hosts, plan));
      const executions = readFileSync(marks, 'utf8').length / 2;
      rig.check(executions === stories.length, `${executions} executions`);
      return `${timesOf(stories)}, ${executions} executions`;
    },
  },
  {
    id: 'F-10',
    sentence: 'Refuses the login; turns everybody away for a while after failed logins',
    pass: 'auth/rejected after 1 attempt, banner/penalised after 1 connection',
    async run(rig) {
      const refused = rig.hosts('login-refused', 0, failed('auth/rejected'));
      const penalised = rig.hosts('penalised', 0, failed('banner/penalised'));
      const stories = await rig.run([...refused, ...penalised]);
      for (const { host } of [...refused, ...penalised]) {
        const seen = await rig.ledger(host);
        const is = `${host}: ${seen?.connections} connections, ${seen?.authPackets} attempts`;
        rig.check(seen?.connections === 1 && seen.authPackets <= 1, is);
      }
      return `${timesOf(stories)}, 1 connection each`;
    },
  },
  {
    id: 'F-11',
    sentence: 'Never answers the login',
    pass: 'auth/timeout, 15 s ± 1 s',
    async run(rig) {
      const hosts = rig.hosts('login-silent', 0, failed('auth/timeout', { tookMs: about(15_000) }));
      return timesOf(await rig.run(hosts, { atOnce: 40 }));
    },
  },
  {
    id: 'F-12',
    sentence: 'Asks for a password, for more than that, for a name with control characters, for ever',
    pass: 'the password alone is answered; the rest auth/no-method, 1 s at most',
    async run(rig) {
      const refused = failed('auth/no-method', { tookMs: within(1_000) });
      const hosts = [
        ...rig.hosts('keyboard-interactive', 0, exited(0)),
        ...rig.hosts('keyboard-interactive', 1, refused),
        ...rig.hosts('keyboard-interactive', 2, refused),
        ...rig.hosts('endless-prompts', 0, refused),
        ...rig.hosts('two-step-login', 0, refused),
      ];
      return timesOf(await rig.run(hosts));
    },
  },
  {
    id: 'F-12-sshd',
    sentence: 'A real sshd that wants a password after the key, without and with one',
    pass: 'auth/no-method without, exit status 0 with',
    cannotRun: () => (process.getuid?.() === 0 ? undefined : 'needs root: sshd checks no password otherwise'),
    async run(rig) {
      const { sshd, login } = await rig.sshd({
        extraConfig: ['AuthenticationMethods publickey,password'],
      });
      const hosts = (expected: Expected) =>
        named(rig.repeat, 'both', { address: '127.0.0.1', port: sshd.port, expected });
      const without = await rig.run(hosts(failed('auth/no-method')), { login });
      const further = { password: sshd.password! };
      const given = await rig.run(hosts(exited(0)), { login: { ...login, further } });
      return timesOf([...without, ...given]);
    },
  },
  {
    id: 'F-13',
    sentence: 'Wants a new password',
    pass: 'auth/password-change, 1 s at most',
    run: async (rig) =>
      timesOf(
        await rig.run(
          rig.hosts('password-expired', 0, failed('auth/password-change', { tookMs: within(1_000) })),
        ),
      ),
  },
];
