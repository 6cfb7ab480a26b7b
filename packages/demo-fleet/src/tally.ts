import { createHash, type Hash } from 'node:crypto';

/** Which of the two output streams of a command. */
export type StreamName = 'stdout' | 'stderr';

/** Bytes of one kind and their SHA-256 (lower-case hex). */
export interface Digest {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Counts and hashes a stream without keeping it.
 * Up to 4 KiB are kept as they are: most hosts answer one line, and ten thousand idle hash objects
 * would cost more than the lines.
 */
export class Tally {
  bytes = 0;
  private small: Buffer[] = [];
  private hash: Hash | undefined;

  add(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.hash === undefined && this.bytes <= 4096) {
      this.small.push(Buffer.from(chunk));
      return;
    }
    this.flush().update(chunk);
  }

  /** The digest so far; more may be added afterwards. */
  digest(): Digest {
    const hash = this.hash === undefined ? this.hashOfSmall() : this.hash.copy();
    return { bytes: this.bytes, sha256: hash.digest('hex') };
  }

  /** A tally that goes on from the same bytes. */
  copy(): Tally {
    const twin = new Tally();
    twin.bytes = this.bytes;
    twin.small = [...this.small];
    twin.hash = this.hash?.copy();
    return twin;
  }

  private flush(): Hash {
    if (this.hash === undefined) {
      this.hash = this.hashOfSmall();
      this.small = [];
    }
    return this.hash;
  }

  private hashOfSmall(): Hash {
    const hash = createHash('sha256');
    for (const chunk of this.small) hash.update(chunk);
    return hash;
  }
}

/**
 * Both streams of a host, apart and together in the order of sending.
 * "Together" costs nothing while only one stream has spoken: it is that stream.
 */
export class OutputTally {
  private readonly apart: Record<StreamName, Tally> = { stdout: new Tally(), stderr: new Tally() };
  private joined: Tally | undefined;

  get bytes(): number {
    return this.apart.stdout.bytes + this.apart.stderr.bytes;
  }

  add(stream: StreamName, chunk: Buffer): void {
    const other = this.apart[stream === 'stdout' ? 'stderr' : 'stdout'];
    if (this.joined === undefined && other.bytes > 0) this.joined = other.copy();
    this.joined?.add(chunk);
    this.apart[stream].add(chunk);
  }

  digests(): { all: Digest; stdout: Digest; stderr: Digest } {
    const { stdout, stderr } = this.apart;
    const all = this.joined ?? (stderr.bytes > 0 ? stderr : stdout);
    return { all: all.digest(), stdout: stdout.digest(), stderr: stderr.digest() };
  }
}
