import type { IDecoration, Terminal } from '@xterm/xterm';

/** The mark of one line in a terminal: the ground of its rows, which scrolls with them. */
export class LineMark {
  readonly #terminal: Terminal;
  #rows: IDecoration[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get shown(): boolean {
    return this.#rows.length > 0;
  }

  /** Marks `count` rows from index `first` of the buffer, in the colour of the theme on screen, and no others. */
  show(first: number, count: number): void {
    this.clear();
    const terminal = this.#terminal;
    const { active } = terminal.buffer;
    for (let row = first; row < first + count; row += 1) {
      const mark = terminal.registerDecoration({
        marker: terminal.registerMarker(row - active.baseY - active.cursorY),
        width: terminal.cols,
        backgroundColor: terminal.options.theme?.selectionBackground ?? '#000000',
      });
      mark?.onRender((element) => element.classList.add('cursor-line'));
      if (mark) this.#rows.push(mark);
    }
  }

  clear(): void {
    for (const mark of this.#rows.splice(0)) {
      mark.marker.dispose();
      mark.dispose();
    }
  }
}
