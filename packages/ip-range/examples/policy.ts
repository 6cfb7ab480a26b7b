// A deny list by kind of address: nothing may reach the metadata service of a cloud, however it is written.
import { HostSet, parse } from '@rollcall/ip-range';

const refused = new Set(['metadata', 'multicast', 'broadcast', 'unspecified']);
const asked = parse('169.254.169.250-255, ::ffff:169.254.169.254, 10.0.0.1-3');

let allowed = asked;
for (const part of asked.classes()) {
  if (!refused.has(part.class)) continue;
  console.log(`refused, ${part.class}: ${part.set.fold()}`);
  allowed = allowed.difference(part.set);
}
console.log(`allowed: ${allowed.fold()}`);
console.log(`of them private: ${allowed.intersection(HostSet.of(['10.0.0.0/8'])).size}`);
