import { fstatSync } from 'node:fs';
import { createScreen, mayShowProgress, type Screen } from './screen.ts';
import { sameTerminal, type Sink } from './sink.ts';

/** Cells of a terminal that does not say. */
const USUAL_COLUMNS = 80;

/** The screen of this process, over its own outputs. */
export function processScreen(io: { out: Sink; err: Sink; env: NodeJS.ProcessEnv }): Screen {
  const { out, err, env } = io;
  const stdout = out.isTerminal ? 'terminal' : kindOfStdout();
  return createScreen({
    out,
    err,
    shared: sameTerminal(),
    live: mayShowProgress({ stdout, stderrIsTerminal: err.isTerminal, env }),
    // A cell less than there is, so that the cursor never waits behind the last one.
    columns: () => terminalColumns(process.stderr) - 1,
  });
}

/** Cells of a line of results and of notes now; Infinity where it is no terminal and nothing is to be cut. */
export function lineColumns(io: { out: Sink; err: Sink }): { out: () => number; err: () => number } {
  return {
    out: () => (io.out.isTerminal ? terminalColumns(process.stdout) : Infinity),
    err: () => (io.err.isTerminal ? terminalColumns(process.stderr) : Infinity),
  };
}

/** Node keeps `columns` up to date as the terminal is resized; pipes have none. */
function terminalColumns(stream: { columns?: number }): number {
  return stream.columns || USUAL_COLUMNS;
}

function kindOfStdout(): 'file' | 'pipe' {
  const stats = fstatSync(1);
  return stats.isFIFO() || stats.isSocket() ? 'pipe' : 'file';
}
