import { expect, it, vi } from 'vitest';
import { latest } from './latest.ts';

/** A worker that answers when it is told to. */
function worker() {
  const sent: string[] = [];
  const heard = vi.fn<(question: string, answer: string) => void>();
  const { ask, answered } = latest<string, string>((question) => sent.push(question), heard);
  return { sent, heard, ask, answer: () => answered(`of ${sent.at(-1)}`) };
}

it('a question is sent at once, and its answer delivered with it', () => {
  const { sent, heard, ask, answer } = worker();
  ask('a');
  expect(sent).toEqual(['a']);
  answer();
  expect(heard.mock.calls).toEqual([['a', 'of a']]);
});

it('of the questions asked meanwhile only the newest is sent, and only its answer delivered', () => {
  const { sent, heard, ask, answer } = worker();
  for (const question of ['a', 'b', 'c', 'd']) ask(question);
  expect(sent).toEqual(['a']);
  answer();
  expect(sent).toEqual(['a', 'd']);
  expect(heard).not.toHaveBeenCalled();
  answer();
  expect(heard.mock.calls).toEqual([['d', 'of d']]);
});

it('the worker is free again after its answer', () => {
  const { sent, heard, ask, answer } = worker();
  for (const question of ['a', 'b']) {
    ask(question);
    answer();
  }
  expect(sent).toEqual(['a', 'b']);
  expect(heard).toHaveBeenCalledTimes(2);
});

it('an answer to nothing is none', () => {
  const { heard, answer } = worker();
  answer();
  expect(heard).not.toHaveBeenCalled();
});
