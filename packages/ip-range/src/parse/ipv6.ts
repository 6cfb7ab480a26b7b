/** Reads the text of one IPv6 address (no zone, no prefix); undefined when it is not one. RFC 4291 section 2.2. */
export function parseIpv6(text: string): bigint | undefined {
  if (text.length < 2 || text.length > 45) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] as string, halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1] as string, true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  let value = 0n;
  for (const group of [...head, ...Array.from({ length: missing }, () => 0), ...tail]) {
    value = (value << 16n) | BigInt(group);
  }
  return value;
}

/** 16-bit groups; a dotted IPv4 tail counts as two and may stand only at the very end. */
function groupsOf(text: string, last: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const octets = part.split('.');
    const dotted =
      octets.length === 4 && octets.every((o) => /^(0|[1-9]\d{0,2})$/.test(o) && Number(o) < 256);
    if (!last || i !== parts.length - 1 || !dotted) return undefined;
    const [a, b, c, d] = octets.map(Number) as [number, number, number, number];
    groups.push(a * 256 + b, c * 256 + d);
  }
  return groups;
}

/** RFC 5952 text: lower case, the longest run of zero groups as `::`, IPv4-mapped addresses with their dotted tail. */
export function formatIpv6(value: bigint): string {
  if (value >> 32n === 0xffffn) {
    const low = Number(value & 0xffffffffn);
    return `::ffff:${low >>> 24}.${(low >>> 16) & 255}.${(low >>> 8) & 255}.${low & 255}`;
  }
  const groups: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((value >> shift) & 0xffffn));
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > length) {
      start = i;
      length = end - i;
    }
    i = Math.max(i, end);
  }
  const hex = groups.map((group) => group.toString(16));
  if (start < 0) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}
