// Named groups come from wherever you keep them; reading stays synchronous and opens no file.
import { parse } from '@rollcall/ip-range';

const inventory: Record<string, string> = { web: 'web[1-9]', db: 'db[1-3]', all: '@web,@db' };
const groups = (name: string): string | undefined => inventory[name];

console.log(parse('@all,!@db,!web[8-9]', { groups }).fold());
for (const { host, port, user } of parse('ops@web2:2222,ops@web1:2222').inOrder())
  console.log(user, host, port);
