import { useId, useState, type ComponentProps, type KeyboardEvent, type RefObject } from 'react';
import { completionAt, type GroupOption } from './group-completion.ts';
import type { Groups } from './use-groups.ts';

interface ListboxState {
  id: string;
  options: readonly GroupOption[];
  active: number;
  onChoose: (option: GroupOption) => void;
  onActive: (index: number) => void;
}

interface CompletionState {
  /** For the field: its part of the pattern of a text box with a list. */
  field: Pick<
    ComponentProps<'textarea'>,
    'onKeyDown' | 'onBlur' | 'aria-autocomplete' | 'aria-haspopup' | 'aria-controls' | 'aria-activedescendant'
  >;
  /** For the list; null while there is nothing to choose. */
  listbox: ListboxState | null;
  /** A key has changed the text. */
  typed: (caret: number) => void;
  /** The caret may stand elsewhere. */
  moved: (caret: number) => void;
}

const STEPS: Record<string, 1 | -1> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * Offers the names of groups while one is typed behind an `@`. Arrows move, Enter and Tab take, Escape closes; the list
 * opens by typing only, so that it is never in the way of who reads or moves about.
 */
export function useCompletion(
  text: string,
  { known }: Groups,
  field: RefObject<HTMLTextAreaElement | null>,
): CompletionState {
  const id = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const completion = caret === null ? null : completionAt(text, caret, known ?? []);
  const choose = ({ name }: GroupOption): void => {
    const area = field.current;
    if (!area || !completion) return;
    area.focus();
    area.setSelectionRange(completion.from, completion.to);
    // Unlike a new value, this can be undone by the person.
    document.execCommand('insertText', false, `@${name}`);
    setCaret(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (!completion || !plain || event.nativeEvent.isComposing) return;
    const { options } = completion;
    const step = STEPS[event.key];
    const chosen = options[active];
    if (step !== undefined) setActive((active + step + options.length) % options.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) choose(chosen);
    else if (event.key === 'Escape') setCaret(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    field: {
      onKeyDown,
      onBlur: () => setCaret(null),
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      ...(completion ? { 'aria-controls': id, 'aria-activedescendant': `${id}-${active}` } : {}),
    },
    listbox: completion
      ? { id, options: completion.options, active, onChoose: choose, onActive: setActive }
      : null,
    typed: (at) => {
      setCaret(at);
      setActive(0);
    },
    moved: (at) => setCaret((now) => (now === null || now === at ? now : null)),
  };
}
