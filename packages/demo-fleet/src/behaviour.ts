/** Protocols a listener may speak that are not SSH. */
export type ForeignProtocol = 'http' | 'smtp' | 'tls-alert' | 'binary';

/** What the client gets to hear last when a host falls silent inside the handshake. */
export type LastMessage = 'identification' | 'kexinit' | 'kex-reply' | 'newkeys';

/** What a host offers that a modern client shares nothing with. */
export type UnsharedOffer = 'kex' | 'host-key' | 'certificate' | 'cipher' | 'zlib-only';

/** Which algorithms of a host are old: all of them, or one kind. */
export type LegacyOffer = 'all' | 'kex' | 'host-key' | 'cipher' | 'mac';

/** What a host does between TCP and the end of the key exchange. */
export type Transport =
  | { readonly type: 'ssh' }
  /** Accepts and never sends a byte. */
  | { readonly type: 'silent' }
  /** Accepts and closes at once, as sshd beyond MaxStartups. */
  | { readonly type: 'close' }
  | { readonly type: 'foreign'; readonly protocol: ForeignProtocol }
  /** Text before the identification line, for ever: whole lines, single bytes, or one byte a second. */
  | { readonly type: 'endless-banner'; readonly pieces: 'lines' | 'bytes' | 'byte-a-second' }
  /** Goes silent after `message`; the TCP connection stays open. */
  | { readonly type: 'mute-after'; readonly message: LastMessage }
  /** Says a line that is no identification, and closes: the first `times` connections, or all (0). */
  | { readonly type: 'turn-away'; readonly line: string; readonly times: number }
  /** Offers only algorithms that are out of date. */
  | { readonly type: 'legacy'; readonly offer: LegacyOffer }
  /** Signs the key exchange wrongly: the client must refuse. */
  | { readonly type: 'bad-signature' }
  | { readonly type: 'unshared'; readonly offer: UnsharedOffer };

/** Which host key it shows. `fresh` makes a new one for each connection: "the host key changed". */
export type HostKeyChoice = 'ed25519' | 'ecdsa' | 'rsa' | 'fresh';

/** How a host treats logins. `accounts` takes who the fleet's accounts admit, by any method. */
export type Login =
  | { readonly type: 'accounts' }
  | { readonly type: 'refuse' }
  | { readonly type: 'silent' }
  /** Offers keyboard-interactive only, with these prompts (hidden ones take the password). */
  | { readonly type: 'keyboard-interactive'; readonly prompts: readonly LoginPrompt[] }
  /** Asks one more question each time, for ever. */
  | { readonly type: 'endless-prompts' }
  /** Takes the password, then demands a new one (RFC 4252 section 8). */
  | { readonly type: 'password-change' }
  /** Takes a public key or password as the first half only, then asks for a code. */
  | { readonly type: 'two-step' };

/** One question of keyboard-interactive; `echo: false` means the answer is secret. */
export interface LoginPrompt {
  readonly prompt: string;
  readonly echo: boolean;
}

/** What a host does with a request to open a session channel. `forbid`: administratively prohibited. */
export type ChannelOpen = 'accept' | 'refuse' | 'forbid' | 'silent';

/** How a host passes connections on to other hosts (`direct-tcpip`). */
export interface Forward {
  /** How many at once, over all of its connections; 0 for any number. */
  readonly atOnce: number;
  /** Why it refuses one more. */
  readonly refusal: 'prohibited' | 'shortage';
  /** Resets its own connection after it has passed on this many bytes from other hosts; 0 = never. */
  readonly diesAfterBytes: number;
}

/** What a host does with an exec request. */
export type Exec =
  /** Prints its name and exits 0: the cheap answer of the benchmarks. */
  | { readonly type: 'name' }
  /** Prints the command it was given and exits 0. */
  | { readonly type: 'echo' }
  | { readonly type: 'exit-status'; readonly status: number }
  | { readonly type: 'exit-signal'; readonly signal: string; readonly coreDumped: boolean }
  | { readonly type: 'refuse' }
  /** Never answers the request. */
  | { readonly type: 'silent' }
  /** Sends output, then closes the channel without an exit status. */
  | { readonly type: 'no-status' }
  /** Sends an exit status and leaves the channel open. */
  | { readonly type: 'left-open'; readonly status: number }
  /** Sends this many bytes of an output that goes on, then ends the TCP connection. */
  | { readonly type: 'cut'; readonly with: 'fin' | 'rst'; readonly afterBytes: number }
  /** Output without end; `bytesPerSecond` 0 = as fast as the client reads. */
  | { readonly type: 'endless'; readonly bytesPerSecond: number }
  /** Exactly this many bytes; the command `bytes N` overrides it. */
  | { readonly type: 'bytes'; readonly bytes: number }
  /** `lines` numbered lines on each stream, taking turns. */
  | { readonly type: 'interleaved'; readonly lines: number }
  | { readonly type: 'stderr-only'; readonly lines: number }
  /** No output; TERM, INT, HUP, QUIT and KILL end it with that exit signal. */
  | { readonly type: 'hang' }
  /** No output; signals are recorded and ignored. */
  | { readonly type: 'hang-ignoring-signals' }
  /** Prints its name after this time, exits 0; signals end it. */
  | { readonly type: 'sleep'; readonly ms: number }
  /** A text of many scripts in pieces of this many bytes, each its own packet. */
  | { readonly type: 'split'; readonly bytes: number }
  /** Sends `bytes` in packets of `packet` bytes whatever window the client allows. */
  | { readonly type: 'ignore-window'; readonly bytes: number; readonly packet: number }
  /** Status, stdout, stderr and EOF in one of the 24 orders (0 = that one), then the close. */
  | { readonly type: 'order'; readonly order: number }
  /** Two exit statuses: 3, then 0. The first must count. */
  | { readonly type: 'two-statuses' };

/** How one host behaves; what is absent is as on a well-behaved host. */
export interface Behaviour {
  readonly transport?: Transport;
  readonly hostKey?: HostKeyChoice;
  readonly login?: Login;
  readonly channel?: ChannelOpen;
  /** Absent: it forwards nothing. */
  readonly forward?: Forward;
  readonly exec: Exec;
  /** Waits this long before each answer: to the login, the channel request and the exec request. */
  readonly stepDelayMs?: number;
}
