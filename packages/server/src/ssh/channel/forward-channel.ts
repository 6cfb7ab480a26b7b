import { Duplex } from 'node:stream';
import type { FailedJump } from '@rollcall/protocol';
import { JumpLostError, type Loss } from '../failures.ts';
import type { Link } from '../link.ts';
import { MAX_PACKET_BYTES, WINDOW_BYTES, type Channel } from './channels.ts';

/** What became of a request for a forwarded channel; exactly one per request. */
export type ForwardAnswer =
  | { type: 'open'; wire: Duplex }
  /** `reason` is of RFC 4254 section 5.1. */
  | { type: 'refused'; reason: number; description: string }
  | { type: 'lost'; loss: Loss };

/** The host that asks whom a forwarded connection comes from gets what OpenSSH's client says. */
const ORIGIN = { srcIP: '127.0.0.1', srcPort: 65_535 };

/** A TCP connection that another host holds for us, as a stream: both ends are that of its channel. */
class ForwardedWire extends Duplex {
  private readonly channel: Channel;
  private written: (() => void) | undefined;
  private isClosed = false;

  constructor(channel: Channel) {
    super({ allowHalfOpen: false });
    this.channel = channel;
  }

  /** What has come, at most a window of it when the host keeps to the rules. */
  arrive(bytes: Buffer): void {
    this.push(bytes);
    this.channel.grant(this.readableLength);
  }

  drained(): void {
    const { written } = this;
    this.written = undefined;
    written?.();
  }

  /** The host has closed the channel: what has come may still be read, what is written from now on is lost. */
  close(): void {
    this.isClosed = true;
    this.push(null);
    this.drained();
  }

  override _read(): void {
    this.channel.grant(this.readableLength);
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (this.isClosed || this.channel.write(chunk)) done();
    else this.written = done;
  }

  /** What was gathered in one turn leaves in as few packets as it fits into. */
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), '', done);
  }

  override _final(done: () => void): void {
    this.channel.endInput();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.channel.close();
    done(error);
  }
}

/**
 * Asks the host at the other end of `link` to connect to `to` and to pass on what is said (RFC 4254 section 7.2).
 * @param via names the host at the other end to whoever uses the stream when the connection to it is lost
 * @param onAnswer not called after the returned function, which takes the request back
 */
export function openForward(
  link: Pick<Link, 'channels' | 'lose'>,
  to: { host: string; port: number },
  via: FailedJump,
  onAnswer: (answer: ForwardAnswer) => void,
): () => void {
  let wire: ForwardedWire | undefined;
  let wanted = true;
  const answer = (given: ForwardAnswer) => {
    if (wanted) onAnswer(given);
  };
  const ends = { ...ORIGIN, dstIP: to.host, dstPort: to.port };
  const channel = link.channels.open(
    (message, ours) => message.directTcpip(ours, WINDOW_BYTES, MAX_PACKET_BYTES, ends),
    {
      opened() {
        wire = new ForwardedWire(channel);
        answer({ type: 'open', wire });
      },
      refused: (reason, description) => answer({ type: 'refused', reason, description }),
      data(bytes, type) {
        if (type !== 0 || wire === undefined || wire.destroyed) return;
        if (wire.readableLength + bytes.length <= WINDOW_BYTES) wire.arrive(bytes);
        else link.lose({ type: 'protocol', detail: 'the window of a forwarded connection was ignored' });
      },
      replied: () => undefined,
      request: () => undefined,
      drained: () => wire?.drained(),
      ended: () => wire?.push(null),
      closed: () => wire?.close(),
      lost(loss) {
        if (wire === undefined) answer({ type: 'lost', loss });
        else wire.destroy(new JumpLostError((loss.type === 'closed' && loss.jump) || via));
      },
    },
  );
  return () => {
    wanted = false;
    if (wire === undefined) channel.close();
  };
}
