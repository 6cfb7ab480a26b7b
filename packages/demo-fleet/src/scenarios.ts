import type {
  Behaviour,
  ForeignProtocol,
  HostKeyChoice,
  LastMessage,
  LegacyOffer,
  UnsharedOffer,
} from './behaviour.ts';

/** The name of each row of the address table. */
export type ScenarioName =
  | 'name'
  | 'echo'
  | 'exit-status'
  | 'exit-signal'
  | 'bytes'
  | 'interleaved'
  | 'stderr-only'
  | 'slow'
  | 'split'
  | 'order'
  | 'two-statuses'
  | 'hang'
  | 'hang-ignoring-signals'
  | 'endless'
  | 'silent-after-accept'
  | 'closes-after-accept'
  | 'not-ssh'
  | 'endless-banner'
  | 'silent-in-handshake'
  | 'bad-signature'
  | 'nothing-in-common'
  | 'other-host-key'
  | 'fresh-host-key'
  | 'busy'
  | 'penalised'
  | 'legacy'
  | 'login-refused'
  | 'login-silent'
  | 'keyboard-interactive'
  | 'endless-prompts'
  | 'password-expired'
  | 'two-step-login'
  | 'channel-refused'
  | 'channel-forbidden'
  | 'channel-silent'
  | 'exec-refused'
  | 'exec-silent'
  | 'no-exit-status'
  | 'channel-left-open'
  | 'fin-in-output'
  | 'rst-in-output'
  | 'ignores-window'
  | 'bastion'
  | 'bastion-dies';

/** One row: `127.<octet>.x.y`. */
export interface Scenario {
  /** The second part of the address. */
  readonly octet: number;
  /** What the host does, for a person choosing an address. */
  readonly sentence: string;
  /** The behaviour for `x` and `y`, each 0 to 255. */
  readonly behaviour: (x: number, y: number) => Behaviour;
}

const FOREIGN: readonly ForeignProtocol[] = ['http', 'smtp', 'tls-alert', 'binary'];
const LAST: readonly LastMessage[] = ['identification', 'kexinit', 'kex-reply', 'newkeys'];
const UNSHARED: readonly UnsharedOffer[] = ['kex', 'host-key', 'certificate', 'cipher', 'zlib-only'];
const LEGACY: readonly LegacyOffer[] = ['all', 'kex', 'host-key', 'cipher', 'mac'];
const PIECES = ['lines', 'bytes', 'byte-a-second'] as const;
const OTHER_KEYS: readonly HostKeyChoice[] = ['ecdsa', 'rsa'];
/** Signal names in the order of RFC 4254 section 6.10, and one that it does not know. */
const SIGNALS = 'ABRT ALRM FPE HUP ILL INT KILL PIPE QUIT SEGV TERM USR1 USR2 ROLLCALL@EXAMPLE.COM'.split(
  ' ',
);

const MIB = 1024 * 1024;

