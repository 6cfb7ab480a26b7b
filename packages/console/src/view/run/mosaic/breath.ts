import { HOST_STATE_LOOKS, HOST_STATES } from '@rollcall/protocol';

const PERIOD_MS = 2_000;
/** By how much of its strength a ring fades. */
const DEPTH = 0.1;
/** The eye sees no more steps in a change this small; a frame in which nothing is due costs nothing. */
const STEP_MS = 50;
/** Above this many hosts rings rest: what breathes everywhere says nothing. */
export const BREATHING_HOSTS = 400;

const RINGED: readonly boolean[] = HOST_STATES.map((state) =>
  HOST_STATE_LOOKS[state].cell.startsWith('ring'),
);

/** Strength of a ring at a time, from 0.9 to 1. */
export function ringStrength(atMs: number): number {
  return 1 - (DEPTH * (1 - Math.cos((2 * Math.PI * atMs) / PERIOD_MS))) / 2;
}

/** Calls back before the next repaint with the time in ms; returns the way to take that back. */
export type NextFrame = (callback: (atMs: number) => void) => () => void;

export const animationFrame: NextFrame = (callback) => {
  const id = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(id);
};

/**
 * Lets the rings of running cells breathe as long as there are any; `wake` it when states have changed.
 * @param paint repaints these hosts with rings of this strength
 */
export function breathe(
  states: Uint8Array,
  paint: (hosts: readonly number[], strength: number) => void,
  nextFrame: NextFrame = animationFrame,
): { wake: () => void; stop: () => void } {
  let cancel: (() => void) | null = null;
  let paintedMs = Number.NEGATIVE_INFINITY;
  const frame = (atMs: number): void => {
    cancel = null;
    if (atMs - paintedMs < STEP_MS) return wake();
    const ringed = [...states.keys()].filter((host) => RINGED[states[host]!]);
    if (ringed.length === 0) return undefined;
    paintedMs = atMs;
    paint(ringed, ringStrength(atMs));
    return wake();
  };
  const wake = (): void => {
    cancel ??= nextFrame(frame);
  };
  wake();
  return { wake, stop: () => cancel?.() };
}
