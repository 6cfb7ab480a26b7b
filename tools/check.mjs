// Everything that continuous integration runs, in the order in which it fails fastest.
import { spawnSync } from 'node:child_process';

const steps = [
  ['format', 'oxfmt --check'],
  ['build', 'npm run -s build'],
  ['lint', 'oxlint --type-aware --deny-warnings'],
  ['import directions', 'depcruise --config .dependency-cruiser.mjs --output-type err packages'],
  ['unused code', 'knip'],
  ['unit and integration tests', 'vitest run'],
  ['whole-product tests', 'playwright test --config e2e/playwright.config.ts'],
];

for (const [name, command] of steps) {
  const start = performance.now();
  console.log(`\n── ${name}: ${command}`);
  const step = spawnSync(command, { shell: true, stdio: 'inherit' });
  if (step.status !== 0) {
    console.error(`\nFailed: ${name} (${command})`);
    process.exit(step.status ?? 1);
  }
  console.log(`── ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
