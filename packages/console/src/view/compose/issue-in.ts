import type { Issue, ParsedItem } from '@rollcall/ip-range';

/** The first of the issues, which are in the order of the text, that lies in an item. */
export function issueIn<T extends Pick<Issue, 'index'>>(
  { index, length }: Pick<ParsedItem, 'index' | 'length'>,
  issues: readonly T[],
): T | undefined {
  let low = 0;
  let high = issues.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (issues[middle]!.index < index) low = middle + 1;
    else high = middle;
  }
  const issue = issues[low];
  return issue !== undefined && issue.index <= index + length ? issue : undefined;
}
