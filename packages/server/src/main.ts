// Builds the parts and starts the program that was asked for.
import { runProgram } from './cli/program.ts';
import { openSink, type Sink } from './cli/terminal/sink.ts';

const io = { out: openSink(1), err: openSink(2), env: process.env };
const status = await runProgram(process.argv.slice(2), io);
await Promise.all([io.out, io.err].map((sink: Sink) => sink.flushed()));
process.exit(status);
