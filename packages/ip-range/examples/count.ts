// How many hosts is that? Nothing is expanded, so a whole internet is counted at once.
import { parse } from '@rollcall/ip-range';

for (const spec of ['10.0.0.1-100', 'web[01-20].dc[1,3]', '10.0.0.0/8,!10.1.0.0/16', '::/0']) {
  console.log(`${spec} is ${parse(spec).size} hosts`);
}
