import { toAnsi, toPlain, type Span } from '@rollcall/protocol';

/**
 * Whether an output is coloured: `--no-color`, then FORCE_COLOR, then NO_COLOR, then whether it is a terminal that
 * knows how (TERM is not `dumb`).
 * @see https://no-color.org and https://force-color.org
 */
export function wantsColour(output: {
  isTerminal: boolean;
  /** False for `--no-color`. */
  allowed: boolean;
  env: NodeJS.ProcessEnv;
}): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: term } = output.env;
  if (!output.allowed) return false;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (none !== undefined && none !== '') return false;
  return output.isTerminal && term !== 'dumb';
}

/** Turns spans into text for one output. */
export type Paint = (spans: readonly Span[]) => string;

/** The painter for an output with or without colour. */
export function painter(colour: boolean): Paint {
  return colour ? toAnsi : toPlain;
}

/** Whether a painter paints. */
export function isColoured(paint: Paint): boolean {
  return paint === toAnsi;
}
