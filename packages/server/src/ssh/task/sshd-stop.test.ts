import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { aliveInGroup, STUBBORN_COMMANDS } from '../../testing/process-group.ts';
import { startSshdRun, type SshdRun } from '../../testing/sshd-run.ts';
import type { RequestOverrides } from '../../testing/run-host.ts';

let host: SshdRun;
beforeAll(async () => {
  host = await startSshdRun();
});
afterAll(() => host.stop());

/** Stops a command when it has printed the number of its group; `ran` is what was in that group then. */
async function cancel(command: string, more: Partial<RequestOverrides> = {}, to: SshdRun = host) {
  const person = new AbortController();
  let group = 0;
  let ran: number[] = [];
  const story = await to.ask(
    { command, signal: person.signal, limits: { cancelMs: 2_000 }, ...more },
    (fact) => {
      if (fact.type !== 'host-output' || group > 0) return;
      group = Number.parseInt(Buffer.from(fact.bytes).toString(), 10);
      ran = aliveInGroup(group);
      person.abort();
    },
  );
  expect(group).toBeGreaterThan(1);
  expect(ran).not.toEqual([]);
  return { ...story, group };
}

const CONFIRMED = {
  type: 'host-cancelled',
  stage: 'running',
  confirmed: true,
  stopped: 'process-group',
  process: { mode: 'group' },
};

describe('a command that is stopped is gone with its whole group, and the outcome says so', () => {
  test.each(Object.entries(STUBBORN_COMMANDS))('with %s', async (_, command) => {
    const { outcome, group } = await cancel(command);
    expect(outcome).toMatchObject(CONFIRMED);
    expect(aliveInGroup(group)).toEqual([]);
  });

  test('20 times out of 20, at random moments', { timeout: 120_000 }, async () => {
    const families = Object.values(STUBBORN_COMMANDS);
    for (let round = 0; round < 20; round += 1) {
      const { outcome, group } = await cancel(families[round % families.length]!, {
        limits: { cancelMs: 3_000 },
      });
      expect(outcome, `round ${round}`).toMatchObject(CONFIRMED);
      expect(aliveInGroup(group), `round ${round}`).toEqual([]);
    }
  });

  test('as a script', async () => {
    const { outcome, group } = await cancel('#!/bin/bash\necho $$\nsleep 60 & sleep 60', {
      script: { interpreter: 'auto' },
    });
    expect(outcome).toMatchObject(CONFIRMED);
    expect(aliveInGroup(group)).toEqual([]);
  });

  test('on a terminal', async () => {
    const { outcome, group } = await cancel('echo $$; sleep 60', { pty: true });
    expect(outcome).toMatchObject(CONFIRMED);
    expect(aliveInGroup(group)).toEqual([]);
  });

  test('where the server opens one session only: a signal ends the command, then the rest of its group is seen to', async () => {
    const single = await startSshdRun({ extraConfig: ['MaxSessions 1'] });
    onTestFinished(() => single.stop());
    const { outcome, group } = await cancel(STUBBORN_COMMANDS['what nohup keeps from a hang-up'], {}, single);
    expect(outcome).toMatchObject(CONFIRMED);
    expect(aliveInGroup(group)).toEqual([]);
  });
});

describe('the claim is true also where it says no', () => {
  test('a command that was sent plainly is ended by the server, which says that', async () => {
    const { outcome } = await cancel('echo $$; exec sleep 60', { plain: true });
    expect(outcome).toMatchObject({
      ...CONFIRMED,
      stopped: 'signal',
      process: { mode: 'plain', reason: 'asked' },
    });
  });

  test('a process that took another group is no part of it, and is left alone', async () => {
    const { outcome, group } = await cancel('setsid sleep 61 >/dev/null 2>&1 </dev/null & echo $$; sleep 60');
    expect(outcome).toMatchObject(CONFIRMED);
    expect(aliveInGroup(group)).toEqual([]);
    const { stdout } = await host.ask({ command: "pkill -f '^sleep 61' && echo was there" });
    expect(stdout.toString()).toBe('was there\n');
  });
});

describe('a limit', () => {
  test('of the whole command: what ran is shown as it was', async () => {
    const { outcome, stdout } = await host.ask({
      command: 'echo $$; sleep 60 & sleep 59',
      commandTimeoutMs: 400,
    });
    expect(outcome).toMatchObject({
      type: 'host-timed-out',
      limit: 'command',
      limitMs: 400,
      confirmed: true,
      stopped: 'process-group',
      evidence: expect.stringMatching(/^PID PPID STAT ELAPSED TIME COMMAND\n(.*\n)*\d+ \d+ S.* sleep 59/),
    });
    expect(aliveInGroup(Number(stdout.toString()))).toEqual([]);
  });

  test('of silence: output on either stream puts it off', async () => {
    const command = 'echo $$; for i in 1 2 3; do sleep 0.3; echo x >&2; done; sleep 60';
    const { outcome, stderr, elapsedMs } = await host.ask({ command, silenceTimeoutMs: 700 });
    expect(outcome).toMatchObject({
      type: 'host-timed-out',
      limit: 'silence',
      limitMs: 700,
      confirmed: true,
    });
    expect((outcome as { evidence: string }).evidence).toContain('sleep 60');
    expect(stderr.toString()).toBe('x\nx\nx\n');
    expect(elapsedMs).toBeGreaterThan(1_500);
  });

  test('of silence is none for a reader that is slow', async () => {
    let isFirst = true;
    const { outcome, stdout } = await host.ask(
      { command: 'head -c 6000000 /dev/zero', silenceTimeoutMs: 300 },
      async (fact) => {
        if (fact.type !== 'host-output' || !isFirst) return;
        isFirst = false;
        // The limit passes while nobody reads.
        await delay(900);
      },
    );
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(stdout.length).toBe(6_000_000);
  });
});
