import { PLACEHOLDER_PATTERN } from './placeholders.ts';

/** Where a placeholder stands in a command line, as a shell reads it. */
export type Place = 'word' | 'quotes' | 'comment' | 'here-document';

/** A piece of a command line: text that is sent as it is, or a word in braces. */
export type Piece =
  | { type: 'text'; text: string }
  /** `at` counts UTF-16 units. */
  | { type: 'placeholder'; name: string; place: Place; at: number }
  /** `{hots}`: no placeholder, and no expansion of a shell either. */
  | { type: 'lonely-word'; word: string; at: number };

const PLACEHOLDER = new RegExp(`\\{(${PLACEHOLDER_PATTERN})\\}`, 'y');
/** `{{host}}` is how the text `{host}` is written. */
const ESCAPED = new RegExp(`\\{\\{(${PLACEHOLDER_PATTERN})\\}\\}`, 'y');
/** Without a comma or `..` no shell expands it; but `{fd}>file` opens a file in bash. */
const LONELY_WORD = /\{([a-z][A-Za-z0-9_.-]*)\}(?![<>])/y;
/** What stands before the first character of a word. */
const BEFORE_WORD = /[\s;&|()<>]/;

/**
 * What the shell is inside of. In `$(` and `(` words are read as outside; in all others a quoted value could end them, or be
 * evaluated in spite of its quotes.
 */
type Inside = "'" | '"' | '`' | '${' | '$(' | '(' | '((' | '[';
const CLOSED_BY: Record<Inside, string> = {
  "'": "'",
  '"': '"',
  '`': '`',
  '${': '}',
  '$(': ')',
  '(': ')',
  '((': '))',
  '[': ']',
};

/**
 * Reads a command line as a POSIX shell would, as far as quotes, comments and here-documents go. Wherever shells differ, or
 * reading on would take a whole shell, it gives up on the rest: a placeholder counts as a word only where quotes around its value hold.
 */
export function scanCommand(command: string): Piece[] {
  const pieces: Piece[] = [];
  const inside: Inside[] = [];
  let text = '';
  let at = 0;
  let isComment = false;
  let hasHereDocument = false;
  let isUnclear = false;

  const startsWith = (what: string): boolean => command.startsWith(what, at);
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(command);
  };
  function place(): Place {
    if (isComment) return 'comment';
    if (hasHereDocument) return 'here-document';
    return isUnclear || inside.some((one) => one !== '$(' && one !== '(') ? 'quotes' : 'word';
  }
  function take(what: string): void {
    text += what;
    at += what.length;
  }
  function add(piece: Piece, length: number): true {
    if (text !== '') pieces.push({ type: 'text', text });
    text = '';
    pieces.push(piece);
    at += length;
    return true;
  }

  /** Whether the brace here began a placeholder or its like. */
  function takeBraces(): boolean {
    const escaped = match(ESCAPED);
    if (escaped) {
      text += escaped[0].slice(1, -1);
      at += escaped[0].length;
      return true;
    }
    const found = match(PLACEHOLDER);
    if (found) return add({ type: 'placeholder', name: found[1]!, place: place(), at }, found[0].length);
    const lonely = place() === 'word' ? match(LONELY_WORD) : null;
    return lonely !== null && add({ type: 'lonely-word', word: lonely[1]!, at }, lonely[0].length);
  }

  function enter(what: Inside): void {
    inside.push(what);
    take(what);
  }

  /** Takes the next character or operator, outside of comments, quotes and backslashes. */
  function takeCode(top: Inside | undefined): void {
    const character = command[at]!;
    const before = command[at - 1] ?? ' ';
    if (top !== undefined && startsWith(CLOSED_BY[top])) {
      inside.pop();
      return take(CLOSED_BY[top]);
    }
    if (top !== '"') {
      // Code inside of double quotes, and quotes inside of `${…}`: here shells are at odds.
      if (inside.includes('"') && /["'(#`c]/.test(character)) isUnclear = true;
      if (top === '${' && character === "'") isUnclear = true;
      if (startsWith("$'")) isUnclear = true;
      if (character === '#' && BEFORE_WORD.test(before)) isComment = true;
      if (startsWith('<<') && before !== '<' && command[at + 2] !== '<') hasHereDocument = true;
      if (character === "'") return enter("'");
      if (startsWith('((')) return enter('((');
      if (character === '(') return enter('(');
      if (character === '[' && /[A-Za-z0-9_]/.test(before)) return enter('[');
    }
    if (startsWith('$((')) {
      take('$');
      return enter('((');
    }
    if (startsWith('$(')) return enter('$(');
    if (startsWith('${')) return enter('${');
    if (character === '"' || character === '`') return enter(character);
    take(character);
  }

  while (at < command.length) {
    const character = command[at]!;
    const top = inside.at(-1);
    if (character === '{' && takeBraces()) continue;
    if (isComment) {
      isComment = character !== '\n';
      take(character);
    } else if (top === "'") {
      if (character === "'") inside.pop();
      take(character);
    } else if (character === '\\') take(command.slice(at, at + 2));
    else takeCode(top);
  }
  if (text !== '') pieces.push({ type: 'text', text });
  return pieces;
}
