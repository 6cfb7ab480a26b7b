// Builds the parts and starts the program that was asked for.
import { EXIT } from './cli/cli-error.ts';
import { runProgram } from './cli/program.ts';
import { openSink } from './cli/terminal/sink.ts';

const io = { out: openSink(1), err: openSink(2), env: process.env };
const status = await runProgram(process.argv.slice(2), io).catch((bug: unknown): number => {
  io.err.write(
    `rollcall: this is a bug, please report it\n${bug instanceof Error ? bug.stack : String(bug)}\n`,
  );
  return EXIT.bug;
});
await Promise.all([io.out.flushed(), io.err.flushed()]);
process.exit(status);
