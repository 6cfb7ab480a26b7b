// Run by the ip-range benchmark in a process of its own, so that nobody inherits the heap of another:
// a /8 as strings three times. Prints millions of hosts a second, and how far resident memory rose, in MiB.
import { parse } from '@rollcall/ip-range';
import { expandCidr } from 'cidr-tools';
import { median } from './measure.ts';

const hosts = (block: string): Iterable<string> =>
  process.argv[2] === 'cidr-tools' ? expandCidr(block) : parse(block);

/** Hosts counted, and the highest resident memory met on the way, in bytes. */
function walk(block: string): { count: number; peak: number } {
  let [count, peak] = [0, 0];
  for (const host of hosts(block)) {
    if (host === '') throw new Error('no host');
    count += 1;
    if ((count & 0xfffff) === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  return { count, peak };
}

// Not counted: compiling, and the young generation of the heap growing to its working size.
walk('10.0.0.0/10');
const before = process.memoryUsage.rss();
const rates: number[] = [];
let grown = 0;
for (let round = 0; round < 3; round += 1) {
  const start = performance.now();
  const { count, peak } = walk('10.0.0.0/8');
  rates.push(count / (performance.now() - start) / 1000);
  grown = Math.max(grown, peak - before);
  if (count !== 16_777_216) throw new Error(`${count} hosts`);
}
process.stdout.write(JSON.stringify({ rate: median(rates), grownMiB: grown / 2 ** 20 }));
