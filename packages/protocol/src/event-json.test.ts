import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventToJson, type JsonEvent } from './event-json.ts';
import { runEventJson } from './schemas.ts';
import type { RunEvent } from './schemas/run-event.ts';
import { runLog } from './testing/arbitrary-log.ts';

const outputOf = (bytes: Uint8Array): RunEvent => ({
  type: 'host-output',
  seq: 7,
  atMs: 1_000,
  host: 0,
  attempt: 1,
  stream: 'stdout',
  bytes,
});
const jsonOf = (bytes: Uint8Array): { text?: string; base64?: string } =>
  JSON.parse(eventToJson(outputOf(bytes))) as { text?: string; base64?: string };

/** What a reader of the JSON does to get the event back. */
function fromJson(line: string): RunEvent {
  const event = JSON.parse(line) as JsonEvent;
  if (event.type !== 'host-output') return event;
  if ('text' in event) {
    const { text, ...rest } = event;
    return { ...rest, bytes: new Uint8Array(Buffer.from(text, 'utf8')) };
  }
  const { base64, ...rest } = event;
  return { ...rest, bytes: new Uint8Array(Buffer.from(base64, 'base64')) };
}

describe('eventToJson', () => {
  it('loses nothing of any event, keeps to one line, and to its schema', () => {
    fc.assert(
      fc.property(runLog, ({ events }) => {
        for (const event of events) {
          const line = eventToJson(event);
          expect(fromJson(line)).toEqual(event);
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
          expect(runEventJson.parse(JSON.parse(line))).toEqual(JSON.parse(line));
        }
      }),
    );
  });

  it('names the target last when asked to', () => {
    const event: RunEvent = { type: 'host-connecting', seq: 2, atMs: 1_000, host: 6, attempt: 1 };
    expect(eventToJson(event, '10.0.0.7')).toBe(
      '{"type":"host-connecting","seq":2,"atMs":1000,"host":6,"attempt":1,"target":"10.0.0.7"}',
    );
  });

  it('agrees with the platform on what is UTF-8, for any bytes', () => {
    const pieces = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 8 }).map((text) => new TextEncoder().encode(text)),
    );
    const bytes = fc.array(pieces, { maxLength: 4 }).map((parts) => new Uint8Array(Buffer.concat(parts)));
    fc.assert(
      fc.property(bytes, (bytes) => {
        const { text, base64 } = jsonOf(bytes);
        let expected: string | undefined;
        try {
          expected = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
        } catch {
          expected = undefined;
        }
        expect(text).toBe(expected);
        expect(base64).toBe(expected === undefined ? Buffer.from(bytes).toString('base64') : undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['plain text', [0x68, 0x69, 0x0a], 'hi\n'],
    ['two, three and four bytes', [0xc3, 0xa9, 0xe4, 0xb8, 0xad, 0xf0, 0x9f, 0x98, 0x80], 'é中😀'],
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
    ['half a character', [0xe4, 0xb8], undefined],
    ['an overlong slash', [0xc0, 0xaf], undefined],
    ['an overlong three-byte form', [0xe0, 0x80, 0xaf], undefined],
    ['a surrogate', [0xed, 0xa0, 0x80], undefined],
    ['beyond the last code point', [0xf4, 0x90, 0x80, 0x80], undefined],
    ['a lone continuation', [0x80], undefined],
  ])('%s', (_, bytes, text) => {
    expect(jsonOf(Uint8Array.from(bytes)).text).toBe(text);
  });

  it('escapes what a terminal would act on', () => {
    const line = eventToJson(outputOf(new TextEncoder().encode('\x1b[31m \x9b2J \u202e \u2028')));
    expect(line).toContain(String.raw`\u001b[31m \u009b2J \u202e \u2028`);
  });

  it('takes a chunk longer than one call can spread', () => {
    const bytes = new TextEncoder().encode('中'.repeat(40_000));
    expect(jsonOf(bytes).text).toBe('中'.repeat(40_000));
  });
});
