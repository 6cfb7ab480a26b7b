import { expect, test } from 'vitest';
import { createLog } from '../../web/log.ts';
import { memoryScreen } from '../run/view.suite.ts';
import { painter } from '../terminal/colour.ts';
import { logDestination } from './log-lines.ts';

test('a person gets words, in which nothing acts on the terminal', () => {
  const memory = memoryScreen();
  const log = createLog('info', logDestination(memory.screen, { paint: painter(false), locale: 'en' }));
  log.error({ err: new Error('odd \u001b[2J') }, 'a request failed');
  log.warn('slow');
  log.info('fine');
  const lines = memory.err().split('\n');
  expect(lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, ''))).toEqual([
    'error: a request failed: odd \\x1b[2J',
    'warning: slow',
    'info: fine',
    '',
  ]);
});

test('a Chinese person gets Chinese', () => {
  const memory = memoryScreen();
  const log = createLog('info', logDestination(memory.screen, { paint: painter(false), locale: 'zh' }));
  log.error('the engine ended (signal SIGKILL), it is started again in 250 ms');
  expect(memory.err()).toMatch(
    /^\d\d:\d\d:\d\d 错误：执行引擎已退出（signal SIGKILL），将在 250 毫秒后重新启动\n$/,
  );
});

test('anything else gets the log as it is, a JSON object a line', () => {
  const memory = memoryScreen();
  createLog('info', logDestination(memory.screen, null)).warn({ run: 'x' }, 'slow');
  expect(JSON.parse(memory.err())).toMatchObject({ level: 40, msg: 'slow', run: 'x' });
});
