/**
 * Every number that two parts of Rollcall must agree on. Times in milliseconds, sizes in bytes.
 * Where a number was measured, the reason stands beside it.
 */

/** Version of the wire described in docs/protocol.md. A client and a server must carry the same one. */
export const PROTOCOL_VERSION = 1;

/** Hosts in one run. A larger set is refused with its count before anything is contacted. */
export const MAX_HOSTS_PER_RUN = 10_000;
/** From this many hosts on, the console and the terminal ask for the count to be typed before a run. */
export const CONFIRM_HOSTS_FROM = 1_000;
/** Characters of the targets text of one run. */
export const MAX_TARGETS_CHARS = 256 * 1024;
/** Bytes of a command in UTF-8. */
export const MAX_COMMAND_BYTES = 64 * 1024;
/** Bytes of a command with its placeholders filled in: Linux takes no longer argument, and a shell gets its command line as one. */
export const MAX_EXPANDED_BYTES = 128 * 1024 - 1;
/** Bytes of the standard input of a run, which is the same for every host. */
export const MAX_INPUT_BYTES = 1024 * 1024;
/** Environment variables of a run. */
export const MAX_ENV_NAMES = 64;
/** Bytes of their names and values in UTF-8; Linux refuses more than 128 KiB in one argument or variable. */
export const MAX_ENV_BYTES = 32 * 1024;
/** Characters of the jump hosts of a run or a host. */
export const MAX_JUMP_CHARS = 1_024;
/** Hosts that a connection may go through: longer ways are mistakes, and each hop costs a handshake. */
export const MAX_JUMP_HOPS = 8;
/** Characters of what `ps` showed before a command was stopped. */
export const MAX_EVIDENCE_CHARS = 4 * 1024;

/** Hosts at once, as in ClusterShell. */
export const DEFAULT_FANOUT = 64;
/** Largest fan-out a run may ask for. */
export const MAX_FANOUT = 1_024;

/** Output kept per host; beyond it the first and the last part stay and the gap is recorded. */
export const DEFAULT_MAX_OUTPUT_BYTES = 10 * 1024 * 1024;
/** Largest cap a run may ask for. */
export const MAX_OUTPUT_BYTES = 1024 * 1024 * 1024;
/** How much of the cap is kept from the end of the output, in memory while the command runs. */
export const OUTPUT_TAIL_BYTES = 1024 * 1024;
/** Output of a host is gathered into one event up to this size … */
export const OUTPUT_EVENT_BYTES = 32 * 1024;
/** … or this long, whichever comes first. */
export const OUTPUT_EVENT_DELAY_MS = 25;
/** Longest excerpt (first or last line) that an outcome carries, in UTF-16 units. */
export const EXCERPT_CHARS = 256;

/**
 * A feed batch closes before its events pass so many bytes, or so many events. Of output 250 MB/s were measured with acknowledged
 * batches of 64 KiB; news of hosts are small, and 10,000 hosts that fail at once fit into ten batches a second.
 */
export const FEED_BATCH = {
  status: { bytes: 512 * 1024, events: 4_000 },
  output: { bytes: 64 * 1024, events: 500 },
} as const;
/**
 * Time between two feed batches when no more is stored yet, in ms: news of hosts ten times a second, output twenty times. A storm of
 * failures, or a progress bar of 1,000 updates a second, is no storm of messages.
 */
export const FEED_REST_MS = { status: 100, output: 50 } as const;
/** A viewer that does not acknowledge a batch for this long is dropped; it resumes from its cursor. */
export const FEED_ACK_TIMEOUT_MS = 30_000;
/** Without a bell, a feed looks into the log this often; so a lost ring costs at most this. */
export const FEED_POLL_MS = 1_000;
/** Largest frame a browser may send. */
export const MAX_CLIENT_FRAME_BYTES = 128 * 1024;
/** An xterm write buffer above this feels sluggish (xterm.js flow-control guide), so no batch is acknowledged beyond it. */
export const MAX_UNPARSED_BYTES = 500_000;

/** Limits of the stages of one host, in ms; the whole command has its own limit in the run spec, 0 meaning none. */
export interface StageLimits {
  resolveMs: number;
  connectMs: number;
  bannerMs: number;
  kexMs: number;
  authMs: number;
  openMs: number;
  execReplyMs: number;
  /** From the exit status until the host has to have closed the channel. */
  closeMs: number;
  /** From the wish to stop until the host is given up. */
  cancelMs: number;
}

/** What a run gets when it asks for nothing else; `connectMs` is the one it may set. */
export const DEFAULT_STAGE_LIMITS: StageLimits = {
  resolveMs: 5_000,
  connectMs: 10_000,
  bannerMs: 5_000,
  kexMs: 10_000,
  authMs: 15_000,
  openMs: 10_000,
  execReplyMs: 10_000,
  closeMs: 5_000,
  cancelMs: 10_000,
};

/** The whole command, when a run says nothing of it. */
export const DEFAULT_COMMAND_TIMEOUT_MS = 600_000;
/** A silent host is asked whether it is there this often; as `ServerAliveInterval` of OpenSSH. */
export const KEEPALIVE_INTERVAL_MS = 15_000;
/** After so many questions without an answer the connection counts as lost. */
export const KEEPALIVE_COUNT = 3;
