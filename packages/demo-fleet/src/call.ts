import type { Socket } from 'node:net';
import type { ServerChannel } from 'ssh2';
import { readInput, type Input } from './input.ts';
import { channelNumber, permitSignal, type RawProtocol } from './ssh2-internals.ts';
import type { StreamName } from './tally.ts';

/** What the client asked for with one exec request. */
export interface ExecRequest {
  readonly address: string;
  readonly user: string;
  readonly command: string;
  /** The client asked for a terminal: both streams are one, and lines end in CR LF. */
  readonly pty: boolean;
  readonly env: ReadonlyMap<string, string>;
}

const NO_INPUT: Input = { line: async () => undefined, rest: async () => Buffer.alloc(0) };

interface CallParts {
  readonly request: ExecRequest;
  readonly socket: Socket;
  readonly protocol: RawProtocol;
  /** Tells the ledger that the host is the one who hangs up. */
  readonly closing: () => void;
  readonly accept: () => ServerChannel | undefined;
  readonly refuse: () => void;
  readonly closed: AbortSignal;
}

/** One command being answered: what a behaviour may do with it. */
export class Call {
  readonly request: ExecRequest;
  /** Aborts when the client closes the channel or the connection is gone. */
  readonly closed: AbortSignal;
  readonly socket: Socket;
  private readonly parts: CallParts;
  private channel: ServerChannel | undefined;
  private signalListener: (name: string) => void = () => {};

  constructor(parts: CallParts) {
    this.parts = parts;
    this.request = parts.request;
    this.socket = parts.socket;
    this.closed = parts.closed;
  }

  /** Answers the exec request with success. False when the channel is already gone. */
  accept(): boolean {
    if (this.channel !== undefined) return true;
    const channel = this.parts.accept();
    if (!channel) return false;
    this.channel = channel;
    const ignore = (): void => {};
    channel.on('error', ignore);
    channel.stderr.on('error', ignore);
    channel.resume();
    return true;
  }

  /** The command's input, from now on. */
  input(): Input {
    if (!this.accept() || this.channel === undefined) return NO_INPUT;
    return readInput(this.channel, this.request.pty, this.closed);
  }

  /** Answers the exec request with failure. */
  refuse(): void {
    this.parts.refuse();
  }

  /**
   * Sends output and waits until it is in packets, which means: until the client's window had room
   * and the socket is not congested. Memory per flooding host is therefore one chunk.
   * @returns false when the channel is gone; the rest was not sent
   */
  async write(stream: StreamName, chunk: Buffer): Promise<boolean> {
    if (this.closed.aborted || !this.accept()) return false;
    const { channel } = this;
    const target = stream === 'stderr' && !this.request.pty ? channel?.stderr : channel;
    const bytes = this.request.pty ? withCarriageReturns(chunk) : chunk;
    await this.untilClosed((done) => target?.write(bytes, done));
    if (this.socket.writableNeedDrain) await this.untilClosed((done) => this.socket.once('drain', done));
    return !this.closed.aborted;
  }

  /** Sends output without waiting: only for a few bytes. */
  send(stream: StreamName, text: string | Buffer): void {
    if (!this.accept()) return;
    const bytes = Buffer.from(text as string);
    if (stream === 'stderr' && !this.request.pty) this.channel?.stderr.write(bytes);
    else this.channel?.write(this.request.pty ? withCarriageReturns(bytes) : bytes);
  }

  /** Sends an exit status (number) or exit signal (name without `SIG`, any name); does not close. */
  exit(statusOrSignal: number | string, coreDumped = false): void {
    if (!this.accept()) return;
    if (typeof statusOrSignal === 'number') return this.channel?.exit(statusOrSignal);
    permitSignal(statusOrSignal);
    this.channel?.exit(statusOrSignal, coreDumped, '');
  }

  /** EOF and close, after what was written. */
  close(): void {
    if (this.accept()) this.channel?.end();
  }

  /** Exit status or signal, EOF, close. */
  finish(statusOrSignal: number | string): void {
    this.exit(statusOrSignal);
    this.close();
  }

  /** At most one listener: the behaviour that runs. */
  onSignal(listener: (name: string) => void): void {
    this.signalListener = listener;
  }

  /**
   * Lets signals end the command, as they do by default: the first one is answered with that exit
   * signal. The result aborts then, or when the channel goes.
   */
  endsBySignal(): AbortSignal {
    const signalled = new AbortController();
    this.onSignal((name) => {
      if (signalled.signal.aborted) return;
      signalled.abort();
      this.finish(name);
    });
    return AbortSignal.any([signalled.signal, this.closed]);
  }

  /** @internal a signal request came in on this channel */
  deliver(signal: string): void {
    this.signalListener(signal);
  }

  /** Closes the channel at once: no EOF, nothing that was written but not sent. */
  closeAbruptly(): void {
    if (this.accept()) this.channel?.close();
  }

  /** Ends the TCP connection: FIN after what was written, or a reset once that is on the wire. */
  hangUp(how: 'fin' | 'rst'): void {
    this.parts.closing();
    // Node 24 leaks the handle of a socket that is reset after it was ended.
    if (how === 'fin' || this.socket.writableEnded) this.socket.end();
    // A reset throws away what is still in our own buffers, so it waits for them.
    else this.socket.write('', () => this.socket.resetAndDestroy());
  }

  /** Message-level access for behaviours that break the protocol's order; needs an accepted call. */
  raw(): { protocol: RawProtocol; id: number } | undefined {
    if (!this.accept() || this.channel === undefined) return undefined;
    return { protocol: this.parts.protocol, id: channelNumber(this.channel) };
  }

  /** Runs `start` and waits for its callback, or for the end of the channel. */
  private async untilClosed(start: (done: () => void) => unknown): Promise<void> {
    const { closed } = this;
    if (closed.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        closed.removeEventListener('abort', done);
        resolve();
      };
      closed.addEventListener('abort', done);
      start(done);
    });
  }
}

/** What a terminal's line discipline does to output (ONLCR). */
function withCarriageReturns(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}
