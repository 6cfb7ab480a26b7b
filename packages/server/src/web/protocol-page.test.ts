import { readFile } from 'node:fs/promises';
import {
  FEED_ACK_TIMEOUT_MS,
  FEED_BATCH,
  FEED_POLL_MS,
  MAX_CLIENT_FRAME_BYTES,
  PROBLEM_CODES,
  PROBLEMS,
  PROTOCOL_VERSION,
  type ClientToServerEvents,
  type ServerToClientEvents,
} from '@rollcall/protocol';
import { runEvent, runSpec } from '@rollcall/protocol/schemas';
import { describe, expect, it } from 'vitest';
import { startHarness } from './harness.suite.ts';
import { MAX_SOCKETS_PER_USER } from './live.ts';
import { MAX_FEEDS_PER_SOCKET } from './viewer.ts';

const page = await readFile(new URL('../../../../docs/protocol.md', import.meta.url), 'utf8');
/** First cells of the table rows under a heading, without their backticks. */
const firstCells = (heading: string): string[] => {
  const section = page.slice(page.indexOf(`\n## ${heading}\n`) + 1).split('\n## ')[0]!;
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell]) => cell!);
};

describe('docs/protocol.md', () => {
  it('has every route of the API, and no other', async () => {
    const answer = await (await startHarness()).api('/api/openapi.json');
    const { paths } = (await answer.json()) as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(firstCells('Requests').sort()).toEqual(routes.sort());
  });

  it('has every field of a run spec, and no other', () => {
    expect(firstCells('A run spec')).toEqual(Object.keys(runSpec.shape));
  });

  it('has every problem code with its status, and no other', () => {
    expect(firstCells('Problems')).toEqual(PROBLEM_CODES);
    for (const code of PROBLEM_CODES) expect(page).toContain(`| \`${code}\` | ${PROBLEMS[code].status} |`);
  });

  it('has every event of the log, and no other', () => {
    expect(firstCells('Events')).toEqual(runEvent.options.map((option) => option.shape.type.value));
  });

  it('has every event of the socket, and no other', () => {
    const names: Record<keyof ClientToServerEvents | keyof ServerToClientEvents, true> = {
      'feed-open': true,
      'feed-close': true,
      'feed-batch': true,
      'feed-end': true,
      'feed-failed': true,
    };
    expect(firstCells('The feed')).toEqual(Object.keys(names));
  });

  it('tells the version and the limits that the code has', () => {
    expect(page).toContain(`**Protocol version ${PROTOCOL_VERSION}.**`);
    const { status, output } = FEED_BATCH;
    expect(page).toContain(
      `| Batch of \`"status"\` | ${status.bytes / 1024} KiB or ${status.events} events |`,
    );
    expect(page).toContain(
      `| Batch of other views | ${output.bytes / 1024} KiB or ${output.events} events |`,
    );
    expect(page).toContain(`| Feeds of a socket | ${MAX_FEEDS_PER_SOCKET} |`);
    expect(page).toContain(`| Sockets of a user | ${MAX_SOCKETS_PER_USER} |`);
    expect(page).toContain(`| Frame from a browser | ${MAX_CLIENT_FRAME_BYTES / 1024} KiB`);
    expect(page).toContain(`not acknowledged within ${FEED_ACK_TIMEOUT_MS / 1_000} s`);
    expect(page).toContain(`| Silence of the bell before the log is looked at | ${FEED_POLL_MS / 1_000} s |`);
  });
});
