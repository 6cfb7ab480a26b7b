/**
 * Why a command was started as it is, without a process group of its own.
 * - `asked`: the run wants it so (`plain`)
 * - `server`: the host's SSH software is not one of a POSIX system
 * - `no-shell`: the login shell would not start `sh`, and nothing of the command had been sent by then
 * - `no-report`: something else than `sh` answered, a forced command for example; it ran in place of the command
 * - `no-group`: the SSH server starts commands in its own process group, and the host has nothing to make a new one with
 */
export const PLAIN_REASONS = ['asked', 'server', 'no-shell', 'no-report', 'no-group'] as const;
/** Why a command was started without a group. */
export type PlainReason = (typeof PLAIN_REASONS)[number];

/** How the host was asked to end a command, from the surest to the last resort. */
export const STOP_WAYS = ['process-group', 'signal', 'connection'] as const;
/** One way to end a command. */
export type StopWay = (typeof STOP_WAYS)[number];
