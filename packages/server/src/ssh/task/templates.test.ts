import { existsSync } from 'node:fs';
import { addressOf, startFleet, type Fleet } from '@rollcall/demo-fleet';
import { runSpec } from '@rollcall/protocol/schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../run/clock.ts';
import { createTaskOf } from '../../run/task.ts';
import { memoryLedger, runHost } from '../../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts } from '../index.ts';

const CANARY = `/tmp/rollcall-canary-${process.pid}`;
const code = `require('fs').writeFileSync('${CANARY}','')`;
const shell = `touch ${CANARY}`;

/** Ten expressions that each of six kinds of template engines would run, and keys that lead to prototypes. */
const BODIES = [
  '7*7',
  `''.constructor.constructor("${code}")()`,
  `constructor.constructor('${shell}')`,
  '__proto__.polluted',
  'constructor.prototype.polluted',
  `process.mainModule.${code}`,
  `self.__init__.__globals__.__builtins__.__import__('os').popen('${shell}')`,
  `T(java.lang.Runtime).getRuntime().exec('${shell}')`,
  `lookup('pipe', '${shell}')`,
  'toString',
];
const DIALECTS: ((body: string) => string)[] = [
  (body) => `{{${body}}}`,
  (body) => `{%- set x = ${body} -%}{{ x }}`,
  (body) => `<%= ${body} %>`,
  (body) => `#{${body}}`,
  (body) => `#set($x=${body})$x`,
  (body) => `@{${body}}`,
];
const PAYLOADS = DIALECTS.flatMap((dialect) => BODIES.map((body) => dialect(body)));

const run = createRunOnHost({ ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock });
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

describe('text that is code to a template engine is text here', () => {
  test(`${PAYLOADS.length} of them reach a host byte for byte, and run nowhere`, async () => {
    expect(new Set(PAYLOADS).size).toBe(60);
    for (const [at, payload] of PAYLOADS.entries()) {
      const host = addressOf('echo', 0, at + 1);
      const spec = runSpec.parse({
        targets: 'h',
        command: `echo '${payload.replaceAll("'", "'\\''")}'`,
        env: { A: payload },
        workingFolder: `/${payload}`,
        login: { method: 'agent', user: 'ops' },
      });
      const { command, env, workingFolder } = createTaskOf(spec, undefined)({ host }, 0);
      expect([command, env, workingFolder]).toEqual([spec.command, spec.env, spec.workingFolder]);
      const { stdout } = await runHost(run, { host, port: fleet.port, command });
      expect(fleet.ledger(host)[0]!.execs[0]!.command).toBe(spec.command);
      expect(stdout.toString()).toContain(spec.command);
    }
    expect(existsSync(CANARY)).toBe(false);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  test('also as the value of a variable', () => {
    for (const payload of PAYLOADS) {
      const spec = runSpec.parse({
        targets: 'h',
        command: '{var.x}',
        env: { A: '{var.x}' },
        login: { method: 'agent', user: 'ops' },
      });
      const { env } = createTaskOf(spec, undefined)({ host: 'h', vars: { x: payload } }, 0);
      expect(env).toEqual({ A: payload });
    }
  });
});
