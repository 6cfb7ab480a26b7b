import type { WarningCode } from '../types.ts';
import { grouped, type Sentence } from './sentence.ts';

const CLASSES: Record<string, string> = {
  metadata: 'an address where clouds give out credentials',
  unspecified: 'not the address of one host',
  'link-local': 'a link-local address',
  multicast: 'a multicast address',
  broadcast: 'the broadcast address',
  reserved: 'a reserved address',
};

/** English sentences for warnings. */
export const enWarnings: Record<WarningCode, Sentence> = {
  'host-bits': { message: (p) => `${p.text} means the network ${p.network}.` },
  'network-broadcast-included': {
    message: (p) => `${p.text} includes ${p.network} and ${p.broadcast}.`,
    hint: () => 'They are often the network and broadcast addresses.',
  },
  duplicate: {
    message: (p) =>
      p.all === 1
        ? 'All of this is already listed.'
        : `${grouped(p.count)} of these hosts are already listed.`,
  },
  'excluded-nothing': { message: () => 'This excludes nothing that is selected.' },
  'looks-like-a-range': {
    message: (p) => `${p.name} is read as one host name.`,
    hint: (p) => `For a range write ${p.range}.`,
  },
  'address-then-name': {
    message: (p) => `${p.address} and ${p.name} are read as two hosts.`,
    hint: () => 'In a hosts file they are one machine: write one of them.',
  },
  'sensitive-address': {
    message: (p) => `${p.host} is ${CLASSES[p.class ?? ''] ?? p.class}.`,
    hint: () => 'Leave it out unless you mean it.',
  },
};
