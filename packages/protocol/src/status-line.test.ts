import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvent, emptyRunState } from './fold.ts';
import { LOCALES } from './locale.ts';
import type { OutcomeEvent } from './schemas/run-event.ts';
import {
  addressCells,
  foldedLine,
  headLine,
  lastLine,
  outcomeText,
  statusColumns,
  statusLine,
  toAnsi,
  toPlain,
} from './status-line.ts';
import { runLog } from './testing/arbitrary-log.ts';
import { cellWidth } from './visible-text.ts';

const base = { seq: 1, atMs: 1, host: 0, attempt: 1, durationMs: 420, stages: {} };
const output = {
  stdoutBytes: 1,
  stderrBytes: 0,
  gapBytes: 0,
  lines: 4,
  excerpt: 'Linux 6.1.0-28-amd64 #1 SMP',
};
const ops = { address: '10.0.0.7', port: 22, user: 'ops' };
const success: OutcomeEvent = { type: 'host-exited', ...base, output, status: 0, signal: null };
const missing: OutcomeEvent = {
  type: 'host-exited',
  ...base,
  durationMs: 730,
  status: 127,
  signal: null,
  output: { ...output, lines: 1, excerpt: 'sh: 1: nginx: not found' },
};
const refused: OutcomeEvent = {
  type: 'host-failed',
  ...base,
  durationMs: 310,
  reason: 'auth/rejected',
  facts: { method: 'key', key: 'ed25519' },
};
const en = { locale: 'en' as const, addressCells: 9, columns: 100 };

const plain = (outcome: OutcomeEvent, layout = en): string =>
  statusLine(outcome, ops, layout).map(toPlain).join('\n');

describe('statusLine', () => {
  it('aligns glyph, address, word, exit status, time and text', () => {
    expect([success, missing, refused].map((outcome) => plain(outcome))).toEqual([
      ' ✓ 10.0.0.7  → success           0   0.42 s   Linux 6.1.0-28-amd64 #1 SMP +3',
      ' ▲ 10.0.0.7  → non-zero        127   0.73 s   sh: 1: nginx: not found',
      ' ⊖ 10.0.0.7  → login refused     –   0.31 s   connected, but the host refused the key ed25519: user…',
    ]);
  });

  it('aligns Chinese, whose characters take two cells', () => {
    expect(plain(success, { ...en, locale: 'zh' as never })).toBe(
      ' ✓ 10.0.0.7  → 成功          0   0.42 s   Linux 6.1.0-28-amd64 #1 SMP +3',
    );
    const columns = LOCALES.map((locale) =>
      statusLine(missing, ops, { ...en, locale })[0]!
        .slice(0, 4)
        .reduce((sum, span) => sum + cellWidth(span.text), 0),
    );
    expect(columns).toEqual([30, 26]);
  });

  it('takes two rows on a narrow screen', () => {
    expect(plain(success, { ...en, columns: 44 }).split('\n')).toEqual([
      ' ✓ 10.0.0.7  → success           0   0.42 s',
      '   Linux 6.1.0-28-amd64 #1 SMP +3',
    ]);
  });

  it('makes the exception strong and the majority dim', () => {
    const roles = (majority?: string) =>
      statusLine(success, { ...ops, majority }, en)[0]!.find((span) => span.text.startsWith('Linux'))?.role;
    expect(roles()).toBe('dim');
    expect(roles(output.excerpt)).toBe('dim');
    expect(roles('Linux 6.1.0-25')).toBe('strong');
    expect(statusLine(missing, ops, en)[0]!.at(-1)?.role).toBe('strong');
  });

  it('writes ANSI indices, never RGB, and resets at the end', () => {
    const ansi = toAnsi(statusLine(missing, ops, en)[0]!);
    expect(ansi).toContain('\x1b[0;1;33m ▲ ');
    expect(ansi.endsWith('\x1b[0m')).toBe(true);
    expect(ansi).not.toMatch(/\x1b\[[0-9;]*[34]8;2/);
  });

  it('never takes more cells than the screen has, nor lets a host act on the terminal', () => {
    const outcomes = runLog.map(({ events }) =>
      events.filter((event): event is OutcomeEvent => 'host' in event && 'durationMs' in event),
    );
    fc.assert(
      fc.property(
        outcomes,
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 60, max: 200 }),
        fc.constantFrom(...LOCALES),
        (list, text, columns, locale) => {
          for (const outcome of list) {
            const hostile =
              'output' in outcome
                ? { ...outcome, output: { ...outcome.output, excerpt: text } }
                : { ...outcome, detail: text };
            for (const row of statusLine(hostile, ops, {
              locale,
              addressCells: 9,
              columns,
            })) {
              expect(cellWidth(row.map((span) => span.text).join(''))).toBeLessThanOrEqual(columns);
              expect(toPlain(row)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
            }
          }
        },
      ),
    );
  });

  it('loses the middle of a long address', () => {
    const line = toPlain(
      statusLine(
        success,
        { ...ops, address: `db-01.${'x'.repeat(60)}.example.com` },
        { ...en, addressCells: addressCells(90) },
      )[0]!,
    );
    expect(line).toMatch(/^ ✓ db-01\.x+…x+\.example\.com → success/);
  });
});

