import { INVISIBLE, QUAD } from './characters.ts';
import type { Row } from './fault.ts';

const row = (
  code: Row[0],
  is: string,
  ...more: [why?: string | undefined, fix?: string, unsure?: boolean]
): Row => [code, new RegExp(is), ...more];
const TO = `^${QUAD}[\\t ]*-[\\t ]*`;

/** Items whose users, hosts and ports mean nothing: with characters nobody sees, or the address of a page. */
export const ITEMS: readonly Row[] = [
  ['invisible-character', INVISIBLE],
  ['url-or-path', /^[a-z][a-z\d+.-]{0,20}(?<at>:\/\/([^/?]+).*)/i, 'url', '$2'],
  ['url-or-path', /^[a-z][a-z\d+.-]{0,20}(?<at>:\/\/.*)/i, 'url'],
];

/** Hosts with two colons that are not meant as IPv6. */
export const COLONS: readonly Row[] = [
  row('mixed-family', `${TO}(?<at>[^:]*:[^:]*:.*)`),
  ['bad-port', /^(?![\da-f]{0,4}:)[\w.-]+(?<at>:[\d:]+)$/i, 'several'],
];

/** Hosts without a port that are neither addresses nor names. */
export const HOSTS: readonly Row[] = [
  ['word-range', /(?<=\d)(?<word>[至到])(?=\d)/, undefined, '-'],
  ['unexpected', /^(?<found>-$|:)/],
  ['open-range', /^-(?=\d+$)/, 'start'],
  ['dash-exclusion', /^-(?=(?<rest>.+))/],
  row('double-range', `${TO}[^-]+(?<at>-)`),
  row('prefix-on-pattern', `${TO}${QUAD}(?<at>/.*)`),
  ...[2, 3, 4].map((kept, i) =>
    row(
      'short-range-end',
      `^((((\\d+\\.)\\d+\\.)\\d+\\.)\\d+)-(?<at>\\.?(?<end>\\d+${'\\.\\d+'.repeat(i)}))$`,
      undefined,
      `$1-$${kept}$6`,
      true,
    ),
  ),
  row('open-range', `^${QUAD}[\\t ]*(?<at>-)(?=[\\t ]*$)`, 'end'),
  row('bad-ipv4', `${TO}(?<at>${QUAD}(?<rest>.+))`, 'trailing'),
  row('bad-ipv4', `${TO}(?<at>.+)`),
  ['nested-bracket', /(?:\[[^\][{]*|\{[^}[{]*)(?<at>[[{])/],
  ['unclosed-bracket', /\[(?=[^\]]*$)|\{(?=[^}]*$)/],
  ['bare-number', /^(?<number>\d+(?:-\d+)?)$/],
  ['bad-ipv4', /^(?:.*\.)?0x[\da-f]*(?:\.[\d.]+)?$/i, 'hex'],
  row('bad-ipv4', `^(${QUAD})(?<at>(?<rest>\\.))$`, 'trailing', '$1'),
  ['bad-ipv4', /^(\d{1,3})(\/\d\d?)$/, '1', '$1.0.0.0$2'],
  ['bad-ipv4', /^(\d{1,3}\.\d{1,3})(\/\d\d?)$/, '2', '$1.0.0$2'],
  ['bad-ipv4', /^((?:\d{1,3}\.){2}\d{1,3})(\/\d\d?)$/, '3', '$1.0$2'],
  ['bad-ipv4', /^(?:\d{1,3}|\*)\.\*$/, '2', '$&.*.*'],
  ['bad-ipv4', /^(?:(?:\d{1,3}|\*)\.){2}\*$/, '3', '$&.*'],
  ['bad-ipv4', /^\d{1,3}\.\d{1,3}$/, '2', '$&.0.0/16', true],
  ['bad-ipv4', /^(?:\d{1,3}\.){2}\d{1,3}$/, '3', '$&.0/24', true],
  ['partial-wildcard', /^(?!.*(?:^|\.)\*(?:\.|$))[\d.-]*(?<at>(?<char>[*?]))(?=[\d.*?-]*$)/],
  ['bad-ipv4', /^[\d*-]*(?:\.[\d*-]*){4,}$/, 'more'],
  ['bad-ipv4', /^[\d.*?-]+(?:\/.*)?$/],
  ['bad-ipv4', /^(?:\d+\.){3}[^.]*[[{].*/, 'bracket'],
  ['bad-ipv4', /^(?:\d+\.){3}(?:[\doli]|[a-z](?![a-z]))[^.]*$/i],
  ['bad-ipv4', /^(?:.*\.)?\d+$/, 'numeric-end'],
];

/** Hosts that are no names, their brackets blotted out. */
export const NAMES: readonly Row[] = [
  ['unmatched-bracket', /(?<bracket>[\]}])/],
  ['non-ascii', /(?<char>[^\0-\x7f])/u],
  ['needs-inventory', /(?<char>[*?]|^\/)/],
  ['prefix-on-pattern', /\/\d{1,3}$/],
  ['url-or-path', /\/.*/, 'path', ''],
  ['bad-character', /(?<char>[^\w.-])/],
  ['empty-label', /^\./, 'start'],
  ['empty-label', /(?<=\.)\./],
  ['empty-label', /\.$/, 'end', ''],
  ['bad-label', /(?<=^|\.)-/, 'start'],
  ['bad-label', /-(?=\.|$)/, 'end'],
  ['bad-ipv4', /.*/, 'bracket'],
];

/** What follows a host and is not a port. */
export const PORTS: readonly Row[] = [
  row('mask-after-colon', `^:(?<at>(?<mask>${QUAD}))$`, undefined, '/$1', true),
  ['bad-port', /^:.*:.*/, 'several'],
  ['bad-port', /(?<=^:)(?<port>.*)/],
  ['bad-ipv4', /(?<rest>.+)/, 'trailing'],
];
