import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { addressOf, type ScenarioName } from '@rollcall/demo-fleet';
import ssh2 from 'ssh2';
import { aliveInGroup, STUBBORN_COMMANDS } from '../../packages/server/src/testing/process-group.ts';
import type { RunPlan } from '../lib/carry-out.ts';
import { failed } from '../lib/compare.ts';
import { named } from '../lib/named.ts';
import type { Row } from '../lib/row.ts';
import { timesOf } from '../lib/times.ts';

const STUBBORN = Object.values(STUBBORN_COMMANDS);

/** Questions that are none for a password, or not for a password alone. */
const ODD = [
  'name',
  'PIN',
  'token',
  'code',
  'Password and code',
  'new password',
  'OTP',
  'Passwort?! yes/no',
  'passphrase for key',
  '\u001b[2J',
];

/** Of each kind. */
const CONNECTIONS = 1_000;

/** What is promised of credentials and of stopping, over many connections. */
export const CHECKS: readonly Row[] = [
  {
    id: 'auth-1000',
    sentence:
      'Shows a key that is unknown, changed, revoked, or of another type, or signs wrongly: 1,000 connections each',
    pass: '0 authentication packets before the key is verified',
    async run(rig) {
      const { keyType: type, key } = rig.fleet.hostKey;
      const known = { trusted: [{ type, key }] };
      const kinds: [ScenarioName, string, Partial<RunPlan>][] = [
        ['name', 'verify/unknown-host-key', {}],
        ['fresh-host-key', 'verify/host-key-changed', known],
        ['name', 'verify/host-key-revoked', { ...known, revoked: [{ type, key }] }],
        ['other-host-key', 'verify/host-key-changed', known],
        ['bad-signature', 'kex/protocol', known],
      ];
      const seen = [];
      for (const [at, [name, reason, plan]] of kinds.entries()) {
        const address = addressOf(name, 0, 90 + at);
        const hosts = named(CONNECTIONS, name, { address, expected: failed(reason) });
        await rig.run(hosts, { alone: true, ...plan, spec: { hostKeys: 'strict', fanout: 64 } });
        const { connections = 0, authPackets = -1 } = (await rig.ledger(address)) ?? {};
        const is = `${reason} (${name}): ${authPackets} packets in ${connections} connections`;
        rig.check(connections === CONNECTIONS && authPackets === 0, is);
        seen.push(is);
      }
      return seen.join('; ');
    },
  },
  {
    id: 'prompts-200',
    sentence: '200 odd questions of keyboard-interactive',
    pass: '0 passwords sent to any of them',
    async run(rig) {
      const { privateKey } = generateKeyPairSync('ec', {
        namedCurve: 'P-256',
        privateKeyEncoding: { type: 'sec1', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      });
      let asked = 0;
      const answers: string[] = [];
      const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
        client
          .on('error', () => undefined)
          .on('authentication', (context) => {
            if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
            const prompt = `${rig.random.between(0, 99)} ${ODD[asked % ODD.length]}: `;
            asked += 1;
            // A question with a word for a password in it is odd by being shown while it is answered, or by another beside it.
            const isShown = { prompt, echo: true };
            context.prompt(asked % 2 === 0 ? [isShown] : [{ prompt, echo: false }, isShown], (given) => {
              answers.push(...given);
              context.reject();
            });
          });
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      rig.onEnd(() => new Promise((done) => server.close(done)));
      const { port } = server.address() as { port: number };
      const expected = failed('auth/no-method');
      const hosts = Array.from({ length: 200 }, (_, at) => ({
        host: `odd-${at + 1}`,
        address: '127.0.0.1',
        port,
        expected,
      }));
      const stories = await rig.run(hosts, { alone: true, spec: { fanout: 32 } });
      const leaks = answers.filter((answer) => answer === 'secret').length;
      rig.check(asked === 200, `${asked} questions were asked`);
      rig.check(leaks === 0, `${leaks} passwords`);
      return `${leaks} passwords to ${asked} questions, ${timesOf(stories)}`;
    },
  },
  {
    id: 'cancel-100',
    sentence:
      'Commands that are hard to end on a real sshd, taken back at moments of their own (one of each kind in a repetition)',
    pass: 'the group is gone each time, and the outcome says so',
    async run(rig) {
      const { sshd, login } = await rig.sshd({ addresses: ['0.0.0.0'] });
      const count = STUBBORN.length * rig.repeat;
      let gone = 0;
      let claimed = 0;
      const once = async (at: number): Promise<void> => {
        const expected = { type: 'host-cancelled', confirmed: true };
        const host = { host: `127.0.2.${at + 1}`, port: sshd.port, expected };
        const afterMs = rig.random.between(0, 1_000);
        let group = 0;
        const [story] = await rig.run([host], {
          alone: true,
          login,
          spec: { command: STUBBORN[at % STUBBORN.length]! },
          async during(run) {
            group = Number.parseInt((await run.output()).toString(), 10);
            await delay(afterMs);
            // A number that is no group of this machine would count as gone each time.
            rig.check(aliveInGroup(group).length > 0, `${host.host}: nothing of ${group} ran`);
            run.cancel();
          },
        });
        const isGone = aliveInGroup(group).length === 0;
        gone += Number(isGone);
        claimed += Number(isGone === (story!.outcome['confirmed'] === true));
      };
      // All kinds at once: the stubborn one makes its neighbours wait for nothing.
      for (let at = 0; at < count; at += STUBBORN.length)
        await Promise.all(STUBBORN.map((_, kind) => once(at + kind)));
      rig.check(gone === count, `${gone} of ${count} are gone`);
      rig.check(claimed === count, `${claimed} of ${count} claims are true`);
      return `${gone} of ${count} gone, ${claimed} claims true`;
    },
  },
];
