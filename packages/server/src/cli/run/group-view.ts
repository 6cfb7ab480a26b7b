import { createHash, type Hash } from 'node:crypto';
import {
  CHIPS,
  HOST_STATE_LOOKS,
  isOutcome,
  outcomeState,
  type OutcomeEvent,
  type RunEvent,
} from '@rollcall/protocol';
import { groupHeader, groupText, type AnswerGroup, type ReadOutput } from './group-text.ts';
import { lineHost, noteLast, type RunView, type ViewContext } from './view.ts';

/**
 * Nothing until the run has ended, then each different answer once under the folded range of the hosts that gave it,
 * as `clush -b` does. Answers are compared by the bytes of both streams and the exit status; only hashes are held.
 */
export function groupView(context: ViewContext, readOutput: ReadOutput): RunView {
  const hashes = new Map<number, { stdout: Hash; stderr: Hash }>();
  const groups = new Map<string, AnswerGroup>();

  const close = (outcome: OutcomeEvent): void => {
    const of = hashes.get(outcome.host);
    hashes.delete(outcome.host);
    const key = [
      answerKey(context, outcome),
      of?.stdout.digest('base64') ?? '',
      of?.stderr.digest('base64') ?? '',
    ].join('\n');
    const group = groups.get(key);
    if (group) group.hosts.push(outcome.host);
    else groups.set(key, { hosts: [outcome.host], outcome });
  };
  return {
    feed: 'all',
    take(event) {
      if (event.type === 'host-output') hashInto(hashes, event);
      else if (isOutcome(event)) close(event);
    },
    async finish(state) {
      for (const group of [...groups.values()].sort(byWeight)) {
        group.hosts.sort((a, b) => a - b);
        context.screen.result(groupHeader(context, group));
        await groupText(context, group, readOutput);
      }
      noteLast(context, state);
    },
  };
}

function hashInto(
  hashes: Map<number, { stdout: Hash; stderr: Hash }>,
  event: Extract<RunEvent, { type: 'host-output' }>,
): void {
  const known = hashes.get(event.host);
  const of = known ?? { stdout: createHash('sha256'), stderr: createHash('sha256') };
  if (!known) hashes.set(event.host, of);
  of[event.stream].update(event.bytes);
}

/**
 * What must be equal besides the bytes: the state, the status or signal, the reason, what was left out. A reason that names
 * the host or its key is still the same reason.
 */
function answerKey(context: ViewContext, outcome: OutcomeEvent): string {
  const { port, user } = lineHost(context, outcome.host);
  const same: unknown[] = [outcomeState(outcome)];
  if (outcome.type === 'host-exited') same.push(outcome.status, outcome.signal);
  if (outcome.type === 'host-failed') {
    const { reason, limitMs, detail, facts } = outcome;
    same.push(reason, limitMs, port, user, reason.startsWith('verify/') ? null : [detail, facts]);
  }
  if (outcome.type === 'host-unknown' || outcome.type === 'host-skipped') same.push(outcome.reason);
  if (outcome.type === 'host-timed-out') same.push(outcome.limitMs);
  if (outcome.type === 'host-cancelled') same.push(outcome.stage);
  if ('output' in outcome) same.push(outcome.output.gapBytes);
  return JSON.stringify(same);
}

/** Answers first, by state as the chips stand, then the larger group, then the host that was called first. */
function byWeight(a: AnswerGroup, b: AnswerGroup): number {
  const place = ({ outcome }: AnswerGroup): number =>
    CHIPS.indexOf(HOST_STATE_LOOKS[outcomeState(outcome)].chip);
  return place(a) - place(b) || b.hosts.length - a.hosts.length || a.hosts[0]! - b.hosts[0]!;
}
