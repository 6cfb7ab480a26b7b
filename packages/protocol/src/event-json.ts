import type { RunEvent } from './schemas/run-event.ts';

type OutputEvent = Extract<RunEvent, { type: 'host-output' }>;
/**
 * An event as JSON has it. Output bytes are `text` when they are valid UTF-8, else `base64`: exactly one of the two,
 * and either way not a byte is lost. A character that fell between two events makes both of them `base64`.
 */
export type JsonEvent =
  | Exclude<RunEvent, OutputEvent>
  | (Omit<OutputEvent, 'bytes'> & ({ text: string } | { base64: string }));

/** JSON leaves these as they are, but a terminal may act on them and some readers take them for line ends. */
const UNSAFE_IN_JSON = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/**
 * One line of NDJSON for one event, without the line end; `rollcall run --json` and `GET /api/runs/:id/events` print it.
 * Safe to print on any terminal: controls and bidi marks of the host are `\u` escapes, which JSON readers undo.
 * @param target what the host of the event is called, for readers that do not have the run's list of hosts; stands last
 */
export function eventToJson(event: RunEvent, target?: string): string {
  const json = target === undefined ? toJsonEvent(event) : { ...toJsonEvent(event), target };
  return JSON.stringify(json).replace(
    UNSAFE_IN_JSON,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function toJsonEvent(event: RunEvent): JsonEvent {
  if (event.type !== 'host-output') return event;
  const { bytes, ...rest } = event;
  const text = utf8Text(bytes);
  return text === null ? { ...rest, base64: base64(bytes) } : { ...rest, text };
}

/** UTF-16 units that one call turns into a string; more arguments could overflow the stack. */
const UNITS_PER_CALL = 8_192;

function textOf(units: Uint8Array | Uint16Array): string {
  let text = '';
  for (let at = 0; at < units.length; at += UNITS_PER_CALL)
    text += String.fromCharCode(...units.subarray(at, at + UNITS_PER_CALL));
  return text;
}

/** The text that `bytes` encode, or null when they are not UTF-8 (RFC 3629: no overlong forms, no surrogates). */
function utf8Text(bytes: Uint8Array): string | null {
  if (bytes.every((byte) => byte < 0x80)) return textOf(bytes);
  const units = new Uint16Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at]!;
    const size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const code = size === 1 ? first : codePoint(bytes, at, size);
    if (code < 0) return null;
    at += size;
    if (code < 0x10000) units[length++] = code;
    else {
      units[length++] = 0xd800 + ((code - 0x10000) >> 10);
      units[length++] = 0xdc00 + ((code - 0x10000) & 0x3ff);
    }
  }
  return textOf(units.subarray(0, length));
}

/** Lowest code point that needs so many bytes; anything below it is an overlong form. */
const LOWEST = [0, 0, 0x80, 0x800, 0x10000];

/** The code point of the sequence of `size` bytes at `at`; -1 when it is not a valid one. */
function codePoint(bytes: Uint8Array, at: number, size: number): number {
  const first = bytes[at]!;
  if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) return -1;
  let code = first & (0xff >> (size + 1));
  for (let next = at + 1; next < at + size; next += 1) {
    const byte = bytes[next]!;
    if ((byte & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (byte & 0x3f);
  }
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return code < LOWEST[size]! || code > 0x10ffff || surrogate ? -1 : code;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648 section 4, with padding. */
function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const bits = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET[bits >> 18]! + ALPHABET[(bits >> 12) & 63]!;
    text += left > 1 ? ALPHABET[(bits >> 6) & 63]! : '=';
    text += left > 2 ? ALPHABET[bits & 63]! : '=';
  }
  return text;
}
