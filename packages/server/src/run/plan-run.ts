import { tryParse, type Issue } from '@rollcall/ip-range';
import { MAX_HOSTS_PER_RUN, type RangeIssue, type RunTarget } from '@rollcall/protocol';

/** The hosts of a run in the order in which they are called, or why there is no such run. */
export type RunPlan =
  | { ok: true; targets: RunTarget[] }
  | {
      ok: false;
      code: 'invalid-host-range' | 'no-hosts' | 'too-many-hosts';
      /** Every mistake in the order of the text, at most 100; empty for the other codes. */
      issues: RangeIssue[];
      /** How many hosts are named, in decimal since it may be over 2^53; absent when the range has a mistake. */
      count?: string;
    };

/** A page of prose pasted by mistake has thousands. */
const MAX_ISSUES = 100;

/** Reads a host range as typed. Nothing is expanded before the count is known to be within the limit of one run. */
export function planRun(range: string): RunPlan {
  const result = tryParse(range);
  if (!result.ok) {
    const issues = result.errors.slice(0, MAX_ISSUES).map(withoutParams);
    return { ok: false, code: 'invalid-host-range', issues };
  }
  const { size } = result.set;
  const count = size.toString();
  if (size === 0n) return { ok: false, code: 'no-hosts', issues: [], count };
  if (size > MAX_HOSTS_PER_RUN) return { ok: false, code: 'too-many-hosts', issues: [], count };
  const targets = Array.from(result.set.inOrder(), ({ host, port, user }) => ({
    host,
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
  }));
  return { ok: true, targets };
}

function withoutParams({ params: _params, ...issue }: Issue): RangeIssue {
  return issue;
}
