import { tryParse, type Issue } from '@rollcall/ip-range';
import { issueHint, issueMessage } from '@rollcall/ip-range/messages';
import type { Locale, RangeIssue, RangePreview, RunTarget } from '@rollcall/protocol';
import { targetsOf } from '../run/targets.ts';

/** Hosts that a preview names; enough for the squares of the composer. */
const PREVIEW_HOSTS = 100;
/** Mistakes and remarks told at most. */
const MAX_ISSUES = 50;

/** What a host range means for a run. */
export type Plan =
  | { ok: true; targets: RunTarget[] }
  | { ok: false; code: 'invalid-host-range'; issues: RangeIssue[] }
  | { ok: false; code: 'no-hosts' }
  | { ok: false; code: 'too-many-hosts'; count: bigint };

/** Reads a host range for a run: expanded only when it is right and within the limit. */
export function planRange(targets: string, maxHosts: number, locale: Locale): Plan {
  const read = tryParse(targets);
  if (!read.ok) return { ok: false, code: 'invalid-host-range', issues: issuesOf(read.errors, locale) };
  const { size } = read.set;
  if (size === 0n) return { ok: false, code: 'no-hosts' };
  if (size > BigInt(maxHosts)) return { ok: false, code: 'too-many-hosts', count: size };
  return { ok: true, targets: targetsOf(read.set) };
}

/** What a host range means, without expanding it: count, short form, first hosts, mistakes and remarks. */
export function previewRange(targets: string, maxHosts: number, locale: Locale): RangePreview {
  const read = tryParse(targets);
  const first: string[] = [];
  for (const { host } of read.set.inOrder()) {
    if (first.length === PREVIEW_HOSTS) break;
    first.push(host);
  }
  return {
    count: String(read.set.size),
    overLimit: read.set.size > BigInt(maxHosts),
    fold: read.set.fold(),
    first,
    errors: read.ok ? [] : issuesOf(read.errors, locale),
    warnings: issuesOf(read.warnings, locale),
  };
}

function issuesOf(issues: readonly Issue[], locale: Locale): RangeIssue[] {
  return issues.slice(0, MAX_ISSUES).map((issue) => {
    const { code, index, length, line, column, suggestion } = issue;
    const hint = issueHint(issue, locale);
    return {
      code,
      message: issueMessage(issue, locale),
      index,
      length,
      line,
      column,
      ...(hint === undefined ? {} : { hint }),
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  });
}