/** Every behaviour that an address can choose. Total: a new name does not compile without its row. */
export const SCENARIOS: { readonly [Name in ScenarioName]: Scenario } = {
  name: row(1, 'Answers at once: prints its name, exits 0. 127.0.x.y does the same.', () => ({
    exec: { type: 'name' },
  })),
  echo: row(2, 'Prints the command it was given, exits 0.', () => ({ exec: { type: 'echo' } })),
  'exit-status': row(3, 'Exits with status x and a line on stderr.', (x) => ({
    exec: { type: 'exit-status', status: x },
  })),
  'exit-signal': row(
    4,
    'Ends by signal number x of RFC 4254 (0 ABRT … 6 KILL, 10 TERM, 13 one of its own); y = 1 with a core dump.',
    (x, y) => ({
      exec: { type: 'exit-signal', signal: pick(SIGNALS, x), coreDumped: y === 1 },
    }),
  ),
  bytes: row(
    5,
    'Sends x · 256 + y MiB, exits 0; the command `bytes N` asks for N bytes instead.',
    (x, y) => ({
      exec: { type: 'bytes', bytes: (x * 256 + y) * MIB },
    }),
  ),
  interleaved: row(6, 'Writes x · 100 + y lines (10 if none) to each stream, taking turns.', (x, y) => ({
    exec: { type: 'interleaved', lines: x * 100 + y || 10 },
  })),
  'stderr-only': row(
    7,
    'Writes x · 100 + y lines (10 if none) to stderr, nothing to stdout, exits 0.',
    (x, y) => ({
      exec: { type: 'stderr-only', lines: x * 100 + y || 10 },
    }),
  ),
  slow: row(
    8,
    'Waits x tenths of a second before each answer (login, channel, exec); the command takes y tenths.',
    (x, y) => ({
      stepDelayMs: x * 100,
      exec: { type: 'sleep', ms: y * 100 },
    }),
  ),
  split: row(9, 'Prints a text in many languages in packets of x bytes (1 if 0).', (x) => ({
    exec: { type: 'split', bytes: Math.max(1, x) },
  })),
  order: row(
    10,
    'Sends exit status 7, stdout, stderr and EOF in order x of 24, then closes. EOF is last where it must be in 0, 1, 2, 4, 5, 6, 17, 18.',
    (x) => ({
      exec: { type: 'order', order: x % 24 },
    }),
  ),
  'two-statuses': row(11, 'Sends exit status 3 and then 0; the first must count.', () => ({
    exec: { type: 'two-statuses' },
  })),
  hang: row(12, 'Says nothing until a signal comes, then ends with that exit signal.', () => ({
    exec: { type: 'hang' },
  })),
  'hang-ignoring-signals': row(13, 'Says nothing and ignores signals.', () => ({
    exec: { type: 'hang-ignoring-signals' },
  })),
  endless: row(
    14,
    'Output without end, as fast as the client reads, or x KiB a second if x is not 0.',
    (x) => ({
      exec: { type: 'endless', bytesPerSecond: x * 1024 },
    }),
  ),

  'silent-after-accept': row(20, 'Accepts the connection and never sends a byte.', () =>
    before({ type: 'silent' }),
  ),
  'closes-after-accept': row(21, 'Accepts the connection and closes it, as sshd beyond MaxStartups.', () =>
    before({ type: 'close' }),
  ),
  'not-ssh': row(22, 'Speaks another protocol: x = 0 HTTP, 1 SMTP, 2 a TLS alert, 3 binary.', (x) =>
    before({ type: 'foreign', protocol: pick(FOREIGN, x) }),
  ),
  'endless-banner': row(
    23,
    'Sends text before the identification line for ever: x = 0 lines, 1 single bytes, 2 a byte a second.',
    (x) => before({ type: 'endless-banner', pieces: pick(PIECES, x) }),
  ),
  'silent-in-handshake': row(
    24,
    'Falls silent after its x = 0 identification, 1 KEXINIT, 2 key-exchange reply, 3 NEWKEYS.',
    (x) => before({ type: 'mute-after', message: pick(LAST, x) }),
  ),
  'bad-signature': row(25, 'Signs the key exchange wrongly.', () => before({ type: 'bad-signature' })),
  'nothing-in-common': row(
    26,
    'Offers only x = 0 post-quantum key exchanges, 1 a DSA key, 2 a host certificate, 3 broken ciphers, 4 compression.',
    (x) => before({ type: 'unshared', offer: pick(UNSHARED, x) }),
  ),
  'other-host-key': row(27, 'Has a host key of another type: x = 0 ECDSA, 1 RSA.', (x) => ({
    hostKey: pick(OTHER_KEYS, x),
    exec: { type: 'name' },
  })),
  'fresh-host-key': row(28, 'Shows a new host key on each connection.', () => ({
    hostKey: 'fresh',
    exec: { type: 'name' },
  })),

  busy: row(
    29,
    'Closes the first x connections (all if 0) before the handshake, with the words of sshd beyond MaxStartups if y is 1.',
    (x, y) => before({ type: 'turn-away', line: y === 1 ? 'Exceeded MaxStartups\r\n' : '', times: x }),
  ),
  penalised: row(30, 'Turns everybody away, as sshd does for a while after failed logins.', () =>
    before({ type: 'turn-away', line: 'Not allowed at this time\r\n', times: 0 }),
  ),
  legacy: row(
    31,
    'Offers algorithms that are out of date: x = 0 only such, 1 key exchange, 2 host key, 3 ciphers, 4 MAC.',
    (x) => ({
      hostKey: x === 0 || x === 2 ? 'rsa' : 'ed25519',
      ...before({ type: 'legacy', offer: pick(LEGACY, x) }),
    }),
  ),

  'login-refused': row(40, 'Refuses every login.', () => ({
    login: { type: 'refuse' },
    exec: { type: 'name' },
  })),
  'login-silent': row(41, 'Never answers a login.', () => ({
    login: { type: 'silent' },
    exec: { type: 'name' },
  })),
  'keyboard-interactive': row(
    42,
    'Offers keyboard-interactive only, and asks x = 0 for the password, 1 for password and code, 2 a question with control characters.',
    (x) => ({
      login: { type: 'keyboard-interactive', prompts: pick(PROMPTS, x) },
      exec: { type: 'name' },
    }),
  ),
  'endless-prompts': row(43, 'Asks one more question after each answer.', () => ({
    login: { type: 'endless-prompts' },
    exec: { type: 'name' },
  })),
  'password-expired': row(44, 'Takes a password only and then demands a new one.', () => ({
    login: { type: 'password-change' },
    exec: { type: 'name' },
  })),
  'two-step-login': row(
    45,
    'Takes a key or password as the first half, then asks for a code (424242).',
    () => ({ login: { type: 'two-step' }, exec: { type: 'name' } }),
  ),

  'channel-refused': row(50, 'Refuses to open a channel, as sshd beyond MaxSessions.', () => ({
    channel: 'refuse',
    exec: { type: 'name' },
  })),
  'channel-forbidden': row(51, 'Forbids channels: administratively prohibited.', () => ({
    channel: 'forbid',
    exec: { type: 'name' },
  })),
  'channel-silent': row(52, 'Never answers the request for a channel.', () => ({
    channel: 'silent',
    exec: { type: 'name' },
  })),
  'exec-refused': row(53, 'Opens a channel and refuses the command.', () => ({ exec: { type: 'refuse' } })),
  'exec-silent': row(54, 'Opens a channel and never answers the exec request.', () => ({
    exec: { type: 'silent' },
  })),

  'no-exit-status': row(60, 'Sends a line and closes the channel without an exit status.', () => ({
    exec: { type: 'no-status' },
  })),
  'channel-left-open': row(61, 'Sends a line and exit status x, and leaves the channel open.', (x) => ({
    exec: { type: 'left-open', status: x },
  })),
  'fin-in-output': row(62, 'Sends x · 256 + y KiB (1 if none) and ends the TCP connection.', (x, y) => ({
    exec: { type: 'cut', with: 'fin', afterBytes: (x * 256 + y || 1) * 1024 },
  })),
  'rst-in-output': row(63, 'Sends x · 256 + y KiB (1 if none) and resets the TCP connection.', (x, y) => ({
    exec: { type: 'cut', with: 'rst', afterBytes: (x * 256 + y || 1) * 1024 },
  })),
  'ignores-window': row(
    64,
    'Sends x MiB (30 if 0) whatever window the client allows, in packets of 30,000 bytes (y = 0) or 32,768 (y = 1).',
    (x, y) => ({
      exec: { type: 'ignore-window', bytes: (x || 30) * MIB, packet: y === 1 ? 32_768 : 30_000 },
    }),
  ),

  bastion: row(
    70,
    'Forwards to other hosts, y connections at once (any number if 0), and refuses more as x = 0 prohibited, 1 a shortage.',
    (x, y) => ({
      forward: { atOnce: y, refusal: x === 1 ? 'shortage' : 'prohibited', diesAfterBytes: 0 },
      exec: { type: 'name' },
    }),
  ),
  'bastion-dies': row(
    71,
    'Forwards to other hosts, and resets its connection when it has passed on x · 256 + y KiB (1 if none).',
    (x, y) => ({
      forward: { atOnce: 0, refusal: 'prohibited', diesAfterBytes: (x * 256 + y || 1) * 1024 },
      exec: { type: 'name' },
    }),
  ),
};

