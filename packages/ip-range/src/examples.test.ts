import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => void said.push(words.join(' ')));
});
afterEach(() => vi.restoreAllMocks());

const OUTPUT: Record<string, { run: () => Promise<unknown>; says: string }> = {
  'count.ts': {
    run: () => import('../examples/count.ts'),
    says: `10.0.0.1-100 is 100 hosts
web[01-20].dc[1,3] is 40 hosts
10.0.0.0/8,!10.1.0.0/16 is 16711680 hosts
::/0 is 340282366920938463463374607431768211456 hosts`,
  },
  'mistake.ts': {
    run: () => import('../examples/mistake.ts'),
    says: `10.0.0.1,10.0.0.300 web[1-3
                ^^^ Octet over 255: 300 in part 4. (line 1, column 17)
  Use a number from 0 to 255.

10.0.0.1,10.0.0.300 web[1-3
                       ^ The bracket opened here is not closed. (line 1, column 24)
  Close it with ].

Did you mean 10.0.0.1-100?`,
  },
  'policy.ts': {
    run: () => import('../examples/policy.ts'),
    says: `refused, metadata: 169.254.169.254,::ffff:169.254.169.254
allowed: 10.0.0.1-3,169.254.169.250-253,255
of them private: 3`,
  },
  'groups.ts': {
    run: () => import('../examples/groups.ts'),
    says: `web[1-7]
ops web2 2222
ops web1 2222`,
  },
};

describe('the examples', () => {
  it('are all run here', () => {
    expect(Object.keys(OUTPUT).sort()).toEqual(readdirSync(new URL('../examples', import.meta.url)).sort());
  });

  it.each(Object.entries(OUTPUT))('%s says what its text promises', async (_, { run, says }) => {
    await run();
    expect(said.join('\n')).toBe(says);
  });
});
