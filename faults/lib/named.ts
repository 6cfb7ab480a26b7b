import type { Asked } from './rig.ts';

/** `count` hosts alike: `name-1`, `name-2`, … */
export const named = (count: number, name: string, target: Omit<Asked, 'host'>): Asked[] =>
  Array.from({ length: count }, (_, at) => ({ host: `${name}-${at + 1}`, ...target }));
