import { clockTime, visibleText, type Span } from '@rollcall/protocol';
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

/**
 * Where the log goes: stderr, as lines for a person on a terminal, as the JSON lines that they are anywhere else.
 */
export function logDestination(screen: Screen, terminal: Paint | null): { write(line: string): void } {
  return { write: (line) => screen.note(terminal ? forPerson(line, terminal) : line) };
}

function forPerson(line: string, paint: Paint): string {
  const { level, time, msg = '', err } = JSON.parse(line) as LogLine;
  const role = level >= ERROR ? 'fail' : level >= WARN ? 'exit' : 'dim';
  const word = level >= ERROR ? 'error' : level >= WARN ? 'warning' : 'info';
  const words = [msg, err?.message].filter((part) => part !== undefined && part !== '').join(': ');
  const spans: Span[] = [
    { text: `${clockTime(time)} `, role: 'dim' },
    { text: `${word}: `, role },
    { text: visibleText(words), role: 'plain' },
  ];
  return `${paint(spans)}\n`;
}
