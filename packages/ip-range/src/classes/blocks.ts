import type { HostClass } from './host-class.ts';

/**
 * What ipaddr.js does not tell apart, or does not know; the first line that holds an address decides.
 *
 * `metadata`: addresses at which clouds answer with credentials; no range shows them. As of 2026-11. From the makers'
 * documents: 169.254.169.254 (most), 100.100.100.200 (Alibaba), 168.63.129.16 (Azure host channel), 192.0.0.192 (old
 * Oracle), fd00:ec2::254 (AWS). From secondary sources: the others. The rest is from the IANA special-purpose
 * registries (RFC 6890 and later), where ipaddr.js says `reserved` of several things.
 */
export const OWN_BLOCKS: readonly (readonly [name: HostClass, blocks: string])[] = [
  [
    'metadata',
    '169.254.169.254/32 169.254.170.2/32 169.254.170.23/32 169.254.0.23/32 100.100.100.200/32 168.63.129.16/32 192.0.0.192/32 fd00:ec2::254/128 fd00:ec2::23/128 fd20:ce::254/128',
  ],
  ['documentation', '192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 233.252.0.0/24 2001:db8::/32 3fff::/20'],
  ['benchmark', '198.18.0.0/15'],
  ['translation', '64:ff9b:1::/48'],
];

/** What ipaddr.js calls its ranges; what is not here is `reserved`. */
export const NAMED_RANGES: Readonly<Record<string, HostClass>> = {
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
};

/** Ranges of ipaddr.js whose addresses stand for an IPv4 address; they have the class of that. */
export const EMBEDDING = ['ipv4Mapped', 'rfc6052', '6to4'];

/** Blocks whose addresses stand for an IPv4 address, and how many bits follow it. */
export const EMBEDDED: readonly { readonly base: bigint; readonly shift: bigint }[] = [
  // ::ffff:0:0/96, IPv4-mapped (RFC 4291)
  { base: 0xffff_0000_0000n, shift: 0n },
  // 64:ff9b::/96, NAT64 (RFC 6052)
  { base: 0x64_ff9bn << 96n, shift: 0n },
  // 2002::/16, 6to4 (RFC 3056)
  { base: 0x2002n << 112n, shift: 80n },
  // ::/96, IPv4-compatible (RFC 4291, deprecated)
  { base: 0n, shift: 0n },
];
