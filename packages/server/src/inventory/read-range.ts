import { tryParse, type Issue, type ParseResult } from '@rollcall/ip-range';
import { issueHint, issueMessage } from '@rollcall/ip-range/messages';
import { groupLookup, type Locale } from '@rollcall/protocol';
import type { Inventory } from './inventory.ts';

/** What a host range means with the groups of an inventory, and in which words to say so. */
export type RangeReading = ParseResult & {
  /** Whether the text names a group; with a problem of the inventory that is a mistake. */
  asksForGroups: boolean;
};

/** Reads a host range with the groups of an inventory; mistakes about groups also know of sources and of its problem. */
export function readRange(text: string, inventory: Inventory, locale: Locale = 'en'): RangeReading {
  const lookup = groupLookup(inventory.groups);
  const result = tryParse(text, { groups: lookup.groups, groupNames: lookup.groupNames });
  const inWords = (issue: Issue): Issue => {
    const { hint: english, ...rest } = { ...issue, message: issueMessage(issue, locale) };
    void english;
    if (issue.code !== 'unknown-group') return withHint(rest, issueHint(issue, locale));
    const written = text.slice(issue.index, issue.index + issue.length);
    const better =
      problemWords(inventory, locale) ?? lookup.explain(String(issue.params.group), written, locale);
    if (better === null) return withHint(rest, issueHint(issue, locale) ?? whereGroupsAre(inventory, locale));
    const { suggestion, ...plain } = rest;
    void suggestion;
    return withHint({ ...plain, message: better.message }, better.hint);
  };
  const { asked } = lookup;
  const said = { ...result, asksForGroups: asked, warnings: result.warnings.map(inWords) };
  return said.ok ? said : { ...said, errors: said.errors.map(inWords) };
}

function withHint(issue: Issue, hint: string | undefined): Issue {
  return hint === undefined ? issue : { ...issue, hint };
}

function problemWords({ problem }: Inventory, locale: Locale): { message: string; hint: string } | null {
  if (problem === null) return null;
  const message =
    locale === 'en'
      ? 'Groups cannot be used, since the inventory has a mistake.'
      : '主机清单有误，无法使用组。';
  return { message, hint: problem.sentence(locale) };
}

/** Who has no groups yet learns where to write some. */
function whereGroupsAre({ groups, places }: Inventory, locale: Locale): string | undefined {
  if (groups.length > 0) return undefined;
  return locale === 'en' ? `Groups are defined in ${places.file}.` : `组在 ${places.file} 中定义。`;
}
