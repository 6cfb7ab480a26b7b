import { formatIpv6 } from '../parse/ipv6.ts';
import { zoneText } from '../sets/render.ts';

/** Each range of IPv6 addresses in its shortest form: an address, a block, `a-ff` or both ends. */
export function foldIpv6(line: readonly bigint[], zone: string): string[] {
  const texts: string[] = [];
  for (let i = 0; i < line.length; i += 2)
    texts.push(rangeText(line[i] as bigint, line[i + 1] as bigint, zone));
  return texts;
}

function rangeText(from: bigint, to: bigint, zone: string): string {
  const first = formatIpv6(from);
  const mark = zoneText(zone);
  const size = to - from;
  if (size === 1n) return first + mark;
  const last = formatIpv6(to - 1n);
  const forms = [`${first}${mark}-${last}`];
  // After a zone the right end has to be a whole address, since a zone may hold a dash itself.
  if (zone === '' && from >> 16n === (to - 1n) >> 16n)
    forms.push(`${first}-${((to - 1n) & 0xffffn).toString(16)}`);
  if ((size & (size - 1n)) === 0n && from % size === 0n) {
    forms.push(`${first}${mark}/${128 - (size.toString(2).length - 1)}`);
  }
  return forms.reduce((best, form) =>
    form.length < best.length || (form.length === best.length && form.includes('/')) ? form : best,
  );
}
