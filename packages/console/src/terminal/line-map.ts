import { hostsOfLine, type StreamLine } from './stream-lines.ts';

/** Which rows of a terminal belong to which line, and which line names which host. Rows count from the first written. */
export class LineMap {
  readonly #lines: StreamLine[] = [];
  /** First row of each line. */
  readonly #firstRow: number[] = [];
  readonly #lineOfHost = new Map<number, number>();
  #rows = 0;

  /** Rows written so far. */
  get rows(): number {
    return this.#rows;
  }

  get lines(): number {
    return this.#lines.length;
  }

  add(line: StreamLine, rows: number): void {
    for (const host of hostsOfLine(line)) this.#lineOfHost.set(host, this.#lines.length);
    this.#lines.push(line);
    this.#firstRow.push(this.#rows);
    this.#rows += rows;
  }

  clear(): void {
    this.#lines.length = 0;
    this.#firstRow.length = 0;
    this.#lineOfHost.clear();
    this.#rows = 0;
  }

  line(index: number): StreamLine | undefined {
    return this.#lines[index];
  }

  /** The line that a row belongs to. */
  atRow(row: number): number | undefined {
    if (row < 0 || row >= this.#rows) return undefined;
    let low = 0;
    let high = this.#firstRow.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#firstRow[middle]! <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The newest line that names `host`. */
  ofHost(host: number): number | undefined {
    return this.#lineOfHost.get(host);
  }

  /** First row and number of rows of a line. */
  rowsOf(index: number): { first: number; count: number } {
    const first = this.#firstRow[index]!;
    return { first, count: (this.#firstRow[index + 1] ?? this.#rows) - first };
  }
}
