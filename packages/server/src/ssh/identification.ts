import { visibleText } from '@rollcall/protocol';

/** What a host said before SSH begins. */
export type Greeting =
  | { type: 'incomplete' }
  /** What the identification line says after the version, visible and at most 255 characters, and the bytes from that line on. */
  | { type: 'ssh'; software: string; rest: Buffer }
  | { type: 'not-ssh'; said: string };

/** Collects the first bytes of a connection until they are an identification line or cannot become one. */
export interface GreetingReader {
  take(chunk: Buffer): Greeting;
  /** What was said so far, made visible; empty when nothing was. */
  said(): string;
}

/** RFC 4253 section 4.2 allows text lines before the identification; sshd sends none or one, so this is generous. */
const MAX_GREETING_BYTES = 16 * 1024;
/** Each piece is a read of its own, some 20 µs: 16 KiB in single bytes took 0.3 s of the processor. */
const MAX_GREETING_PIECES = 1_024;
const SHOWN_BYTES = 80;
/** RFC 4253 section 4.2: the whole line has no more. */
const MAX_SOFTWARE_CHARS = 255;
const LINE_FEED = 10;
/** First words of protocols that never turn into SSH: no need to wait for the limit. */
const OTHER_PROTOCOL = /^(?:HTTP\/|<|220[ -]|554[ -]|\+OK|-ERR|\* OK|RFB |AMQP|@RSYNCD)/;

/**
 * ssh2's own reader of this line scans from the start for each piece, and forgets all pieces between the first and the last;
 * so it gets the line in one piece, when it is complete. The work here is linear in the bytes.
 */
export function createGreetingReader(): GreetingReader {
  let text = Buffer.alloc(0);
  let pieces: Buffer[] = [];
  let size = 0;
  let count = 0;
  let lineStart = 0;

  function gather(): void {
    if (pieces.length > 0) text = Buffer.concat([text, ...pieces]);
    pieces = [];
  }

  function said(): string {
    gather();
    const shown = text.subarray(0, SHOWN_BYTES).toString('latin1');
    return shown === '' ? '' : `"${visibleText(shown)}${text.length > SHOWN_BYTES ? '…' : ''}"`;
  }

  function look(): Greeting {
    for (;;) {
      const end = text.indexOf(LINE_FEED, lineStart);
      const line = text.toString('latin1', lineStart, end === -1 ? undefined : end).replace(/\r$/, '');
      if (end === -1)
        return lineStart === 0 && isOther(line) ? { type: 'not-ssh', said: said() } : INCOMPLETE;
      if (line.startsWith('SSH-')) {
        const version = /^SSH-(?:2\.0|1\.99)-(\S.*)$/.exec(line);
        if (version === null) return { type: 'not-ssh', said: `"${visibleText(line)}"` };
        return {
          type: 'ssh',
          software: visibleText(version[1]!.slice(0, MAX_SOFTWARE_CHARS)),
          rest: text.subarray(lineStart),
        };
      }
      if (lineStart === 0 && isOther(line)) return { type: 'not-ssh', said: said() };
      lineStart = end + 1;
    }
  }

  return {
    take(chunk) {
      pieces.push(chunk);
      size += chunk.length;
      count += 1;
      const first = size === chunk.length;
      if (size > MAX_GREETING_BYTES || count > MAX_GREETING_PIECES) return { type: 'not-ssh', said: said() };
      if (!first && !chunk.includes(LINE_FEED)) return INCOMPLETE;
      gather();
      return look();
    },
    said,
  };
}

const INCOMPLETE: Greeting = { type: 'incomplete' };

/** Text of another protocol, or bytes that are no text at all (a TLS record begins with 0x15 or 0x16, 0x03). */
function isOther(line: string): boolean {
  return OTHER_PROTOCOL.test(line) || /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(line);
}