const PROMPTS = [
  [{ prompt: 'Password: ', echo: false }],
  [
    { prompt: 'Password: ', echo: false },
    { prompt: 'Verification code: ', echo: true },
  ],
  [{ prompt: '\u001b]0;owned\u0007\u001b[2JYour name\r\n? ', echo: true }],
];

const BY_OCTET = new Map(Object.values(SCENARIOS).map((scenario) => [scenario.octet, scenario]));

/**
 * The behaviour that the address table gives to `127.<scenario>.x.y`.
 * Addresses without a row answer at once, `127.0.0.1` among them.
 */
export function behaviourOf(address: string): Behaviour {
  const [, octet = 0, x = 0, y = 0] = address.split('.').map(Number);
  return (BY_OCTET.get(octet) ?? SCENARIOS.name).behaviour(x, y);
}

/** An address of a scenario, for tests and for people: `addressOf('exit-status', 3)` is `127.3.3.1`. */
export function addressOf(name: ScenarioName, x = 0, y = 0): string {
  return `127.${SCENARIOS[name].octet}.${x}.${y}`;
}

function row(octet: number, sentence: string, behaviour: Scenario['behaviour']): Scenario {
  return { octet, sentence, behaviour };
}

function before(transport: NonNullable<Behaviour['transport']>): Behaviour {
  return { transport, exec: { type: 'name' } };
}

/** Beyond the last choice the first: every address means something. */
function pick<Choice>(choices: readonly Choice[], index: number): Choice {
  return choices[index] ?? (choices[0] as Choice);
}
