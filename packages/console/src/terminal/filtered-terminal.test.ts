import { createOutputFilter, type OutputProfile } from '@rollcall/protocol';
import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const GRID = { columns: 40, rows: 8 };

/** A terminal that has been given `pieces` through the filter, and what it told its reader meanwhile. */
async function shown(
  profile: OutputProfile,
  pieces: readonly Uint8Array[],
): Promise<{ screen: string[]; told: string[]; modes: string; buffer: string }> {
  const terminal = new Terminal({ cols: GRID.columns, rows: GRID.rows, allowProposedApi: true });
  const told: string[] = [];
  terminal.onData((data) => told.push(data));
  terminal.onTitleChange((title) => told.push(title));
  terminal.onBell(() => told.push('bell'));
  const filter = createOutputFilter(profile, { lineEnd: '\r\n', grid: GRID });
  for (const piece of pieces) await written(terminal, filter.push(piece));
  await written(terminal, filter.end());
  const { active } = terminal.buffer;
  const screen = Array.from({ length: active.length }, (_, row) => cellsOf(terminal, row));
  const modes = JSON.stringify(terminal.modes);
  terminal.dispose();
  return { screen, told, modes, buffer: active.type };
}

const written = (terminal: Terminal, text: string): Promise<void> =>
  new Promise((resolve) => terminal.write(text, resolve));

/** Text and colours of a row, cell by cell. */
function cellsOf(terminal: Terminal, row: number): string {
  const line = terminal.buffer.active.getLine(row)!;
  return Array.from({ length: GRID.columns }, (_, column) => {
    const cell = line.getCell(column)!;
    return `${cell.getChars()}/${cell.getFgColorMode()}.${cell.getFgColor()}.${cell.getBgColor()}.${cell.isBold()}`;
  }).join(' ');
}

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('\x1b', '\x1b[', '\x1b]', '\x1bP', '\x1b\\', '\u009b', '\x07', '\n', '\r', '\t', '\b'),
      fc.constantFrom('?1049h', '31m', '38;5;1m', '9999S', '6n', 'c', '2J', 'K', '5A', '3;4H', '?25l', '8m'),
      fc.constantFrom(
        '运行',
        'e\u0301',
        '\u202e',
        '😀',
        '\x1b]0;title\x07',
        '\x1b[?2004h',
        '\x1b[31mred\x1b[m',
      ),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => bytes(parts.join('')));

describe.each(['run', 'terminal'] as const)('a terminal behind the filter %s', (profile) => {
  it('shows the same cells however the bytes are cut, in 1,000 texts', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.nat(), async (input, cut) => {
        const at = cut % (input.length + 1);
        const whole = await shown(profile, [input]);
        expect((await shown(profile, [input.subarray(0, at), input.subarray(at)])).screen).toEqual(
          whole.screen,
        );
        const single = Array.from(input, (_, index) => input.subarray(index, index + 1));
        expect((await shown(profile, single)).screen).toEqual(whole.screen);
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('stays silent, in its normal screen and modes', async () => {
    const untouched = await shown(profile, []);
    await fc.assert(
      fc.asyncProperty(hostile, async (input) => {
        const { told, buffer, modes } = await shown(profile, [input]);
        expect(told).toEqual([]);
        expect(buffer).toBe('normal');
        expect(modes).toBe(untouched.modes);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it.each([
    ['scrolling', '\x1b[2147483647S'],
    ['inserting lines', '\x1b[2147483647L'],
    ['repeating', 'x\x1b[2147483647b'],
    ['deleting characters', '\x1b[2147483647P'],
  ])('is not held up by 2,000 huge counts: %s', async (_, bomb) => {
    const before = performance.now();
    await shown(profile, [bytes(bomb.repeat(2_000))]);
    // Without the filter the first of them alone takes minutes.
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
