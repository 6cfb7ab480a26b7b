/**
 * What `sh` says on the way to the command: lines of its own on standard error, or on the one stream of a terminal, that begin with a
 * random word, so that nothing prints one by chance. None of them is output.
 */
export interface Marks {
  /** Begins every line. */
  readonly mark: string;
  /** What sudo is told to ask with; no line end follows it. */
  readonly prompt: string;
}

/** Why `sh` does not run the command although it could be reached. */
export type Refusal = 'working-folder' | 'no-interpreter' | 'no-sudo';

/** @param random at least 16 hexadecimal digits */
export function marksOf(random: string): Marks {
  return { mark: `rc-${random}`, prompt: `rc-${random} password:` };
}
