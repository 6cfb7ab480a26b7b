import { expect, test } from 'vitest';
import { hintsView } from './hints.ts';
import { contextOf, fact, hosts, memoryScreen, show } from './view.suite.ts';

const three = hosts('10.0.0.1', '10.0.0.2', '10.0.0.3');
const started = (host: number, reason: 'no-report' | 'no-shell') => ({
  ...fact.exited(host),
  process: { mode: 'plain' as const, reason },
});

test.each([
  ['en', /^warning: 10\.0\.0\.1,3: something else than sh answered; a forced command or a start-up file may/],
  ['zh', /^注意：10\.0\.0\.1,3：应答的不是 sh；实际执行的可能是强制命令或 shell 启动文件/],
] as const)('a status that may be that of another command is said to be so (%s)', async (locale, words) => {
  const memory = memoryScreen();
  const facts = [started(2, 'no-report'), started(1, 'no-shell'), started(0, 'no-report')];
  await show(hintsView(contextOf(memory.screen, three, { locale }), undefined), 3, facts);
  expect(memory.out()).toBe('');
  expect(memory.err()).toMatch(words);
});

test('hosts where the command itself has ended need no words', async () => {
  const memory = memoryScreen();
  const facts = [fact.exited(0), fact.exited(1, 3), started(2, 'no-shell')];
  await show(hintsView(contextOf(memory.screen, three), undefined), 3, facts);
  expect(memory.err()).toBe('');
});
