// What a runtime has to get right: run by Node and by a browser in the tests, by Deno and Bun through runtimes.ts.
import { classify, parse, tryParse } from '@rollcall/ip-range';
import { issueMessage } from '@rollcall/ip-range/messages';

const hosts = parse('10.0.0.1-100, web[01-20], !10.0.0.7');
const result = tryParse('10.0.0.1,10.0.0.300');
const [issue] = result.ok ? [] : result.errors;
let picture = '';
try {
  parse('10.0.0.1,10.0.0.300');
} catch (error) {
  picture = error.format();
}

console.log(
  JSON.stringify({
    size: String(hosts.size),
    everything: String(parse('::/0').size),
    fold: hosts.fold(),
    last: hosts.at(hosts.size - 1n),
    difference: hosts.difference(parse('10.0.0.0/24')).fold(),
    class: classify('::ffff:169.254.169.254'),
    picture,
    zh: issueMessage(issue, 'zh'),
  }),
);
