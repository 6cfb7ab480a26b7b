import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Writer } from './writer.ts';

function setUp() {
  const written: string[] = [];
  const parse: (() => void)[] = [];
  const frames: (() => void)[] = [];
  let most = 0;
  const sink = {
    write: (data: string, parsed: () => void) => {
      written.push(data);
      parse.push(parsed);
      most = Math.max(most, parse.length);
    },
  };
  const writer = new Writer<string>(
    sink,
    (item) => item,
    (run) => {
      frames.push(run);
      return () => void frames.splice(frames.indexOf(run), 1);
    },
  );
  const frame = (): void => frames.splice(0).forEach((run) => run());
  const parsed = (): void => parse.splice(0).forEach((done) => done());
  return { writer, written, frame, parsed, frames, most: () => most };
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
};

describe('the writer', () => {
  it('joins what came since the last frame into one write', () => {
    const { writer, written, frame } = setUp();
    void writer.push(['a', 'b']);
    void writer.push(['c']);
    frame();
    expect(written).toEqual(['abc']);
  });

  it('resolves a push when its items are parsed, and has never two writes unparsed', async () => {
    const { writer, written, frame, parsed, most } = setUp();
    const done: string[] = [];
    void writer.push(['a']).then(() => done.push('a'));
    frame();
    void writer.push(['b']).then(() => done.push('b'));
    frame();
    expect(written).toEqual(['a']);
    parsed();
    await settled();
    expect(done).toEqual(['a']);
    frame();
    parsed();
    await settled();
    expect(done).toEqual(['a', 'b']);
    expect(most()).toBe(1);
  });

  it('writes at most 64 Ki characters and one item more at once', () => {
    const { writer, written, frame, parsed } = setUp();
    void writer.push(Array.from({ length: 100 }, () => 'x'.repeat(1_000)));
    for (let turn = 0; turn < 3; turn += 1) {
      frame();
      parsed();
    }
    expect(Math.max(...written.map(({ length }) => length))).toBeLessThanOrEqual(64 * 1024 + 1_000);
    expect(written.join('')).toHaveLength(100_000);
  });

  it('starts again: gives up what is queued, and clears before what comes next', async () => {
    const { writer, written, frame, parsed } = setUp();
    let given = 0;
    void writer.push(['old']).then(() => (given += 1));
    frame();
    void writer.push(['never']).then(() => (given += 1));
    writer.restart('clear ');
    let isNew = false;
    void writer.push(['new']).then(() => (isNew = true));
    parsed();
    await settled();
    expect(given).toBe(2);
    expect(isNew).toBe(false);
    frame();
    parsed();
    await settled();
    expect(written).toEqual(['old', 'clear new']);
    expect(isNew).toBe(true);
  });

  it('clears also when nothing comes next', () => {
    const { writer, written, frame } = setUp();
    writer.restart('clear');
    frame();
    expect(written).toEqual(['clear']);
  });

  it('lets go of everybody who waits when it is closed', async () => {
    const { writer, frames } = setUp();
    const waits = writer.push(['a']);
    writer.close();
    await waits;
    expect(frames).toEqual([]);
  });

  it('writes every item once and in order, whatever the moments', () => {
    const act = fc.constantFrom('push', 'frame', 'parse');
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const { writer, written, frame, parsed } = setUp();
        let pushed = 0;
        for (const what of acts) {
          if (what === 'push') void writer.push([`${(pushed += 1)} `, `${(pushed += 1)} `]);
          else if (what === 'frame') frame();
          else parsed();
        }
        while (writer.pending > 0) {
          frame();
          parsed();
        }
        expect(written.join('')).toBe(Array.from({ length: pushed }, (_, index) => `${index + 1} `).join(''));
      }),
    );
  });
});
