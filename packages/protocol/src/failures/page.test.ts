import { expect, it } from 'vitest';
import { HOST_STATE_LOOKS } from '../host-states.ts';
import { failureState } from '../fold.ts';
import { FAILURE_REASONS } from '../failures.ts';
import { OUTCOME_CODES, type OutcomeCode } from './codes.ts';
import { SENTENCES } from './explain.ts';

/** A template as a reader of the page needs it: its forms one under the other, facts in italics, without the words that choose. */
function readable(template: string): string {
  return template
    .split('|')
    .map((form) =>
      form
        .replace(/^[\w-]+=/, '')
        .replaceAll(/[[\]]/g, '')
        .replaceAll(/\{(\w+)\}/g, '*$1*'),
    )
    .filter((form, at, forms) => forms.indexOf(form) === at)
    .join('<br>');
}

function section(code: OutcomeCode): string {
  const rows = (['en', 'zh'] as const).map(
    (locale) => `| ${SENTENCES[locale][code].map(readable).join(' | ')} |`,
  );
  const reason = FAILURE_REASONS.find((each) => each === code);
  const word = reason === undefined ? '' : `, shown as ${HOST_STATE_LOOKS[failureState(reason)].word.en}`;
  return `### \`${code}\`${word}\n\n| What happened | Likely cause | What to try |\n|---|---|---|\n${rows.join('\n')}\n`;
}

const HEAD = `# Why a host gave no exit status

Every code with its sentences in English and Chinese, as the terminal and the console say them. Words in *italics* are facts, and
what belongs to a fact that is not known is left out. Where a cell has several sentences, the first whose facts are known is said.

\`stage/code\` is the \`reason\` of a \`host-failed\`: the command did not run there. \`unknown/…\` is a \`host-unknown\`: it was sent,
and nobody knows its end. \`timed-out/…\` and \`silent/…\` are a \`host-timed-out\` by its \`limit\`, \`cancelled/…\` a
\`host-cancelled\`, \`skipped/…\` a \`host-skipped\`.

This page is written by \`vitest run -u packages/protocol/src/failures/page.test.ts\` from \`packages/protocol/src/failures\`.
`;

it('docs/failures.md has every code with its sentences', async () => {
  const page = [HEAD, ...OUTCOME_CODES.map(section)].join('\n');
  await expect(page).toMatchFileSnapshot('../../../../docs/failures.md');
});
