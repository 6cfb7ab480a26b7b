/** Real SSH servers as processes of a test. Not part of the product. */
import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { descendants, killIfThere } from './descendants.ts';

const READY_MS = 20_000;

/** A port of `address` that nobody listens on now. */
export async function freePort(address: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, address, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until it has said `words` so many times on stderr; rejects with what it said when it ends instead. */
export function hasSaid(child: ChildProcess, words: string, times: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => fail('was not ready in time'), READY_MS);
    function fail(what: string): void {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${child.spawnfile} ${what}: ${said.trim()}`));
    }
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`ended with ${code}`));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-16_384);
      if (said.split(words).length - 1 < times) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Ends a server and removes its folder. Sessions outlive their listener, so they are ended by their ids first. */
export async function stopServer(child: ChildProcess, folder: string): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  for (const pid of await descendants(child.pid!)) killIfThere(pid);
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await Promise.race([exited, delay(5_000)]);
  }
  await rm(folder, { recursive: true, force: true });
}
