import {
  useLayoutEffect,
  useRef,
  type ClipboardEvent,
  type ComponentProps,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react';
import { cx } from '../ui/cx.ts';
import styles from './growing-text.module.css';

/** A stretch of the text that is underlined, in UTF-16 units. */
export interface MarkedPlace {
  index: number;
  length: number;
  tone: 'fail' | 'exit';
}

interface GrowingTextProps extends Omit<ComponentProps<'textarea'>, 'value' | 'rows' | 'className'> {
  value: string;
  ref: RefObject<HTMLTextAreaElement | null>;
  marks?: readonly MarkedPlace[];
  /** The mark whose element is handed out, to draw under it. */
  current?: number;
  currentRef?: Ref<HTMLElement>;
  'data-field': string;
  /** Drawn before the first character, as `$`. */
  prompt?: string;
  /** Begins at six lines and grows to half of the window, for the text of a file. */
  sheet?: boolean;
}

/** Marks beyond this are not drawn; the count says how many there are. */
const MAX_MARKS = 200;
/**
 * Of a longer text only the beginning is copied, without marks: enough for the height, while laying out 10,000 pasted
 * lines twice took 350 ms at a stretch. The message below still names line and column.
 */
const MAX_COPIED = 8_000;
/** A longer line is set in the font of the system: 256 KiB of prose in one line took 2.7 s a key in ours, a tenth in that. */
const MAX_LINE = 50_000;

/**
 * A mono text field that grows from one line to six. Behind it lies a copy of the text that gives it its height and
 * carries the squiggles, since a text area cannot style a part of itself.
 */
export function GrowingText(props: GrowingTextProps): ReactNode {
  const { value, marks = [], current, currentRef, prompt, sheet, ref, ...area } = props;
  const copy = useRef<HTMLDivElement>(null);
  const long = value.length > MAX_COPIED;
  const follow = (): void => {
    if (!long && copy.current && ref.current) copy.current.scrollTop = ref.current.scrollTop;
  };
  useLayoutEffect(follow);
  return (
    <div
      className={cx(styles['box'], prompt !== undefined && styles['prompted'], sheet && styles['sheet'])}
      data-prompt={prompt}
    >
      <div ref={copy} className={styles['copy']} aria-hidden="true">
        {(long ? pieces(value.slice(0, MAX_COPIED), []) : pieces(value, marks.slice(0, MAX_MARKS))).map(
          ({ text, mark, at }) =>
            mark === null ? (
              text
            ) : (
              <span
                key={at}
                className={styles[marks[mark]!.tone]}
                {...(mark === current ? { ref: currentRef } : {})}
              >
                {text}
              </span>
            ),
        )}
        {/* A last line break has no height of its own. */}
        {'\u200b'}
      </div>
      <textarea
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        autoCorrect="off"
        {...area}
        ref={ref}
        onPaste={(event) => {
          area.onPaste?.(event);
          if (!event.defaultPrevented) beforePaste(event);
        }}
        rows={1}
        value={value}
        className={cx(styles['area'], hasLongLine(value) && styles['vast'])}
        onScroll={follow}
        translate="no"
      />
    </div>
  );
}

/** Sets a line that is about to become long in its font beforehand: else all of it is laid out twice, 20 ms each time. */
function beforePaste({ currentTarget: field, clipboardData }: ClipboardEvent<HTMLTextAreaElement>): void {
  const { value, selectionStart, selectionEnd } = field;
  const pasted = clipboardData.getData('text/plain');
  const long = hasLongLine(`${value.slice(0, selectionStart)}${pasted}${value.slice(selectionEnd)}`);
  if (long) field.classList.add(styles['vast']!);
}

/** Looks at a few places only, however long the text is: another font would lay out all of a long list once more. */
export function hasLongLine(text: string, most = MAX_LINE): boolean {
  let from = 0;
  while (text.length - from > most) {
    const end = text.lastIndexOf('\n', from + most);
    if (end < from) return true;
    from = end + 1;
  }
  return false;
}

interface Piece {
  text: string;
  /** Index of the mark; null for plain text. */
  mark: number | null;
  at: number;
}

/** The text cut at the marks; a mark without length takes the character before it, overlapping ones are left out. */
function pieces(text: string, marks: readonly MarkedPlace[]): Piece[] {
  const all: Piece[] = [];
  let at = 0;
  for (const [mark, { index, length }] of marks.entries()) {
    const from = length === 0 ? Math.max(0, Math.min(index, text.length) - 1) : index;
    const to = Math.min(text.length, length === 0 ? from + 1 : index + length);
    if (from < at || to <= from) continue;
    all.push({ text: text.slice(at, from), mark: null, at }, { text: text.slice(from, to), mark, at: from });
    at = to;
  }
  all.push({ text: text.slice(at), mark: null, at });
  return all;
}
