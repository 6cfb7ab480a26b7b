// pnpm bench [name …]: runs the benchmarks named (default: all) and writes bench/results/<name>.md.
// They are started by hand and never asserted in tests: the machine decides about times.
const benches: Record<string, () => Promise<unknown>> = {
  'real-hosts': () => import('./real-hosts.ts'),
  'second-run': () => import('./second-run.ts'),
  'light-hosts': () => import('./light-hosts.ts'),
  'warm-hosts': () => import('./warm-hosts.ts'),
  'ten-thousand': () => import('./ten-thousand.ts'),
  mosaic: () => import('./mosaic.ts'),
  'one-gib': () => import('./one-gib.ts'),
  'starts-and-stops': () => import('./starts-and-stops.ts'),
  'ip-range': () => import('./ip-range.ts'),
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(
    `No benchmark ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.\n`,
  );
  process.exit(2);
}
for (const name of names.length > 0 ? names : Object.keys(benches)) {
  process.stderr.write(`\n${name}\n`);
  await benches[name]!();
}
process.exit(0);
