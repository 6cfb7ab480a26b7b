/**
 * What kind of host an address is, for allow and deny rules:
 * `metadata` cloud credentials; `loopback`; `unspecified` 0.0.0.0/8 and ::; `link-local`; `multicast`; `broadcast`;
 * `private` RFC 1918 and fc00::/7; `shared` 100.64.0.0/10; `documentation`; `benchmark`; `reserved` other special
 * blocks; `translation` addresses that lead elsewhere by rules not known here (Teredo, local NAT64); `global` the rest;
 * `name` not an address. IPv4 inside IPv6 (::ffff:0:0/96, 64:ff9b::/96, 2002::/16, ::/96) has the class of the IPv4.
 */
export type HostClass =
  | 'metadata'
  | 'loopback'
  | 'unspecified'
  | 'link-local'
  | 'multicast'
  | 'broadcast'
  | 'private'
  | 'shared'
  | 'documentation'
  | 'benchmark'
  | 'reserved'
  | 'translation'
  | 'global'
  | 'name';

/** All classes, in the order in which they are listed: what to be careful with first. */
export const HOST_CLASSES: readonly HostClass[] = [
  'metadata',
  'unspecified',
  'loopback',
  'link-local',
  'multicast',
  'broadcast',
  'reserved',
  'translation',
  'documentation',
  'benchmark',
  'private',
  'shared',
  'global',
  'name',
];
