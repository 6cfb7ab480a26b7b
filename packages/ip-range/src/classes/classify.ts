import { fault } from '../parse/fault.ts';
import { refusal } from '../parse/issues.ts';
import { readSpec } from '../parse/read-spec.ts';
import { countOf } from '../sets/order.ts';
import { partByClass } from './classes.ts';
import type { HostClass } from './host-class.ts';

/**
 * What kind of host one address or name is; a port, a zone and a user do not matter.
 * @throws HostRangeError when the text is not one host
 */
export function classify(host: string): HostClass {
  const { faults, shelves } = readSpec(host);
  const [part] = partByClass(shelves);
  const size = countOf(shelves);
  if (faults.length === 0 && part !== undefined && size === 1n) return part.class;
  throw refusal(
    host,
    faults.length > 0 ? faults : [fault('too-many-hosts', 0, host.length, { size: String(size), limit: 1 })],
  );
}
