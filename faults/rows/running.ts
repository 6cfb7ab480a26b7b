import { exited, failed, unknown } from '../lib/compare.ts';
import { named } from '../lib/named.ts';
import type { Row } from '../lib/row.ts';
import { about, timesOf, within } from '../lib/times.ts';

/** F-14 to F-20: the command and its channel. */
export const RUNNING: readonly Row[] = [
  {
    id: 'F-14',
    sentence: 'Refuses a channel, forbids it; an sshd without sessions, and 50 hosts that are one sshd',
    pass: 'open/refused in 1 s, 50 of 50 exit with 0',
    async run(rig) {
      const none = await rig.sshd({ extraConfig: ['MaxSessions 0'] });
      const one = await rig.sshd({ addresses: ['0.0.0.0'] });
      const refused = failed('open/refused', { tookMs: within(1_000) });
      const closed = await rig.run(
        [
          ...rig.hosts('channel-refused', 0, refused),
          ...rig.hosts('channel-forbidden', 0, refused),
          ...named(rig.repeat, 'none', { address: '127.0.0.1', port: none.sshd.port, expected: refused }),
        ],
        { login: none.login },
      );
      const many = Array.from({ length: 50 }, (_, at) => ({
        host: `127.0.1.${at + 1}`,
        port: one.sshd.port,
        expected: exited(0),
      }));
      // Fifty logins of sshd in one moment keep both processors busy: nobody is healthy beside them.
      const open = await rig.repeated(() => rig.run(many, { login: one.login, alone: true }));
      return `${timesOf(closed)}; ${timesOf(open)}`;
    },
  },
  {
    id: 'F-15',
    sentence: 'Never answers the request for a channel; never answers the command',
    pass: 'open/timeout, unknown/no-reply, 10 s ± 1 s; it saw the end of the connection',
    async run(rig) {
      const tookMs = about(10_000);
      const hosts = [
        ...rig.hosts('channel-silent', 0, failed('open/timeout', { tookMs })),
        ...rig.hosts('exec-silent', 0, unknown('no-reply', { tookMs })),
      ];
      const stories = await rig.run(hosts, { atOnce: 40 });
      for (const { host } of hosts) {
        const by = (await rig.ledger(host))?.closedBy;
        rig.check(by === 'client-fin' || by === 'client-rst', `${host} was closed by ${by}`);
      }
      return timesOf(stories);
    },
  },
  {
    id: 'F-16',
    sentence: 'Refuses the command; an sshd that runs something else, which fails',
    pass: 'exec/refused in 1 s, exit status 1',
    async run(rig) {
      const { sshd, login } = await rig.sshd({ extraConfig: ['ForceCommand /bin/false'] });
      const hosts = [
        ...rig.hosts('exec-refused', 0, failed('exec/refused', { tookMs: within(1_000) })),
        ...named(rig.repeat, 'false', { address: '127.0.0.1', port: sshd.port, expected: exited(1) }),
      ];
      return timesOf(await rig.run(hosts, { login }));
    },
  },
  {
    id: 'F-17',
    sentence: 'Closes the channel without an exit status',
    pass: '100 of 100 unknown/no-status',
    run: async (rig) => timesOf(await rig.run(rig.hosts('no-exit-status', 0, unknown('no-status'), 100))),
  },
  {
    id: 'F-18',
    sentence: 'Has given its exit status, but something in the background keeps the channel',
    pass: 'that status after 5 s ± 1 s, with a note',
    async run(rig) {
      const { sshd, login } = await rig.sshd();
      const expected = exited(3, { note: 'output-may-continue', tookMs: about(5_000) });
      const hosts = [
        ...rig.hosts('channel-left-open', 3, expected),
        ...named(rig.repeat, 'real', { address: '127.0.0.1', port: sshd.port, expected }),
      ];
      const spec = { command: 'sleep 30 & exit 3' };
      return timesOf(await rig.run(hosts, { login, spec }));
    },
  },
  {
    id: 'F-19',
    sentence: 'Sends status, output, complaint and EOF in each of the 24 orders; two statuses',
    pass: 'the first status, all bytes',
    async run(rig) {
      const orders = Array.from({ length: 24 }, (_, x) =>
        rig.hosts('order', x, exited(7, { bytes: 'all' })),
      ).flat();
      const twice = rig.hosts('two-statuses', 0, exited(3));
      return timesOf(await rig.run([...orders, ...twice], { atOnce: 25 }));
    },
  },
  {
    id: 'F-20',
    sentence: 'The command is ended by a signal, also one of its own making; a real kill -9',
    pass: 'the name of the signal',
    async run(rig) {
      const { sshd, login } = await rig.sshd();
      const byNumber = { 0: 'ABRT', 6: 'KILL', 10: 'TERM', 13: 'ROLLCALL@EXAMPLE.COM' };
      const fake = Object.entries(byNumber).flatMap(([x, signal]) =>
        rig.hosts('exit-signal', Number(x), { type: 'host-exited', status: null, signal }),
      );
      const expected = { type: 'host-exited', status: null, signal: 'KILL' };
      const real = named(rig.repeat, 'real', { address: '127.0.0.1', port: sshd.port, expected });
      return timesOf(await rig.run([...fake, ...real], { login, spec: { command: 'kill -9 $$' } }));
    },
  },
];
