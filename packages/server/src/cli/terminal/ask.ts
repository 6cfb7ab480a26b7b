import { closeSync, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';

/** The person pressed Ctrl-C at a question. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Asks the person at the controlling terminal, whatever stdin and stdout are. */
export interface Asker {
  /** @param question with its blank at the end, e.g. `Password for ops: ` */
  line(question: string): Promise<string>;
  /** As `line`, without showing what is typed. */
  secret(question: string): Promise<string>;
}

/** The controlling terminal of this process, or null where there is none (cron, CI, a service). */
export function openAsker(path = '/dev/tty'): Asker | null {
  try {
    closeSync(openSync(path, 'r+'));
  } catch {
    return null;
  }
  return { line: (question) => ask(path, question, true), secret: (question) => ask(path, question, false) };
}

/** Opened for each question, so that the terminal is in its usual mode whenever nothing is asked. */
async function ask(path: string, question: string, echo: boolean): Promise<string> {
  const fd = openSync(path, 'r+');
  const input = new ReadStream(fd);
  input.setRawMode(true);
  try {
    writeSync(fd, question);
    return await readLine(input, echo ? (text) => writeSync(fd, text) : null);
  } finally {
    writeSync(fd, '\r\n');
    input.setRawMode(false);
    input.destroy();
  }
}

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const BACKSPACE = '\b';
const CTRL_U = '\u0015';
const DELETE = '\u007f';

function readLine(input: ReadStream, echo: ((text: string) => void) | null): Promise<string> {
  let typed: string[] = [];
  const erase = (count: number): void => {
    const gone = Math.min(count, typed.length);
    typed = typed.slice(0, typed.length - gone);
    echo?.('\b \b'.repeat(gone));
  };
  return new Promise((resolve, reject) => {
    const press = (key: string): void => {
      switch (key) {
        case CTRL_C:
          return reject(new Interrupted());
        case CTRL_D:
          return typed.length === 0 ? reject(new Interrupted()) : undefined;
        case BACKSPACE:
        case DELETE:
          return erase(1);
        case CTRL_U:
          return erase(typed.length);
        default:
          if (key < ' ') return;
          typed.push(key);
          echo?.(key);
      }
    };
    input.setEncoding('utf8');
    input.on('data', (text: string) => {
      // An arrow or function key is a sequence, not text.
      if (text.startsWith('\u001b')) return;
      for (const key of text) {
        if (key === '\r' || key === '\n') return resolve(typed.join(''));
        press(key);
      }
    });
    input.on('error', reject);
    input.on('end', () => reject(new Interrupted()));
  });
}
