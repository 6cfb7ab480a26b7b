import { expect, test } from 'vitest';
import { sendIgnore } from '../ssh2-internals.ts';
import type { Channels } from './channels.ts';
import { createNudge } from './nudge.ts';

test('what sshd says before it opens a channel is answered, a few times', () => {
  const sent: unknown[] = [];
  const channels = { openingCount: 1 };
  const nudge = createNudge({ send: (message) => sent.push(message) > 0 }, channels as Channels);
  nudge();
  channels.openingCount = 0;
  nudge();
  expect(sent).toEqual([sendIgnore]);
  channels.openingCount = 1;
  for (let times = 0; times < 9; times++) nudge();
  expect(sent).toHaveLength(4);
});
