// A server for tests that can be killed: starts the fake engine, hands one run over, and says so on stdout.
import { fileURLToPath } from 'node:url';
import { startLocalEngine } from '../dispatch/local-engine.ts';

const [folder, run] = process.argv.slice(2);
const link = await startLocalEngine({
  folder: folder!,
  routes: new Map(),
  identities: [],
  knownHosts: [],
  agentSocket: null,
  engineModule: fileURLToPath(new URL('./fake-engine.ts', import.meta.url)),
  onLog: (_level, text) => process.stderr.write(`${text}\n`),
});
await link.dispatch(run!, { password: 'right' });
process.stdout.write('begun\n');
