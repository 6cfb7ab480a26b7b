import { expect, it } from 'vitest';
import { createLog } from './log.ts';

it('leaves secrets out by their name, wherever they stand, and forges no line', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  log.info({ password: 'hunter2', body: { passphrase: 'hunter2', secrets: { any: 'hunter2' } } }, 'a run');
  log.info({ req: { headers: { cookie: 'hunter2', authorization: 'hunter2', 'set-cookie': ['hunter2'] } } });
  log.warn({ host: 'web1\n{"level":50,"msg":"forged"}' }, 'odd name');
  log.debug('not wanted');
  expect(lines).toHaveLength(3);
  expect(lines.every((line) => line.endsWith('\n') && line.trimEnd().split('\n').length === 1)).toBe(true);
  expect(lines.join('')).not.toContain('hunter2');
  expect(JSON.parse(lines[2]!)).toMatchObject({ msg: 'odd name' });
});