describe('statusColumns', () => {
  it.each(LOCALES)('says where the columns of a line stand (%s)', (locale) => {
    const layout = { locale, addressCells: 12, columns: 100 };
    const columns = statusColumns(layout);
    const spans = statusLine(missing, ops, layout)[0]!;
    const endOf = (text: string): number => {
      const at = spans.findIndex((span) => span.text.includes(text));
      return spans.slice(0, at + 1).reduce((sum, span) => sum + cellWidth(span.text), 0);
    };
    const startOf = (text: string): number =>
      endOf(text) - cellWidth(spans.find((span) => span.text.includes(text))!.text);
    expect(columns).toEqual({
      address: startOf('10.0.0.7'),
      status: startOf(locale === 'en' ? 'non-zero' : '非零退出'),
      exitEnd: endOf(' 127'),
      timeEnd: endOf('0.73 s'),
      text: startOf('sh: 1'),
    });
  });
});

describe('outcomeText', () => {
  it('says of a host that ran out of time which limit it was, and what it printed last', () => {
    const late = { type: 'host-timed-out', ...base, limitMs: 60_000, confirmed: true, output } as const;
    expect(outcomeText(late, ops, 'zh')).toEqual({ text: `超过 60 秒没有结束  ${output.excerpt}`, more: 3 });
  });

  it('has no words of its own for a host that was not called', () => {
    const skipped = { type: 'host-skipped', ...base, reason: 'run-cancelled' } as const;
    expect(outcomeText(skipped, ops, 'en')).toEqual({ text: '', more: 0 });
  });
});

describe('headLine, lastLine, foldedLine', () => {
  it('say how many at the start and what came of them at the end', () => {
    const state = emptyRunState(3);
    expect(toPlain(headLine({ atMs: Date.UTC(2026, 0, 1), hostCount: 1, fanout: 16 }, 'en'))).toMatch(
      /^ ── \d\d:\d\d:\d\d  1 host, 16 at once$/,
    );
    [success, missing, refused].forEach((outcome, host) => applyEvent(state, { ...outcome, host }));
    applyEvent(state, { type: 'run-finished', seq: 9, atMs: 9, reason: 'completed', durationMs: 61_000 });
    expect(toPlain(lastLine(state, 'en'))).toMatch(/1 success, 1 non-zero exit, 1 no answer, in 61 s$/);
    expect(toPlain(lastLine(state, 'zh'))).toMatch(/1 成功，1 非零退出，1 未应答，用时 61 秒$/);
  });

  it('folds successes into one line', () => {
    expect(
      toPlain(
        foldedLine({ state: 'success', hosts: 1_176, exit: '0', medianMs: 900 }, { ...en, addressCells: 12 }),
      ),
    ).toBe(' ✓ 1,176 hosts  → success           0   0.90 s');
  });
});
