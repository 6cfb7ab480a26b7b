import { useEffect, useRef } from 'react';

/**
 * Keys and what they do. A key is `j`, `?`, `Enter`, `shift+f`, `ctrl+Enter` (on macOS also ⌘) or a sequence `g r`.
 * Returning `false` lets the key go on to the browser.
 */
export type Hotkeys = Record<string, (event: KeyboardEvent) => void | boolean>;

const SEQUENCE_MS = 1_200;

/** Whether `target` takes typed characters, so that single letters belong to it. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !/^(button|checkbox|radio|range|submit)$/.test(target.type);
}

/** The name of a pressed key as `Hotkeys` writes it; null for a modifier alone or inside an input method. */
export function keyName(event: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing?: boolean;
}): string | null {
  if (event.isComposing || event.altKey) return null;
  if (/^(Control|Shift|Alt|Meta|Process|Dead|Unidentified)$/.test(event.key)) return null;
  const letter = event.key.length === 1;
  const key = letter ? event.key.toLowerCase() : event.key;
  const ctrl = event.ctrlKey || event.metaKey ? 'ctrl+' : '';
  // Of characters only letters name their shift: `?` needs it on one keyboard and not on another.
  const shift = event.shiftKey && (!letter || key !== key.toUpperCase()) ? 'shift+' : '';
  return `${ctrl}${shift}${key}`;
}

/** Whether a key works inside a text field: named keys and chords do, single characters do not. */
const worksInText = (name: string): boolean => /^(ctrl\+|(shift\+)?F\d+$|Escape$)/.test(name);

const inDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"],[role="menu"]') !== null;

const inButton = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button,a[href],summary') !== null;

/** The maps of all mounted components, the newest last. One listener serves them, so that a sequence goes before a letter. */
const active: { current: Hotkeys }[] = [];
let pending: { key: string; atMs: number } | null = null;

function actionOf(name: string): Hotkeys[string] | undefined {
  return active.findLast((keys) => Object.hasOwn(keys.current, name))?.current[name];
}

function onKeyDown(event: KeyboardEvent): void {
  const name = keyName(event);
  if (name === null || event.defaultPrevented || inDialog(event.target)) return;
  if (takesText(event.target) && !worksInText(name)) return;
  if ((name === 'Enter' || name === ' ') && inButton(event.target)) return;
  const first = pending && event.timeStamp - pending.atMs < SEQUENCE_MS ? pending.key : null;
  pending = null;
  const second = first === null ? undefined : actionOf(`${first} ${name}`);
  if (!second && active.some((keys) => Object.keys(keys.current).some((key) => key.startsWith(`${name} `))))
    pending = { key: name, atMs: event.timeStamp };
  const action = second ?? actionOf(name);
  if (action && action(event) !== false) event.preventDefault();
}

/**
 * Listens for `keys` as long as the component is there. Keys rest while a dialog or a menu has the focus; characters
 * rest inside text fields (WCAG 2.1.4), `Enter` and blank on a button or link, which have their own meaning for them.
 */
export function useHotkeys(keys: Hotkeys): void {
  const own = useRef(keys);
  useEffect(() => {
    own.current = keys;
  });
  useEffect(() => {
    if (active.length === 0) window.addEventListener('keydown', onKeyDown);
    active.push(own);
    return () => {
      active.splice(active.indexOf(own), 1);
      if (active.length === 0) window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}
