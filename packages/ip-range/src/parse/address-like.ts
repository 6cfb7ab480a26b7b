import type { NameShape } from '../sets/patterns.ts';
import type { Context } from './context.ts';
import { fault, type Fault } from './fault.ts';
import { formatIpv4, quadEnd } from './ipv4.ts';
import { excerpt } from './words.ts';

/**
 * Whether a word must be an IPv4 address or an error, and never a host name: it has only digits, dots, stars, dashes
 * and slashes; or its last label is a number (also `0x…` and a bracket of numbers); or it starts with an address and a
 * dash; or it is three numbers and something that starts like a fourth (`10.0.0.1x`).
 */
export function looksLikeAddress(text: string, from: number, to: number): boolean {
  if (to - from > 300) return /^[\d.*/?-]*$/.test(text.slice(from, to));
  const word = text.slice(from, to);
  const last = word.slice(word.lastIndexOf('.') + 1);
  if (/^[\d.*/?-]+$/.test(word)) return true;
  if (/^(\d+|0x[\da-f]*)$/i.test(last)) return true;
  if (/^[\d[\]{},:/*-]*$/.test(last) && /^[\d*]*([[{][\d,:/ .-]*[\]}])+[\d*]*$/.test(lastLabel(word)))
    return true;
  if (/^\d+\.\d+\.\d+\.[\doOlI[{][^.]*$/.test(word)) return true;
  const quad = quadEnd(word, 0);
  return quad >= 0 && word[quad] === '-';
}

/**
 * Whether some name of this shape {@link looksLikeAddress}, however its brackets were written (`[ 0]`, `10.0.[0].1x`):
 * what is read has to stay readable when it is printed without them.
 */
export function namesAddress({ template, axes }: NameShape): boolean {
  const shape = template.replace(/\d+#/g, '#');
  const last = shape.slice(shape.lastIndexOf('.') + 1);
  if (/^[#.-]+$/.test(shape) || /^#+$/.test(last)) return true;
  if (/^(#\.){3}[#oli][^.]*$/.test(shape) || /^(#\.){3}#-/.test(shape)) return true;
  const first = shape.slice(0, -last.length).split('#').length - 1;
  return /^#x[\da-f#]*$/.test(last) && axes[first]?.[0] === 0;
}

/** The last label, where dots inside brackets (`{1..5}`) do not count. */
function lastLabel(word: string): string {
  let depth = 0;
  let start = 0;
  for (let i = 0; i < word.length; i++) {
    const char = word[i];
    if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth--;
    else if (char === '.' && depth === 0) start = i + 1;
  }
  return word.slice(start);
}

/** Says what is wrong with a word that {@link looksLikeAddress}. */
export function addressFault(context: Context, from: number, to: number): Fault {
  const word = excerpt(context.text, from, to);
  const length = to - from;
  const star = word.search(/[*?]/);
  const labels = word.split('.');
  if (/^\d+$/.test(word)) return bareNumber(word, from, length);
  if (/^\d+-\d+$/.test(word)) return fault('bare-number', from, length, { number: word });
  if (/(^|\.)0x[\da-f]*(\.|$)/i.test(word)) return fault('bad-ipv4', from, length, { why: 'hex' });
  const slash = word.indexOf('/');
  if (slash >= 0) return shortBlock(word, slash, from, length);
  if (/^\d+\.\d+\.\d+\.\d+\.$/.test(word))
    return fault(
      'bad-ipv4',
      to - 1,
      1,
      { why: 'trailing', rest: '.' },
      { index: to - 1, length: 1, text: '' },
    );
  if (star >= 0 && !labels.includes('*'))
    return fault('partial-wildcard', from + star, 1, { char: word[star] as string });
  if (/^[\d.*-]+$/.test(word) && labels.length !== 4) return countFault(labels, from, length);
  if (/^[\d.*-]+$/.test(word)) return fault('bad-ipv4', from, length, {});
  if (/[[{]/.test(word)) return fault('bad-ipv4', from, length, { why: 'bracket' });
  if (/^\d+\.\d+\.\d+\./.test(word)) return fault('bad-ipv4', from, length, {});
  return fault('bad-ipv4', from, length, { why: 'numeric-end' });
}

/** `5`, and the integer form of an address. */
function bareNumber(word: string, from: number, length: number): Fault {
  const value = Number(word);
  const whole = word.length > 7 && value >= 2 ** 24 && value < 2 ** 32;
  return fault(
    'bare-number',
    from,
    length,
    whole ? { number: word, address: formatIpv4(value) } : { number: word },
  );
}

/** `10.0.0/24`: the rest of the address is surely zero. */
function shortBlock(word: string, slash: number, from: number, length: number): Fault {
  const labels = word.slice(0, slash).split('.');
  const prefix = word.slice(slash + 1);
  const fits =
    labels.length < 4 && labels.every((label) => /^\d{1,3}$/.test(label)) && /^\d{1,2}$/.test(prefix);
  if (!fits) return fault('bad-ipv4', from, length, {});
  const network = `${[...labels, '0', '0', '0'].slice(0, 4).join('.')}/${prefix}`;
  const params = { why: 'count', parts: labels.length, network };
  return fault('bad-ipv4', from, length, params, { index: from, length, text: network });
}

/** Too few or too many numbers. */
function countFault(labels: readonly string[], from: number, length: number): Fault {
  const parts = labels.length;
  const params = { why: 'count', parts };
  const plain = labels.every((label) => /^\d{1,3}$/.test(label));
  if (parts > 4) return fault('bad-ipv4', from, length, params);
  if (
    parts > 1 &&
    labels.at(-1) === '*' &&
    labels.slice(0, -1).every((label) => /^(\d{1,3}|\*)$/.test(label))
  ) {
    const wildcards = [...labels, '*', '*'].slice(0, 4).join('.');
    return fault(
      'bad-ipv4',
      from,
      length,
      { ...params, wildcards },
      { index: from, length, text: wildcards },
    );
  }
  if (!plain || parts < 2) return fault('bad-ipv4', from, length, params);
  const network = `${[...labels, '0', '0'].slice(0, 4).join('.')}/${parts * 8}`;
  return fault('bad-ipv4', from, length, { ...params, network });
}
