import { parseArgs } from 'node:util';

/** What the suite was asked for. */
export interface Options {
  seed: number;
  /** Ids of rows; empty for all. */
  only: readonly string[];
  /** How often each fault is made, at moments of their own. */
  repeat: number;
  long: boolean;
  json: boolean;
  /** Write faults/results. */
  write: boolean;
}

/** Throws an error whose message is for a person. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      only: { type: 'string', default: '' },
      repeat: { type: 'string', default: '1' },
      long: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const { long, json, write } = values;
  return {
    seed: values.seed === undefined ? Date.now() % 1_000_000 : wholeNumber('seed', values.seed),
    only: values.only.split(',').filter((id) => id !== ''),
    repeat: Math.max(1, wholeNumber('repeat', values.repeat)),
    long,
    json,
    write,
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} wants a whole number, not ${text}`);
  return Number(text);
}
