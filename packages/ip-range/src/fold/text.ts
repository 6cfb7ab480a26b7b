import { isPadded, type Segment, segmentsOf } from '../sets/digits.ts';
import type { Line } from '../sets/line.ts';

/** The shortest of some texts; of two of one length the first. */
export function shortest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length < best.length ? text : best));
}

/** Numbers in a row, as they are written. */
interface Piece {
  readonly low: string;
  high: string;
}

/** One octet set: `*`, `7`, `1-3,7`, and with steps `[0-20/5,99]`. */
export function octetText(cuts: Line, autostep: number): string {
  if (cuts[0] === 0 && cuts[1] === 256) return '*';
  const pieces: Piece[] = [];
  for (let i = 0; i < cuts.length; i += 2)
    pieces.push({ low: String(cuts[i]), high: String((cuts[i + 1] as number) - 1) });
  const text = listText(pieces, autostep);
  return text.includes('/') ? `[${text}]` : text;
}

/** Runs of digits as plain digits when there is one, else as a bracket. Different paddings never share a range. */
export function digitsText(ranks: Line, autostep: number): string {
  const pieces: Piece[] = [];
  const segments: Segment[] = [];
  for (let i = 0; i < ranks.length; i += 2)
    segments.push(...segmentsOf(ranks[i] as number, ranks[i + 1] as number));
  // Padded ones apart: they lie between 9 and 10, where a range goes on.
  segments.sort((a, b) => Number(isPadded(a)) - Number(isPadded(b)));
  for (const segment of segments) {
    const write = (value: number): string => String(value).padStart(segment.length, '0');
    const last = pieces.at(-1);
    if (last !== undefined && goesOn(last, segment)) last.high = write(segment.to - 1);
    else pieces.push({ low: write(segment.from), high: write(segment.to - 1) });
  }
  pieces.sort((a, b) => a.low.length - b.low.length || Number(a.low) - Number(b.low));
  const [only] = pieces;
  return pieces.length === 1 && only?.low === only?.high
    ? (only?.low ?? '')
    : `[${listText(pieces, autostep)}]`;
}

/** Whether longer runs count on where all shorter ones are used up, neither being padded: 8-9, 10-11. */
function goesOn({ low, high }: Piece, segment: Segment): boolean {
  if (segment.length !== high.length + 1 || segment.from !== Number(high) + 1) return false;
  return !isPadded(segment) && !isPaddedText(low);
}

/**
 * Letters by their codes: each for itself, or every run of them as `[a-e]`. (Lists of letters are not read.)
 * @param apart each for itself
 */
export function letterTexts(codes: Line, apart: boolean): string[] {
  const texts: string[] = [];
  for (let i = 0; i < codes.length; i += 2) {
    const letters: string[] = [];
    for (let code = codes[i] as number; code < (codes[i + 1] as number); code++)
      letters.push(String.fromCharCode(code));
    if (apart || letters.length === 1) texts.push(...letters);
    else texts.push(`[${letters[0]}-${letters.at(-1)}]`);
  }
  return texts;
}

/** `1-3,7`; single numbers at equal distances as `1-9/2` where there are `autostep` of them. */
function listText(pieces: readonly Piece[], autostep: number): string {
  const texts: string[] = [];
  for (let i = 0; i < pieces.length;) {
    const { low, high } = pieces[i] as Piece;
    const step = Number(pieces[i + 1]?.low) - Number(low);
    let end = i + 1;
    while (isStep(pieces[end - 1], pieces[end], step)) end++;
    if (end - i >= autostep) texts.push(`${low}-${(pieces[end - 1] as Piece).low}/${step}`);
    else {
      texts.push(low === high ? low : `${low}-${high}`);
      end = i + 1;
    }
    i = end;
  }
  return texts.join();
}

function isStep(from: Piece | undefined, to: Piece | undefined, step: number): boolean {
  if (from === undefined || to === undefined || from.low !== from.high || to.low !== to.high) return false;
  const alike = from.low.length === to.low.length || !(isPaddedText(from.low) || isPaddedText(to.low));
  return alike && Number(to.low) - Number(from.low) === step;
}

function isPaddedText(digits: string): boolean {
  return digits.length > 1 && digits.startsWith('0');
}
