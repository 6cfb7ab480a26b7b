import { grouped, type Sentences } from './sentence.ts';
import { enWarnings } from './en-warnings.ts';

const NESTED: Record<string, string> = {
  brackets: 'brackets in one name',
  operators: 'operators in a row',
  parentheses: 'parentheses inside each other',
  groups: 'groups inside each other',
};

/** English sentences for every issue code. */
export const en: Sentences = {
  'octet-range': {
    message: (p) =>
      p.what === 'range-end'
        ? `Range end over 255: ${p.octet} in part ${p.part}.`
        : `Octet over 255: ${p.octet} in part ${p.part}.`,
    hint: (p) =>
      p.full === undefined
        ? 'Use a number from 0 to 255.'
        : `For a longer range write both addresses: ${p.full}.`,
  },
  'leading-zero': {
    message: (p) => `Leading zero: ${p.octet} in part ${p.part}.`,
    hint: (p) =>
      p.octal === -1 || p.octal === p.decimal
        ? `Write ${p.decimal}.`
        : `Some programs read it as ${p.octal}, some as ${p.decimal}. Write the one you mean.`,
  },
  'reversed-range': {
    message: (p) => `The range runs backwards, from ${p.low} to ${p.high}.`,
    hint: (p) => `Did you mean ${p.swapped}?`,
  },
  'bad-ipv4': {
    message: (p) => {
      if (p.why === 'count') return `An IPv4 address has four numbers, this has ${p.parts}.`;
      if (p.why === 'empty-octet') return `Part ${p.part} of the address is empty.`;
      if (p.why === 'trailing') return `Unexpected ${p.rest} after the address.`;
      return 'This looks like an IPv4 address but is not one.';
    },
    hint: (p) => {
      if (p.network !== undefined) return `For the whole network write ${p.network}.`;
      if (p.wildcards !== undefined) return `Write ${p.wildcards}.`;
      if (p.why === 'numeric-end') return 'A host name cannot end in a number.';
      if (p.why === 'hex') return 'Write the four numbers in decimal.';
      if (p.why === 'bracket') return 'A bracket stands for a whole number of the address: 10.0.0.[1-100].';
      return undefined;
    },
  },
  'bare-number': {
    message: (p) => `${p.number} is not a host.`,
    hint: (p) => {
      if (p.address !== undefined) return `For the address ${p.address} write its four numbers.`;
      return p.joined === undefined ? 'Write the whole address.' : `Write ${p.joined}, without blanks.`;
    },
  },
  'double-range': {
    message: () => 'A range has only one dash.',
    hint: () => 'Separate two ranges with a comma.',
  },
  'open-range': {
    message: (p) => (p.side === 'start' ? 'The range has no start.' : 'The range has no end.'),
    hint: (p) => (p.whole === undefined ? 'Write both ends.' : `Write both ends, as in ${p.whole}.`),
  },
  'short-range-end': {
    message: (p) => `The end of the range is cut short: ${p.end}.`,
    hint: (p) =>
      p.full === undefined ? 'Write both addresses in full.' : `Write both addresses in full: ${p.full}.`,
  },
  'spaced-dash': {
    message: () => 'A blank before the dash but none after it.',
    hint: (p) => `For a range write ${p.range}; to exclude write !${p.right}.`,
  },
  'word-range': {
    message: (p) => `“${p.word}” does not make a range.`,
    hint: (p) => `Write ${p.range}.`,
  },
  'partial-wildcard': {
    message: (p) => `${p.char ?? '*'} must stand for a whole number of the address.`,
    hint: () => 'Write the numbers as a range, such as 10.0.0.10-19, or use * alone.',
  },
  'prefix-range': {
    message: (p) => `Prefix over ${p.max}: ${p.prefix}.`,
    hint: (p) => `Use a number from 0 to ${p.max}.`,
  },
  'bad-prefix': {
    message: (p) =>
      p.prefix === '' ? 'The prefix length is missing.' : `Not a prefix length or netmask: ${p.prefix}.`,
    hint: (p) => `Write a number from 0 to ${p.max}, such as /24.`,
  },
  'bad-netmask': {
    message: (p) => `The netmask ${p.mask} has holes.`,
    hint: () => 'A netmask is ones followed by zeros, such as 255.255.255.0.',
  },
  'wildcard-mask': {
    message: (p) => `${p.mask} looks like the wildcard mask of a router.`,
    hint: (p) => (p.prefix === undefined ? 'Write a prefix length, such as /24.' : `Write /${p.prefix}.`),
  },
  'mask-after-space': {
    message: (p) => `A netmask (${p.mask}) where a host was expected.`,
    hint: (p) => `Write ${p.cidr}.`,
  },
  'mask-after-colon': {
    message: (p) => `A netmask (${p.mask}) where a port was expected.`,
    hint: (p) => `Write ${p.cidr}.`,
  },
  'prefix-on-pattern': {
    message: () => 'A prefix goes with one address, not with a range or a name.',
    hint: (p) =>
      p.stepped === undefined
        ? 'Write the range or the network, not both.'
        : `Write the range or the network, not both; with a step write ${p.stepped}.`,
  },
  'mixed-family': {
    message: () => 'A range cannot run from IPv4 to IPv6.',
    hint: () => 'Write two ranges.',
  },
  'bad-ipv6': {
    message: (p) =>
      p.why === 'twice'
        ? 'Not an IPv6 address: :: stands twice.'
        : 'This looks like an IPv6 address but is not one.',
    hint: (p) => {
      if (p.why === 'brackets') return 'In front of a port write the address in brackets: [2001:db8::1]:22.';
      if (p.why === 'bracket') return 'Write a range without brackets: 2001:db8::1-ff.';
      if (p.why === 'group') return `${p.group} is not a group of one to four hexadecimal digits.`;
      if (p.why === 'zone') return 'A zone has letters, digits, dots, dashes and underscores.';
      return undefined;
    },
  },
  'zone-mismatch': {
    message: (p) => `The two ends are on different interfaces, ${p.first} and ${p.second}.`,
    hint: () => 'Write the zone once.',
  },
  'unclosed-bracket': {
    message: () => 'The bracket opened here is not closed.',
    hint: () => 'Close it with ].',
  },
  'unmatched-bracket': { message: (p) => `${p.bracket} closes no bracket.` },
  'nested-bracket': {
    message: () => 'A bracket inside a bracket.',
    hint: () => 'Write the brackets one after the other.',
  },
  'empty-bracket': { message: () => 'The bracket is empty.', hint: () => 'Write numbers, as in [1-9].' },
  'empty-range': {
    message: () => 'Nothing between the commas of the bracket.',
    hint: () => 'Remove the extra comma.',
  },
  'bad-bracket-item': {
    message: (p) => {
      if (p.why === 'mixed') return 'Letters and numbers in one bracket.';
      if (p.why === 'letter-case') return `${p.item} mixes small and capital letters.`;
      if (p.why === 'digits') return `${p.item} has more than ${p.limit} digits.`;
      return `Not a range of numbers: ${p.item}.`;
    },
    hint: (p) => {
      if (p.why === 'mixed') return 'Write two items.';
      if (p.why === 'letter-case') return 'Host names do not tell them apart: write small letters.';
      if (p.why === 'braces')
        return 'Braces hold a range such as {1..9}. For a list of names write each one.';
      if (p.fixed !== undefined) return `Write ${p.fixed}.`;
      return p.why === 'not-a-range' ? 'Write 1-9, 1-9/2 or a-e.' : undefined;
    },
  },
  'bad-step': { message: (p) => `Not a step: ${p.step}.`, hint: () => 'A step is 1 or more.' },
  'padding-mismatch': {
    message: (p) => `${p.low} and ${p.high} differ in length.`,
    hint: (p) => (p.mixed === undefined ? `Write ${p.padded}.` : `Write ${p.padded}, or ${p.mixed}.`),
  },
  'bad-label': {
    message: (p) =>
      p.why === 'starts'
        ? 'A part of a host name cannot start with a dash.'
        : 'A part of a host name cannot end with a dash.',
  },
  'empty-label': {
    message: (p) => (p.where === 'end' ? 'The host name ends with a dot.' : 'Nothing before this dot.'),
    hint: (p) => (p.where === 'end' ? 'Remove the dot.' : undefined),
  },
  'label-too-long': { message: (p) => `A part of a host name has ${p.length} characters, 63 are allowed.` },
  'name-too-long': { message: (p) => `The host name has ${p.length} characters, 253 are allowed.` },
  'bad-character': {
    message: (p) => `${p.char} cannot be part of a host.`,
    hint: () => 'Host names have letters, digits, dots, dashes and underscores.',
  },
  'needs-inventory': {
    message: (p) => `${p.char} asks for hosts by pattern, and there is no list to search.`,
    hint: () => 'Write the hosts, as in web[1-20].',
  },
  'url-or-path': {
    message: (p) =>
      p.what === 'url' ? 'This is a URL, a host is wanted.' : 'This is a path, a host is wanted.',
    hint: (p) => (p.host === undefined ? undefined : `Write ${p.host}.`),
  },
  'non-ascii': {
    message: (p) => `${p.char} (${p.code}) cannot be part of a host.`,
    hint: (p) =>
      p.word === undefined ? 'For an international name write its xn-- form.' : 'For a range write a dash.',
  },
  'invisible-character': {
    message: (p) => `An invisible character, ${p.code}.`,
    hint: () => 'Type this item again.',
  },
  'bad-port': {
    message: (p) =>
      p.why === 'several'
        ? 'More than one port.'
        : p.why === 'operator'
          ? `A colon before ${p.operator}.`
          : p.port === ''
            ? 'The port is missing.'
            : `Not a port: ${p.port}.`,
    hint: (p) => {
      if (p.why === 'operator') return 'Remove the colon.';
      return p.why === 'several' ? 'Write one item per port.' : 'A port is a number from 1 to 65535.';
    },
  },
  'bad-user': {
    message: (p) => (p.user === '' ? 'No user before @.' : `Not a user name: ${p.user}.`),
    hint: () => 'User names have letters, digits, dots, dashes and underscores.',
  },
  'user-conflict': {
    message: (p) =>
      `${p.host} is asked for twice, as ${p.first === '' ? 'the default user' : p.first} and as ${p.second === '' ? 'the default user' : p.second}.`,
    hint: () => 'A host runs the command once: write one user.',
  },
  'user-in-exclusion': {
    message: () => 'An exclusion takes no user.',
    hint: (p) => `Write !${p.host}.`,
  },
  'dash-exclusion': {
    message: () => 'An item cannot start with a dash.',
    hint: (p) => `To exclude write !${p.rest}.`,
  },
  'only-exclusions': {
    message: () => 'Nothing is selected, only excluded.',
    hint: (p) => `Write what to start from, as in 10.0.0.0/24,${p.text}.`,
  },
  'missing-operand': { message: (p) => `Nothing after ${p.operator}.` },
  'missing-paren': {
    message: () => 'The parenthesis opened here is not closed.',
    hint: () => 'Close it with ).',
  },
  unexpected: {
    message: (p) => `Unexpected ${p.found}.`,
    hint: (p) => (p.why === 'separator' ? 'Separate items with a comma.' : undefined),
  },
  'mixed-operators': {
    message: (p) => `${p.first} and ${p.second} together are ambiguous.`,
    hint: () => 'Use parentheses: (a,b)&c or a,(b&c).',
  },
  'unknown-group': {
    message: (p) => `No group is called ${p.group}.`,
    hint: (p) => {
      if (p.why === 'none') return 'No groups are defined here.';
      return p.nearest === undefined ? undefined : `Did you mean @${p.nearest}?`;
    },
  },
  'group-cycle': { message: (p) => `The group ${p.group} contains itself.` },
  'bad-group': { message: (p) => `The text of the group ${p.group} has a mistake: ${p.text}.` },
  'too-complex': {
    message: (p) =>
      p.what === undefined
        ? `More than ${grouped(p.limit)} separate ranges.`
        : `More than ${p.limit} ${NESTED[p.what] ?? ''}.`,
    hint: () => 'Write it in a simpler way, or in several items.',
  },
  'too-long': {
    message: (p) => `The text has ${grouped(p.chars)} characters, the limit is ${grouped(p.limit)}.`,
  },
  'too-many-items': { message: (p) => `More than ${grouped(p.limit)} items.` },
  'too-many-hosts': { message: (p) => `${grouped(p.size)} hosts, the limit is ${grouped(p.limit)}.` },
  ...enWarnings,
};
