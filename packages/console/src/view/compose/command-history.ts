/** Different command lines of earlier runs, newest first; at most 100. Scripts are none. */
export function earlierCommands(
  runs: readonly { spec: { command: string; script?: object | undefined } }[],
): string[] {
  const lines = runs.filter(({ spec }) => spec.script === undefined);
  return [...new Set(lines.map((run) => run.spec.command))].slice(0, 100);
}

/** Where one is in the earlier commands: `at` -1 is the own text, which is kept in `own`. */
export interface Recall {
  at: number;
  own: string;
}

export const NO_RECALL: Recall = { at: -1, own: '' };

/**
 * One step back (1, Ctrl ↑) or forth (-1, Ctrl ↓) in the earlier commands, as shells do it: the text one was writing
 * comes back at the end. Null when there is nothing further that way.
 */
export function recall(
  commands: readonly string[],
  now: Recall,
  text: string,
  step: 1 | -1,
): { recall: Recall; text: string } | null {
  const own = now.at === -1 ? text : now.own;
  let at = now.at + step;
  // The newest earlier command may be the very text that stands there.
  if (step === 1 && commands[at] === text) at += 1;
  if (at < -1 || at >= commands.length) return null;
  return { recall: { at, own }, text: at === -1 ? own : commands[at]! };
}

/** The last five runs that differ in targets or command, newest first. */
export function recentRuns<T extends { spec: { targets: string; command: string } }>(
  runs: readonly T[],
): T[] {
  const different = new Map<string, T>();
  for (const run of runs) {
    const key = JSON.stringify([run.spec.targets, run.spec.command]);
    if (!different.has(key)) different.set(key, run);
    if (different.size === 5) break;
  }
  return [...different.values()];
}
