// Builds the parts and starts the program that was asked for.
import type { Words } from '@rollcall/protocol';
import { EXIT } from './cli/cli-error.ts';
import { environmentLocale } from './cli/locale.ts';
import { runProgram } from './cli/program.ts';
import { openSink } from './cli/terminal/sink.ts';

const io = { out: openSink(1), err: openSink(2), env: process.env };
const status = await runProgram(process.argv.slice(2), io).catch((bug: unknown): number => {
  const words: Words = { en: 'this is a bug, please report it', zh: '这是程序错误，请反馈' };
  const what = bug instanceof Error ? bug.stack : String(bug);
  io.err.write(`rollcall: ${words[environmentLocale(process.env)]}\n${what}\n`);
  return EXIT.bug;
});
await Promise.all([io.out.flushed(), io.err.flushed()]);
process.exit(status);
