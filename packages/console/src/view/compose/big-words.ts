import { countWords, type Locale } from '@rollcall/protocol';

/** A count of any size for people; beyond 15 digits as a power of ten, since nobody reads more. */
export function bigWords(count: bigint, locale: Locale): string {
  if (count <= BigInt(Number.MAX_SAFE_INTEGER)) return countWords(Number(count), locale);
  const digits = String(count);
  return `${digits[0]}.${digits[1]} × 10^${digits.length - 1}`;
}
