import type { HostView, OutcomeEvent } from '@rollcall/protocol';
import { PLAIN_REASONS, STOP_WAYS } from '@rollcall/protocol';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { words } from '../../i18n/en/index.ts';
import { processFacts, wayFacts } from './process-facts.ts';

beforeAll(async () => i18next.init({ lng: 'en', ns: ['run'], resources: { en: words } }));
const t = ((key: Parameters<typeof i18next.t>[0]) =>
  i18next.getFixedT('en', 'run')(key as never)) as Parameters<typeof processFacts>[1];

const ended = {
  seq: 9,
  atMs: 0,
  host: 0,
  attempt: 1,
  durationMs: 5,
  stages: {},
  output: { stdoutBytes: 0, stderrBytes: 0, gapBytes: 0, lines: 0, excerpt: '' },
};
const timedOut = { ...ended, type: 'host-timed-out' as const, confirmed: true, limitMs: 1_000 };
const lines = (outcome: OutcomeEvent): string[] =>
  processFacts(outcome, t).map(({ name, value }) => `${name}: ${value}`);

describe('the facts about a process', () => {
  it('are none of a host that was never asked, and of an old log', () => {
    expect(processFacts(undefined, t)).toEqual([]);
    expect(lines({ ...ended, type: 'host-exited', status: 0, signal: null })).toEqual([]);
  });

  it('say how it was started, which limit ended it, by what means, and what the host said', () => {
    expect(
      lines({ ...timedOut, limit: 'silence', stopped: 'process-group', process: { mode: 'group' } }),
    ).toEqual([
      'Started: in a process group of its own',
      'Limit: of silence',
      'Stopped: by a signal to its process group',
      'Proof: nothing of it runs there any more',
    ]);
    expect(lines({ ...timedOut, confirmed: false })).toEqual([
      'Limit: of the whole command',
      'Proof: not confirmed, it may still run there',
    ]);
  });

  it.each([
    ...PLAIN_REASONS.map((reason) => ({ process: { mode: 'plain' as const, reason } })),
    ...STOP_WAYS.map((stopped) => ({ stopped })),
  ])('have words for %j', (more) => {
    for (const line of lines({ ...timedOut, ...more })) expect(line).not.toMatch(/host\.|-/);
  });
});

it('name the way: jump hosts, a kept connection, and where it ended', () => {
  const connected = { jump: ['ops@a:22', 'ops@b:22'], reused: true } as unknown as NonNullable<
    HostView['connected']
  >;
  const jump = { user: 'ops', host: 'b', port: 22 };
  const outcome = { type: 'host-failed', jump } as unknown as OutcomeEvent;
  const line = (view: Partial<HostView>): string[] =>
    wayFacts(view as HostView, t).map(({ name, value }) => `${name}: ${value}`);
  expect(line({ connected })).toEqual([
    'Through: ops@a:22, ops@b:22',
    'Connection: kept from an earlier command',
  ]);
  expect(line({ outcome })).toEqual(['Way ended at: ops@b:22']);
  expect(wayFacts(undefined, t)).toEqual([]);
});
