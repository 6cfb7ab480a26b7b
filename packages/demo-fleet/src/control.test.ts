import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { answerControl, serveControl } from './control.ts';
import { Ledger } from './ledger.ts';

function fleetWith(...addresses: string[]) {
  const ledger = new Ledger();
  for (const address of addresses) ledger.of(address).connect();
  return { ledger: (address?: string) => ledger.snapshot(address), reset: vi.fn(() => ledger.reset()) };
}

test('answers about one host, all hosts, and none', () => {
  const fleet = fleetWith('127.1.0.1', '127.1.0.2');
  expect(answerControl(fleet, 'ledger')).toMatchObject({
    ledger: [{ address: '127.1.0.1' }, { address: '127.1.0.2' }],
  });
  expect(answerControl(fleet, ' ledger  127.1.0.2 ')).toMatchObject({ ledger: [{ address: '127.1.0.2' }] });
  expect(answerControl(fleet, 'ledger 127.9.9.9')).toEqual({ ledger: [] });
});

test('says what it knows when it does not understand', () => {
  expect(answerControl(fleetWith(), 'legder')).toEqual({
    error: 'unknown word "legder"; say: ledger [address], reset, quit',
  });
});

test.each([
  ['quit', 'reset\nquit\nledger\n', 'quit', ['{"reset":true}', '{"quit":true}']],
  ['the end of the input', 'reset\n', 'end', ['{"reset":true}']],
])('answers line by line until %s', async (_what, said, why, replies) => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const fleet = fleetWith('127.1.0.1');
  input.end(said);
  expect(await serveControl(fleet, input, output)).toBe(why);
  output.end();
  expect(await text(output)).toBe(`${replies.join('\n')}\n`);
  expect(fleet.reset).toHaveBeenCalledOnce();
});
