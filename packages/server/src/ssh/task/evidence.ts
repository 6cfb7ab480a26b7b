import { MAX_EVIDENCE_CHARS, visibleText } from '@rollcall/protocol';
import type { Link } from '../link.ts';
import type { Attempt } from '../attempt.ts';
import { bySh } from './bootstrap.ts';
import { runBeside } from './side-channel.ts';

/** A host that cannot show its processes by then is stopped without. */
const LIMIT_MS = 2_000;
const COLUMNS = /^(\S+) +(\S+) +(\S+) +(\S+) +(\S+) +/;
const HEAD = 'PID PPID STAT ELAPSED TIME COMMAND';

/** What `ps` shows of a process group, a line each; undefined when it shows nothing. Control characters are made visible. */
export async function evidenceOf(attempt: Attempt, link: Link, group: number): Promise<string | undefined> {
  const said = await runBeside(attempt, link, {
    exec: bySh(
      'ps -A -o pgid= -o pid= -o ppid= -o stat= -o etime= -o time= -o args= 2>/dev/null | ' +
        `while read -r g rest; do [ "$g" = ${group} ] && echo "$rest"; done`,
    ),
    limitMs: LIMIT_MS,
    maxBytes: MAX_EVIDENCE_CHARS,
  });
  const lines = (said ?? '').split('\n').filter((line) => /^\d+ +\d+ /.test(line));
  if (lines.length === 0) return undefined;
  return [HEAD, ...lines.map((line) => visibleText(line.replace(COLUMNS, '$1 $2 $3 $4 $5 ')))]
    .join('\n')
    .slice(0, MAX_EVIDENCE_CHARS);
}
