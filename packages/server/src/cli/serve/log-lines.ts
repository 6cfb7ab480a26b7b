import { clockTime, visibleText, type Locale, type Span, type Words } from '@rollcall/protocol';
import { wordsOf } from '../../run/in-chinese.ts';
import type { Paint } from '../terminal/colour.ts';
import type { Screen } from '../terminal/screen.ts';

/** What the log's lines have in common. */
interface LogLine {
  level: number;
  time: number;
  msg?: string;
  err?: { message?: string; stack?: string };
}

/** Levels of pino from which a line is a warning or an error. */
const WARN = 40;
const ERROR = 50;

/** A terminal that a person reads. */
interface Terminal {
  paint: Paint;
  locale: Locale;
}

const ERROR_WORD: Words = { en: 'error', zh: '错误' };
const WARNING_WORD: Words = { en: 'warning', zh: '注意' };
const INFO_WORD: Words = { en: 'info', zh: '信息' };
const COLON: Words = { en: ': ', zh: '：' };

/**
 * Where the log goes: stderr, as lines for a person on a terminal, as the JSON lines that they are anywhere else.
 */
export function logDestination(screen: Screen, terminal: Terminal | null): { write(line: string): void } {
  return { write: (line) => screen.note(terminal ? forPerson(line, terminal) : line) };
}

function forPerson(line: string, { paint, locale }: Terminal): string {
  const { level, time, msg = '', err } = JSON.parse(line) as LogLine;
  const role = level >= ERROR ? 'fail' : level >= WARN ? 'exit' : 'dim';
  const word = level >= ERROR ? ERROR_WORD : level >= WARN ? WARNING_WORD : INFO_WORD;
  const said = [msg, err?.message ?? ''].filter((part) => part !== '');
  const words = said.map((part) => wordsOf(part)[locale]).join(COLON[locale]);
  const spans: Span[] = [
    { text: `${clockTime(time)} `, role: 'dim' },
    { text: `${word[locale]}${COLON[locale]}`, role },
    { text: visibleText(words), role: 'plain' },
  ];
  return `${paint(spans)}\n`;
}
