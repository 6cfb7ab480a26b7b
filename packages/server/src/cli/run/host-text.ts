import { visibleText } from '@rollcall/protocol';

/**
 * Turns the bytes of one stream of a host into text for a terminal: line ends and tabs stay, everything else that a
 * terminal would act on is written out (`\x1b`). Characters and line ends may fall between two chunks.
 */
export function terminalText(): { text(bytes: Uint8Array): string; rest(): string } {
  const decoder = new TextDecoder();
  let held = '';
  const safe = (text: string): string =>
    text
      .replaceAll('\r\n', '\n')
      .replaceAll('\r', '\\x0d')
      .replaceAll(/[^\n\t]+/g, visibleText);
  return {
    text(bytes) {
      const text = held + decoder.decode(bytes, { stream: true });
      // A carriage return may be the first half of a line end.
      held = text.endsWith('\r') ? '\r' : '';
      return safe(held === '' ? text : text.slice(0, -1));
    },
    rest() {
      const text = held + decoder.decode();
      held = '';
      return safe(text);
    },
  };
}

/** Cuts a stream of bytes into lines, without their line ends. */
export function lineCutter(maxBytes: number): {
  lines(bytes: Uint8Array): Uint8Array[];
  rest(): Uint8Array | null;
} {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  const take = (tail: Uint8Array): Uint8Array => {
    const line = held.length === 0 ? tail : Buffer.concat([...held, tail]);
    held = [];
    heldBytes = 0;
    return line;
  };
  return {
    lines(bytes) {
      const lines: Uint8Array[] = [];
      let from = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        lines.push(take(bytes.subarray(from, end)));
        from = end + 1;
      }
      if (from < bytes.length) {
        // A copy, since the event's memory may be a part of a whole page of the log.
        held.push(bytes.slice(from));
        heldBytes += bytes.length - from;
        if (heldBytes >= maxBytes) lines.push(take(new Uint8Array()));
      }
      return lines;
    },
    rest: () => (heldBytes === 0 ? null : take(new Uint8Array())),
  };
}
