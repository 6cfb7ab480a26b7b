import type { ErrorCode } from '../types.ts';
import type { Sentence } from './sentence.ts';

/** English sentences for errors. */
export const enErrors: Readonly<Record<ErrorCode, Sentence>> = {
  'octet-range': [
    'range-end=Range end over 255: {octet} in part {part}.|Octet over 255: {octet} in part {part}.',
    'For a longer range write both addresses: {fixed}.|Use a number from 0 to 255.',
  ],
  'leading-zero': [
    'Leading zero: {octet} in part {part}.',
    'Some programs read it as {octal}, some as {decimal}. Write the one you mean.|Write {decimal}.',
  ],
  'reversed-range': ['The range runs backwards, from {low} to {high}.', 'Did you mean {fixed}?'],
  'bad-ipv4': [
    '1=An IPv4 address has four numbers, this has one.|2=An IPv4 address has four numbers, this has two.|' +
      '3=An IPv4 address has four numbers, this has three.|more=An IPv4 address has four numbers, this has more.|' +
      'trailing=Unexpected {rest} after the address.|Part {part} of the address is empty.|This looks like an IPv4 address but is not one.',
    'trailing=Write {fixed}.|For the whole network write {fixed}.|' +
      'numeric-end=A host name cannot end in a number.|hex=Write the four numbers in decimal.|' +
      'bracket=A bracket stands for a whole number of the address: 10.0.0.[1-100].',
  ],
  'bare-number': [
    '{number} is not a host.',
    'address=For the address {fixed} write its four numbers.|Write {fixed}, without blanks.|Write the whole address.',
  ],
  'double-range': ['A range has only one dash.', 'Separate two ranges with a comma.'],
  'open-range': [
    'start=The range has no start.|The range has no end.',
    'Write both ends, as in {fixed}.|Write both ends.',
  ],
  'short-range-end': [
    'The end of the range is cut short: {end}.',
    'Write both addresses in full: {fixed}.|Write both addresses in full.',
  ],
  'spaced-dash': [
    'A blank before the dash but none after it.',
    'For a range write {fixed}; to exclude write !{right}.',
  ],
  'word-range': ['“{word}” does not make a range.', 'Write {fixed}.'],
  'partial-wildcard': [
    '{char} must stand for a whole number of the address.',
    'Write the numbers as a range, such as 10.0.0.10-19, or use * alone.',
  ],
  'prefix-range': ['Prefix over {max}: {prefix}.', 'Use a number from 0 to {max}.'],
  'bad-prefix': [
    'Not a prefix length or netmask: {prefix}.|The prefix length is missing.',
    'Write a number from 0 to {max}, such as /24.',
  ],
  'bad-netmask': [
    'The netmask {mask} has holes.',
    'A netmask is ones followed by zeros, such as 255.255.255.0.',
  ],
  'wildcard-mask': [
    '{mask} looks like the wildcard mask of a router.',
    'Write {fixed}.|Write a prefix length, such as /24.',
  ],
  'mask-after-space': ['A netmask ({mask}) where a host was expected.', 'Write {fixed}.'],
  'mask-after-colon': ['A netmask ({mask}) where a port was expected.', 'Write {fixed}.'],
  'prefix-on-pattern': [
    'A prefix goes with one address, not with a range or a name.',
    'Write the range or the network, not both; with a step write {fixed}.|' +
      'Write the range or the network, not both.',
  ],
  'mixed-family': ['A range cannot run from IPv4 to IPv6.', 'Write two ranges.'],
  'bad-ipv6': [
    'twice=Not an IPv6 address: :: stands twice.|This looks like an IPv6 address but is not one.',
    'brackets=In front of a port write the address in brackets: [2001:db8::1]:22.|' +
      'bracket=Write a range without brackets: 2001:db8::1-ff.|' +
      'group={group} is not a group of one to four hexadecimal digits.|' +
      'zone=A zone has letters, digits, dots, dashes and underscores.',
  ],
  'zone-mismatch': [
    'The two ends are on different interfaces, {first} and {second}.',
    'Write the zone once.',
  ],
  'unclosed-bracket': ['The bracket opened here is not closed.', 'Close it with ].'],
  'unmatched-bracket': ['{bracket} closes no bracket.'],
  'nested-bracket': ['A bracket inside a bracket.', 'Write the brackets one after the other.'],
  'empty-bracket': ['The bracket is empty.', 'Write numbers, as in [1-9].'],
  'empty-range': ['Nothing between the commas of the bracket.', 'Remove the extra comma.'],
  'bad-bracket-item': [
    'mixed=Letters and numbers in one bracket.|letter-case={item} mixes small and capital letters.|' +
      'digits={item} has more than {limit} digits.|Not a range of numbers: {item}.',
    'mixed=Write two items.|letter-case=Host names do not tell them apart: write small letters.|' +
      'braces=Braces hold a range such as {1..9}. For a list of names write each one.|' +
      'Write {fixed}.|not-a-range=Write 1-9, 1-9/2 or a-e.',
  ],
  'bad-step': ['Not a step: {step}.|The step is missing.', 'A step is 1 or more.'],
  'padding-mismatch': ['{low} and {high} differ in length.', 'Write {padded}, or {mixed}.|Write {padded}.'],
  'bad-label': [
    'start=A part of a host name cannot start with a dash.|A part of a host name cannot end with a dash.',
  ],
  'empty-label': ['end=The host name ends with a dot.|Nothing before this dot.', 'end=Remove the dot.'],
  'label-too-long': ['A part of a host name has {length} characters, 63 are allowed.'],
  'name-too-long': ['The host name has {length} characters, 253 are allowed.'],
  'bad-character': [
    '{char} cannot be part of a host.',
    'Host names have letters, digits, dots, dashes and underscores.',
  ],
  'needs-inventory': [
    '{char} asks for hosts by pattern, and there is no list to search.',
    'Write the hosts, as in web[1-20].',
  ],
  'url-or-path': ['url=This is a URL, a host is wanted.|This is a path, a host is wanted.', 'Write {fixed}.'],
  'non-ascii': [
    '{char} ({code}) cannot be part of a host.',
    'For an international name write its xn-- form.',
  ],
  'invisible-character': ['An invisible character, {code}.', 'Type this item again.'],
  'bad-port': [
    'several=More than one port.|operator=A colon before {operator}.|Not a port: {port}.|The port is missing.',
    'operator=Remove the colon.|several=Write one item per port.|A port is a number from 1 to 65535.',
  ],
  'bad-user': [
    'Not a user name: {user}.|No user before @.',
    'User names have letters, digits, dots, dashes and underscores.',
  ],
  'user-conflict': [
    '{host} is asked for twice, as {first} and as {second}.|' +
      '{host} is asked for twice, as {first} and as the default user.|' +
      '{host} is asked for twice, as the default user and as {second}.',
    'A host runs the command once: write one user.',
  ],
  'user-in-exclusion': ['An exclusion takes no user.', 'Write !{fixed}.'],
  'dash-exclusion': ['An item cannot start with a dash.', 'To exclude write !{rest}.'],
  'only-exclusions': [
    'Nothing is selected, only excluded.',
    'Write what to start from, as in 10.0.0.0/24,{text}.',
  ],
  'missing-operand': ['Nothing after {operator}.'],
  'missing-paren': ['The parenthesis opened here is not closed.', 'Close it with ).'],
  unexpected: ['Unexpected {found}.'],
  'mixed-operators': ['{first} and {second} together are ambiguous.', 'Use parentheses: (a,b)&c or a,(b&c).'],
  'unknown-group': ['No group is called {group}.', 'none=No groups are defined here.|Did you mean {fixed}?'],
  'group-cycle': ['The group {group} contains itself.'],
  'bad-group': ['The text of the group {group} has a mistake: {text}.'],
  'too-complex': [
    'brackets=More than {limit} brackets in one name.|operators=More than {limit} operators in a row.|' +
      'parentheses=More than {limit} parentheses inside each other.|' +
      'groups=More than {limit} groups inside each other.|More than {limit,} separate ranges.',
    'Write it in a simpler way, or in several items.',
  ],
  'too-long': ['The text has {chars,} characters, the limit is {limit,}.'],
  'too-many-items': ['More than {limit,} items.'],
  'too-many-hosts': ['{size,} hosts, the limit is {limit,}.'],
};
