// Packs the package and runs smoke.js in every runtime it is for: Node, Chromium, Deno and Bun, all with one answer.
// By hand, because Deno and Bun are about 100 MB each: node packages/ip-range/tools/runtimes.ts
import { rmSync } from 'node:fs';
import { browserVersion, emptyProject, run, smokeInBrowser } from './empty-project.ts';

const { folder, project } = emptyProject();
const npx = (...words: string[]): string => run(project, 'npm', 'exec', '--yes', '--', ...words);
const [expected, ...others] = [
  { name: `Node ${process.version}`, said: run(project, process.execPath, 'smoke.js') },
  { name: browserVersion(project), said: await smokeInBrowser(project) },
  {
    name: npx('deno', '--version').split('\n')[0],
    said: npx('deno', 'run', '--node-modules-dir=manual', 'smoke.js'),
  },
  { name: `Bun ${npx('bun', '--version').trim()}`, said: npx('bun', 'run', 'smoke.js') },
] as const;
rmSync(folder, { recursive: true, force: true });

console.log(JSON.parse(expected.said));
console.log(`${expected.name}: as above`);
for (const { name, said } of others) {
  const same = said === expected.said;
  console.log(`${name}: ${same ? 'the same' : said}`);
  if (!same) process.exitCode = 1;
}
