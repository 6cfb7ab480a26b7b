import type { HostClass } from './host-class.ts';

/**
 * What ipaddr.js does not tell apart, or does not know, as specs; the first that holds an address decides.
 *
 * `metadata`: addresses at which clouds answer with credentials; no range shows them. As of 2026-11. From the makers'
 * documents: 169.254.169.254 (most), 100.100.100.200 (Alibaba), 168.63.129.16 (Azure host channel), 192.0.0.192 (old
 * Oracle), fd00:ec2::254 (AWS). From secondary sources: the others. The rest is from the IANA special-purpose
 * registries (RFC 6890 and later), where ipaddr.js says `reserved` of several things.
 */
export const OWN_BLOCKS: readonly (readonly [name: HostClass, blocks: string])[] = [
  [
    'metadata',
    '169.254.169.254,169.254.170.2,23,169.254.0.23,100.100.100.200,168.63.129.16,192.0.0.192,fd00:ec2::254,fd00:ec2::23,fd20:ce::254',
  ],
  ['documentation', '192.0.2.*,198.51.100.*,203.0.113.*,233.252.0.*,2001:db8::/32,3fff::/20'],
  ['benchmark', '198.18.0.0/15'],
  ['translation', '64:ff9b:1::/48'],
];

/**
 * The classes of the ranges that ipaddr.js names; those of a name that is not here are `reserved`. In `embedded` ones an
 * IPv4 address follows the prefix, and theirs is the class of that.
 */
export const NAMED_RANGES: Readonly<Record<string, HostClass | 'embedded'>> = {
  unspecified: 'unspecified',
  broadcast: 'broadcast',
  multicast: 'multicast',
  linkLocal: 'link-local',
  loopback: 'loopback',
  carrierGradeNat: 'shared',
  private: 'private',
  uniqueLocal: 'private',
  teredo: 'translation',
  rfc6145: 'translation',
  benchmarking: 'benchmark',
  ipv4Mapped: 'embedded',
  rfc6052: 'embedded',
  '6to4': 'embedded',
};
