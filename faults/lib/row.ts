import type { Rig } from './rig.ts';

/** One line of the suite. */
export interface Row {
  /** `F-01` … of the table of faults, `T-…` of the threats, or a word for a check of its own. */
  readonly id: string;
  /** What the host does, or what is checked. */
  readonly sentence: string;
  /** The figure that has to be met, in words. */
  readonly pass: string;
  /** Takes minutes: only with `--long`, or when it is named with `--only`. */
  readonly long?: true;
  /** In a process of its own, since how large that becomes is what it is about. What is given grows its heap first. */
  readonly apart?: (rig: Rig) => Promise<unknown>;
  /** Why it cannot be run on this machine; undefined when it can. */
  readonly cannotRun?: () => string | undefined;
  /** Carries it out and says what was measured, in words. What is wrong goes to `rig.check`. */
  readonly run: (rig: Rig) => Promise<string>;
}

/** How a line ended. */
export interface Result {
  readonly id: string;
  readonly sentence: string;
  readonly pass: string;
  readonly verdict: 'PASS' | 'FAIL' | 'SKIP';
  /** What was measured, or why the row was left out. */
  readonly measured: string;
  /** Of the common pass line; empty for a row that was left out. */
  readonly common: string;
  readonly problems: readonly string[];
  readonly seconds: number;
}

/** A row that this machine cannot run as root has a reason. */
export const needsRoot = (): string | undefined =>
  process.getuid?.() === 0 ? undefined : 'needs root for a network namespace';
