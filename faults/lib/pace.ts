import { median } from '../../bench/lib/measure.ts';

/**
 * How much longer the healthy hosts of a run take beside faults than alone. Each run with faults stands between two without, so
 * that a machine that changes its speed changes it for all; of the runs of a row the median counts.
 */
export interface Pace {
  /** Carries out `run`, which gives the ms of each healthy host in it. */
  beside(run: () => Promise<readonly number[]>): Promise<void>;
  /** Undefined before the first run. */
  slowed(): number | undefined;
}

/** @param alone runs the healthy hosts without faults, and gives the ms of each */
export function createPace(alone: () => Promise<readonly number[]>): Pace {
  const ratios: number[] = [];
  let before: number | undefined;
  return {
    async beside(run) {
      before ??= median([...(await alone())]);
      const during = median([...(await run())]);
      const after = median([...(await alone())]);
      ratios.push(during / ((before + after) / 2));
      before = after;
    },
    slowed: () => (ratios.length === 0 ? undefined : median(ratios)),
  };
}
