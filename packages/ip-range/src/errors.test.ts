import { describe, expect, it } from 'vitest';
import { HostRangeError } from './errors.ts';
import { parse } from './parse/parse.ts';

/** The error that parsing throws. */
function errorOf(spec: string): HostRangeError {
  try {
    parse(spec);
  } catch (error) {
    if (error instanceof HostRangeError) return error;
  }
  throw new Error('parsed without a HostRangeError');
}

describe('HostRangeError', () => {
  it('draws the line, the carets, the message and the hint', () => {
    expect(errorOf('10.0.0.1,10.0.0.300').format()).toBe(
      [
        '10.0.0.1,10.0.0.300',
        '                ^^^ Octet over 255: 300 in part 4. (line 1, column 17)',
        '  Use a number from 0 to 255.',
      ].join('\n'),
    );
  });

  it('draws one picture for each mistake, with its own line', () => {
    const text = errorOf('ok\n\t10.0.0.9-1\nweb[').format();
    expect(text.split('\n\n')).toHaveLength(2);
    expect(text).toContain(' 10.0.0.9-1\n        ^^^ ');
    expect(text).toContain('web[\n   ^ ');
  });

  it('puts carets under full-width text', () => {
    expect(errorOf('１０．０．０．３００').format().split('\n')[1]).toMatch(/^ {14}\^{6} /);
  });

  it('draws only a window of a long line', () => {
    const lines = errorOf(`${'a,'.repeat(5000)}10.0.0.300,${'b,'.repeat(5000)}`)
      .format()
      .split('\n');
    expect((lines[0] as string).length).toBeLessThan(110);
    expect((lines[0] as string).slice((lines[1] as string).indexOf('^')).startsWith('300')).toBe(true);
  });

  it('says the first mistake and how many more there are', () => {
    const error = errorOf('10.0.0.300,10.0.0.301,10.0.0.302');
    expect(error.message).toBe('Octet over 255: 300 in part 4. (and 2 more)');
    expect(error.issues).toHaveLength(3);
    expect(error.name).toBe('HostRangeError');
  });
});
