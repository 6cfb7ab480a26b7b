import { enErrors } from './en-errors.ts';
import type { Sentences } from './sentence.ts';

/** English sentences for every issue code. */
export const en: Sentences = {
  ...enErrors,
  'host-bits': ['{text} means the network {network}.'],
  'network-broadcast-included': [
    '{text} includes {network} and {broadcast}.',
    'They are often the network and broadcast addresses.',
  ],
  duplicate: ['all=All of this is already listed.|{count,} of these hosts are already listed.'],
  'excluded-nothing': ['This excludes nothing that is selected.'],
  'looks-like-a-range': ['{name} is read as one host name.', 'For a range write {range}.'],
  'address-then-name': [
    '{address} and {name} are read as two hosts.',
    'In a hosts file they are one machine: write one of them.',
  ],
  'sensitive-address': [
    'metadata={host} is an address where clouds give out credentials.|' +
      'unspecified={host} is not the address of one host.|broadcast={host} is the broadcast address.|' +
      '{host} is a {class} address.',
    'Leave it out unless you mean it.',
  ],
};
