import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Fleet } from './fleet.ts';

/** What a control line answers: one JSON object a line, in the order of the questions. */
export type ControlReply =
  | { readonly ledger: ReturnType<Fleet['ledger']> }
  | { readonly reset: true }
  | { readonly quit: true }
  | { readonly error: string };

/** Answers one control line: `ledger [address]`, `reset` or `quit`. */
export function answerControl(fleet: Pick<Fleet, 'ledger' | 'reset'>, line: string): ControlReply {
  const [word = '', address] = line.trim().split(/\s+/);
  switch (word) {
    case 'ledger':
      return { ledger: fleet.ledger(address) };
    case 'reset':
      fleet.reset();
      return { reset: true };
    case 'quit':
      return { quit: true };
    default:
      return { error: `unknown word ${JSON.stringify(word)}; say: ledger [address], reset, quit` };
  }
}

/** Answers control lines until `quit` or the end of the input, and says which of the two it was. */
export async function serveControl(
  fleet: Pick<Fleet, 'ledger' | 'reset'>,
  input: Readable,
  output: Writable,
): Promise<'quit' | 'end'> {
  for await (const line of createInterface({ input })) {
    const reply = answerControl(fleet, line);
    output.write(`${JSON.stringify(reply)}\n`);
    if ('quit' in reply) return 'quit';
  }
  return 'end';
}
