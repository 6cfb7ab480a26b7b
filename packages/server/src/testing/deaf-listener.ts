import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

/** A listener whose queue is full: what dials it gets no answer at all, not even a refusal. */
export async function startDeafListener(address: string): Promise<{ port: number; close(): void }> {
  const program = `require('node:net').createServer().listen({ port: 0, host: '${address}', backlog: 1 }, function () {
    require('node:fs').writeSync(1, String(this.address().port));
    process.kill(process.pid, 'SIGSTOP');
  })`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(said.toString());
  const fillers = Array.from({ length: 4 }, () => connect(port, address).on('error', () => undefined));
  await Promise.all(fillers.slice(0, 2).map((filler) => once(filler, 'connect')));
  return {
    port,
    close() {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    },
  };
}
