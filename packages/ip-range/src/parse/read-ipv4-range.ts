import { isBoundary, isDigit } from './characters.ts';
import { type Context, failed, type Reading } from './context.ts';
import { fault, type Fault } from './fault.ts';
import { formatIpv4, quadEnd, readOctet, readQuad } from './ipv4.ts';
import { countOf, excerpt, wordEnd } from './words.ts';

/**
 * Reads `a-b`, `a - b` and `a - 100` after the address at `from..quad`. Undefined when the dash belongs to the last
 * octet set (`10.0.0.1-100,200`).
 */
export function readFullRange(
  context: Context,
  from: number,
  quad: number,
  dash: { right: number; lopsided: boolean },
): Reading | undefined {
  const { text } = context;
  const { right } = dash;
  const end = quadEnd(text, right);
  const spaced = right !== quad + 1;
  if (dash.lopsided) return readLopsided(context, from, quad, right);
  if (end >= 0) return readEnds(context, from, quad, right, end);
  let digits = right;
  while (isDigit(text.charCodeAt(digits))) digits++;
  const next = text.charCodeAt(digits);
  const number = digits > right && (isBoundary(next) || next === 58);
  if (number && spaced && (isBoundary(next) || countOf(text, 58, digits, wordEnd(text, digits)) === 1)) {
    return readShortRange(context, from, quad, right, digits);
  }
  if (!spaced && (isBoundary(text.charCodeAt(right)) || context.finder.find(from) !== undefined))
    return undefined;
  return failed(rangeFault(text, from, quad, right), Math.max(wordEnd(text, right), right));
}

function readLopsided(context: Context, from: number, quad: number, right: number): Reading | undefined {
  const { text } = context;
  if (!isDigit(text.charCodeAt(right))) return undefined;
  const end = wordEnd(text, right);
  const left = excerpt(text, from, quad);
  const rest = excerpt(text, right, end);
  return failed(fault('spaced-dash', right - 1, 1, { range: `${left}-${rest}`, right: rest }), end);
}

function readEnds(context: Context, from: number, quad: number, right: number, end: number): Reading {
  const { text } = context;
  const stop = wordEnd(text, end);
  const code = text.charCodeAt(end);
  if (code === 45) return failed(fault('double-range', end, 1), stop);
  if (code === 47) return failed(fault('prefix-on-pattern', end, stop - end), stop);
  if (!isBoundary(code) && code !== 58) {
    return failed(
      fault('bad-ipv4', right, stop - right, { why: 'trailing', rest: excerpt(text, end, stop) }),
      stop,
    );
  }
  const low = readQuad(text, from, quad);
  if (typeof low !== 'number') return failed(low, end);
  const high = readQuad(text, right, end);
  if (typeof high !== 'number') return failed(high, end);
  if (low > high) {
    const params = {
      low: formatIpv4(low),
      high: formatIpv4(high),
      swapped: `${formatIpv4(high)}-${formatIpv4(low)}`,
    };
    return failed(
      fault('reversed-range', from, end - from, params, {
        index: from,
        length: end - from,
        text: params.swapped,
      }),
      end,
    );
  }
  return { pattern: { kind: 'ipv4', line: [low, high + 1] }, end };
}

/** `10.0.0.1 - 100`. */
function readShortRange(context: Context, from: number, quad: number, right: number, end: number): Reading {
  const { text } = context;
  const low = readQuad(text, from, quad);
  if (typeof low !== 'number') return failed(low, end);
  const high = readOctet(text, right, end, 4);
  if (typeof high !== 'number') return failed({ ...high, params: { ...high.params, why: 'range-end' } }, end);
  const first = low & 255;
  if (first > high) {
    const head = formatIpv4(low - first + high);
    const swapped = `${head}-${first}`;
    const wrong = fault(
      'reversed-range',
      from,
      end - from,
      { low: first, high, swapped },
      { index: from, length: end - from, text: swapped },
    );
    return failed(wrong, end);
  }
  return { pattern: { kind: 'ipv4', line: [low, low - first + high + 1] }, end };
}

/** Why the right end of a range that starts with an address is not one. */
function rangeFault(text: string, from: number, quad: number, right: number): Fault {
  const stop = wordEnd(text, right);
  const end = excerpt(text, right, stop);
  if (countOf(text, 58, right, stop) >= 2) return fault('mixed-family', right, stop - right, { end });
  const second = text.indexOf('-', right);
  if (second >= 0 && second < stop) return fault('double-range', second, 1);
  if (/^\.?\d+(\.\d+){0,2}$/.test(end)) {
    const head = text.slice(from, quad).split('.');
    const tail = end.replace(/^\./, '').split('.');
    const full = `${head.join('.')}-${[...head.slice(0, 4 - tail.length), ...tail].join('.')}`;
    return fault('short-range-end', right, stop - right, { end, full });
  }
  if (end === '') return fault('open-range', quad, 1, { why: 'end' });
  return fault('bad-ipv4', right, stop - right, { why: 'range-end', rest: end });
}
