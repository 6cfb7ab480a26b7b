// Runs in the page of the benchmark: paints the mosaic of a big run and says how long each repaint took.
/// <reference lib="dom" />
import { hostStateCode } from '@rollcall/protocol';
import { layOut } from '../../packages/console/src/view/run/mosaic/geometry.ts';
import { MosaicPainter } from '../../packages/console/src/view/run/mosaic/painter.ts';
import { readPalette } from '../../packages/console/src/view/run/mosaic/palette.ts';

/** Times of one kind of repaint, in ms: the calls alone, and until the pixels are there. */
export interface RepaintTimes {
  callsMs: number[];
  pixelsMs: number[];
}

/** A run like one with trouble: most answer, one in fifty does not, one in a hundred exits with another status. */
function stateOf(host: number): number {
  const state = host % 50 === 7 ? 'unreachable' : host % 100 === 9 ? 'non-zero' : 'success';
  return hostStateCode(state);
}

/**
 * Repaints the mosaic of `count` hosts `rounds` times after as many uncounted ones.
 * @param changed hosts that change in one frame, next to each other as they are called; null repaints all
 */
function repaint(count: number, changed: number | null, rounds: number): RepaintTimes {
  const label = (host: number): string => `10.${host >> 16}.${(host >> 8) & 255}.${host & 255}`;
  const layout = layOut(count, label, 888, count);
  const element = document.createElement('canvas');
  document.body.replaceChildren(element);
  const states = new Uint8Array(count);
  const content = {
    states,
    hatched: new Set<number>(),
    addressOf: label,
    faded: () => false,
    hasFonts: true,
  };
  const painter = new MosaicPainter(element, layout, readPalette('dark'), content, 1);
  painter.paintAll();
  const canvas = element.getContext('2d')!;
  const times: RepaintTimes = { callsMs: [], pixelsMs: [] };
  for (let round = 0; round < 2 * rounds; round += 1) {
    const from = (round * (changed ?? 0)) % count;
    const hosts = Array.from({ length: changed ?? count }, (_, at) => (from + at) % count);
    for (const host of hosts) states[host] = round % 2 === 0 ? stateOf(host) : 0;
    canvas.getImageData(0, 0, 1, 1);
    const startMs = performance.now();
    if (changed === null) painter.paintAll();
    else painter.paintHosts(hosts);
    const calledMs = performance.now();
    canvas.getImageData(0, 0, 1, 1);
    if (round < rounds) continue;
    times.callsMs.push(calledMs - startMs);
    times.pixelsMs.push(performance.now() - startMs);
  }
  return times;
}

Object.assign(globalThis, { repaint });
