// Loaded into a measured process with --import: writes the delay of its event loop to a file when it ends.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const folder = process.env['ROLLCALL_PROBE'];
if (folder) {
  const histogram = monitorEventLoopDelay({ resolution: 5 });
  histogram.enable();
  // A new measurement begins on SIGUSR2, so that start-up is not counted.
  process.on('SIGUSR2', () => histogram.reset());
  process.on('exit', () => {
    const ms = (ns: number): number => Math.max(0, ns / 1e6 - 5);
    const figures = {
      args: process.argv.slice(1),
      p50: ms(histogram.percentile(50)),
      p99: ms(histogram.percentile(99)),
      max: ms(histogram.max),
    };
    writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(figures));
  });
}
