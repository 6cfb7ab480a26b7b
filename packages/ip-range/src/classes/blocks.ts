/**
 * Where one kind of address ends and another begins: the blocks of the IANA special-purpose registries (IPv4 and IPv6,
 * RFC 6890 and later), larger ones after the smaller ones inside them. What a block is for is mostly asked of
 * ipaddr.js; a class is written here only where ipaddr.js calls several things `reserved`.
 */
import type { HostClass } from './host-class.ts';

/** A block, and its class where ipaddr.js does not tell it apart. */
export type Block = readonly [cidr: string, own?: HostClass];

/**
 * Addresses at which clouds answer with credentials; no range shows them.
 * As of 2026-11. From the makers' documents: 169.254.169.254 (most), 100.100.100.200 (Alibaba), 168.63.129.16 (Azure
 * host channel), 192.0.0.192 (old Oracle), fd00:ec2::254 (AWS). From secondary sources: the others.
 */
export const METADATA: readonly string[] = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '169.254.0.23',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
];

/** IPv4 blocks. */
export const IPV4_BLOCKS: readonly Block[] = [
  ['255.255.255.255/32'],
  ['192.0.2.0/24', 'documentation'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['233.252.0.0/24', 'documentation'],
  ['198.18.0.0/15', 'benchmark'],
  ['192.0.0.0/24'],
  ['192.31.196.0/24'],
  ['192.52.193.0/24'],
  ['192.88.99.0/24'],
  ['192.175.48.0/24'],
  ['192.168.0.0/16'],
  ['172.16.0.0/12'],
  ['169.254.0.0/16'],
  ['100.64.0.0/10'],
  ['0.0.0.0/8'],
  ['10.0.0.0/8'],
  ['127.0.0.0/8'],
  ['224.0.0.0/4'],
  ['240.0.0.0/4'],
];

/** IPv6 blocks. Blocks with IPv4 inside are in {@link EMBEDDED}. */
export const IPV6_BLOCKS: readonly Block[] = [
  ['::/128'],
  ['::1/128'],
  ['64:ff9b:1::/48', 'translation'],
  ['::ffff:0:0:0/96', 'translation'],
  ['100::/64'],
  ['2001:db8::/32', 'documentation'],
  ['3fff::/20', 'documentation'],
  ['2001:2::/48', 'benchmark'],
  ['2001::/32', 'translation'],
  ['2001:3::/32'],
  ['2001:4:112::/48'],
  ['2001:10::/28'],
  ['2001:20::/28'],
  ['2001:30::/28'],
  ['2001::/23'],
  ['2620:4f:8000::/48'],
  ['5f00::/16'],
  ['fe80::/10'],
  ['fec0::/10'],
  ['fc00::/7'],
  ['ff00::/8'],
];

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
