import { formatIpv6 } from '../parse/ipv6.ts';
import type { Grid } from '../sets/grid.ts';
import { stretchesOf, zoneText } from '../sets/render.ts';
import { AXIS_BITS } from '../sets/shelf.ts';
import { blocksOf } from './cidrs.ts';
import { shortest } from './text.ts';

/** A range of more blocks than this is not written as blocks. */
const MAX_BLOCKS = 4;

/** Each range of IPv6 addresses in its shortest form: an address, blocks, `a-ff` or both ends. */
export function foldIpv6(grid: Grid, label: string): string[] {
  const zone = zoneText(label);
  const texts: string[] = [];
  for (const [low, high] of stretchesOf(grid, AXIS_BITS.ipv6)) {
    const first = formatIpv6(low);
    const last = formatIpv6(high);
    const forms = [low === high ? `${first}${zone}` : `${first}${zone}-${last}`];
    // After a zone the right end has to be a whole address, since a zone may hold a dash itself.
    if (zone === '' && low >> 16n === high >> 16n && low < high)
      forms.unshift(`${first}-${(high & 0xffffn).toString(16)}`);
    const blocks: string[] = [];
    for (const block of blocksOf('ipv6', low, high)) {
      if (blocks.push(block.replace('/', `${zone}/`)) > MAX_BLOCKS) break;
    }
    if (blocks.length <= MAX_BLOCKS && low < high) forms.unshift(blocks.join());
    texts.push(shortest(forms));
  }
  return texts;
}
