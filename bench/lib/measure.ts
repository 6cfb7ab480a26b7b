import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the operating system says of one finished command and its children. */
export interface Figures {
  wallS: number;
  /** User and system time together. */
  cpuS: number;
  maxRssMiB: number;
  exitStatus: number;
}

export interface Contender {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Throws when the command did not really do its work, so that a fast failure is never a good figure. */
  check?: (stdout: string, figures: Figures) => void;
}

/** Runs one command under GNU time; its output goes to memory, so the terminal costs nothing. */
export async function measure(contender: Contender): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const file = join(folder, 'time');
  const args = ['-q', '-o', file, '-f', '%e %U %S %M %x', contender.command, ...contender.args];
  const child = spawn('/usr/bin/time', args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...contender.env },
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [wall, user, system, rss, status] = readFileSync(file, 'utf8').trim().split(/\s+/).map(Number);
  rmSync(folder, { recursive: true });
  const figures = { wallS: wall!, cpuS: user! + system!, maxRssMiB: rss! / 1024, exitStatus: status! };
  try {
    contender.check?.(Buffer.concat(stdout).toString(), figures);
  } catch (error) {
    throw new Error(
      `${contender.name}: ${String(error)}\n${Buffer.concat(stderr).toString().slice(-2_000)}`,
      { cause: error },
    );
  }
  return figures;
}

/**
 * Runs all contenders in turn, `rounds` times (A B C A B C …) after one uncounted round,
 * so that a machine that changes its speed changes it for everyone.
 */
export async function inTurn(contenders: Contender[], rounds: number): Promise<Map<string, Figures[]>> {
  const results = new Map<string, Figures[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of contenders) {
      const figures = await measure(contender);
      process.stderr.write(
        `  ${round === 0 ? 'warm-up' : `round ${round}`}  ${contender.name}: ${figures.wallS.toFixed(2)} s\n`,
      );
      if (round > 0) results.get(contender.name)!.push(figures);
    }
  }
  return results;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The median of the ratios of two contenders, round by round. */
export function medianRatio(a: readonly number[], b: readonly number[]): number {
  return median(a.map((value, round) => value / b[round]!));
}
