import type { Call } from '../call.ts';
import type { DemoHost } from './personas.ts';

/** Answers one command as `host` would. */
export function answerAsHost(host: DemoHost, call: Call): void {
  call.send('stdout', `${host.name}\n`);
  call.finish(0);
}
