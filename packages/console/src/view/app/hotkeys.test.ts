import { expect, it } from 'vitest';
import { keyName } from './hotkeys.ts';

const press = (key: string, held: Partial<Parameters<typeof keyName>[0]> = {}): string | null =>
  keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

it.each([
  ['j', {}, 'j', 'a letter'],
  ['J', {}, 'j', 'a letter under Caps Lock'],
  ['F', { shiftKey: true }, 'shift+f', 'a letter with Shift'],
  ['?', { shiftKey: true }, '?', 'a sign that needs Shift on this keyboard'],
  ['?', {}, '?', 'a sign that needs none on that one'],
  ['Enter', { ctrlKey: true }, 'ctrl+Enter', 'a chord'],
  ['Enter', { metaKey: true }, 'ctrl+Enter', 'the same on macOS'],
  ['F8', { shiftKey: true }, 'shift+F8', 'a function key with Shift'],
  ['Shift', { shiftKey: true }, null, 'Shift alone'],
  ['j', { isComposing: true }, null, 'a letter inside an input method'],
  ['Process', {}, null, 'a key that an input method took'],
  ['j', { altKey: true }, null, 'Alt, which types other letters'],
] as const)('%s %j is %s: %s', (key, held, name, _why) => {
  expect(press(key, held)).toBe(name);
});
