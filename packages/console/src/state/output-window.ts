export type OutputStream = 'stdout' | 'stderr';

/** A piece of what a host printed, or the place of bytes that the server did not keep. */
export type OutputPiece =
  | { type: 'bytes'; stream: OutputStream; bytes: Uint8Array }
  | { type: 'gap'; stdoutBytes: number; stderrBytes: number };

/** How much of the output a page keeps from its start, and the same again from its end. */
export const WINDOW_HALF_BYTES = 512 * 1024;

/**
 * The first and the last part of one host's output, in the order in which it came; memory is bounded whatever the
 * host prints.
 */
export class OutputWindow {
  readonly #half: number;
  readonly #head: OutputPiece[] = [];
  #tail: OutputPiece[] = [];
  /** Pieces before this index of `#tail` are dropped; the list is shortened from time to time. */
  #tailFrom = 0;
  #headBytes = 0;
  #tailBytes = 0;
  #left = { stdout: 0, stderr: 0 };
  #printed = { stdout: 0, stderr: 0 };

  constructor(halfBytes = WINDOW_HALF_BYTES) {
    this.#half = halfBytes;
  }

  /** Bytes that came through here, kept or not. */
  get printed(): { stdout: number; stderr: number } {
    return this.#printed;
  }

  /** Bytes between head and tail that the page does not keep. */
  get leftOut(): { stdout: number; stderr: number } {
    return this.#left;
  }

  get head(): readonly OutputPiece[] {
    return this.#head;
  }

  get tail(): readonly OutputPiece[] {
    return this.#tail.slice(this.#tailFrom);
  }

  /** Takes the next piece in. The bytes are copied: they share the memory of a whole batch. */
  push(piece: OutputPiece): void {
    if (piece.type === 'gap') {
      (this.#headBytes < this.#half ? this.#head : this.#tail).push(piece);
      return;
    }
    const { stream, bytes } = piece;
    this.#printed[stream] += bytes.byteLength;
    const first = bytes.slice(0, this.#half - this.#headBytes);
    if (first.byteLength > 0) {
      this.#head.push({ type: 'bytes', stream, bytes: first });
      this.#headBytes += first.byteLength;
    }
    if (first.byteLength < bytes.byteLength) this.#pushTail(stream, bytes.slice(first.byteLength));
  }

  #pushTail(stream: OutputStream, bytes: Uint8Array): void {
    this.#tail.push({ type: 'bytes', stream, bytes });
    this.#tailBytes += bytes.byteLength;
    while (this.#tailBytes > this.#half) this.#dropFirst(this.#tailBytes - this.#half);
    if (this.#tailFrom > 1_000) {
      this.#tail = this.#tail.slice(this.#tailFrom);
      this.#tailFrom = 0;
    }
  }

  /** Drops up to `most` bytes from the start of the tail. */
  #dropFirst(most: number): void {
    const first = this.#tail[this.#tailFrom]!;
    if (first.type === 'gap') {
      this.#left.stdout += first.stdoutBytes;
      this.#left.stderr += first.stderrBytes;
      this.#tailFrom += 1;
      return;
    }
    const dropped = Math.min(most, first.bytes.byteLength);
    this.#left[first.stream] += dropped;
    this.#tailBytes -= dropped;
    if (dropped === first.bytes.byteLength) this.#tailFrom += 1;
    else this.#tail[this.#tailFrom] = { ...first, bytes: first.bytes.slice(dropped) };
  }
}
