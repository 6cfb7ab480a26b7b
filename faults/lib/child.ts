import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a child of the suite is told. */
export interface ChildTask {
  hosts: readonly string[];
  /** The address all of them have; absent: each is its own. */
  address?: string;
  /** Absent: it starts a fleet of its own. */
  port?: number;
  fanout?: number;
}

/** What it answers. */
export interface ChildReport {
  outcomes: { type: string; reason: string; detail: string; tookMs: number }[];
  /** The most that one host was executed; null without a fleet of its own. */
  executions: number[] | null;
  trouble: string[];
}

/** Runs hosts in a process of its own, started by a shell after `setup`. */
export function inChild(task: ChildTask, setup: readonly string[] = []): Promise<ChildReport> {
  return start('sh', ['-ec', script(setup)], task);
}

/** The same in a network namespace of its own, in which there is nothing, not even a loopback that is up. */
export function inNetworkNamespace(task: ChildTask, setup: readonly string[] = []): Promise<ChildReport> {
  return start('unshare', ['-n', 'sh', '-ec', script(setup)], task);
}

const script = (setup: readonly string[]): string => [...setup, 'exec "$NODE" "$MODULE"'].join('\n');

function start(command: string, args: readonly string[], task: ChildTask): Promise<ChildReport> {
  const env = {
    ...process.env,
    NODE: process.execPath,
    MODULE: join(import.meta.dirname, 'child-main.ts'),
    TASK: JSON.stringify(task),
  };
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said.stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      const line = said.stdout.trim().split('\n').at(-1) ?? '';
      if (code === 0 && line !== '') resolve(JSON.parse(line) as ChildReport);
      else reject(new Error(`the child ended with ${code}: ${said.stderr.trim().slice(-1_000)}`));
    });
  });
}
