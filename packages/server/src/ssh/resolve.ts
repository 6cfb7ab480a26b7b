import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import pLimit from 'p-limit';

/** Finds the addresses of a name, best first. Rejects with an error that carries a system code. */
export type Resolve = (name: string) => Promise<string[]>;

/**
 * libuv runs at most half of its threads (rounded up) on name lookups. Handing it more would only start the clocks of lookups
 * that wait in its queue, and call names unanswered that were never asked.
 */
const LOOKUPS_AT_ONCE = Math.ceil((Number(process.env['UV_THREADPOOL_SIZE']) || 4) / 2);

/** Looks names up as the system does (hosts file, search domains, DNS). */
export const systemResolve: Resolve = async (name) => {
  const found = await lookup(name, { all: true });
  return found.map(({ address }) => address);
};

/** Lets few lookups run at once; `onStart` is called when one really begins. */
export function createLookups(resolve: Resolve) {
  const limit = pLimit(LOOKUPS_AT_ONCE);
  return (name: string, onStart: () => void, wanted: () => boolean): Promise<string[]> =>
    limit(() => {
      if (!wanted()) return [];
      onStart();
      return resolve(name);
    });
}
export type Lookups = ReturnType<typeof createLookups>;

/** An address is dialled as it is, whatever the name server does. */
export function isLiteral(host: string): boolean {
  return isIP(host) !== 0;
}
