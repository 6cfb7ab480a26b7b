import { describe, expect, it } from 'vitest';
import { parse, tryParse } from './parse.ts';

describe('lists', () => {
  it.each([
    ['commas separate', 'a,b,c', 'a,b,c'],
    ['semicolons separate', 'a;b', 'a,b'],
    ['blanks and tabs separate', 'a b\tc', 'a,b,c'],
    ['newlines separate, of any system', 'a\nx\r\nk\rd', 'a,d,k,x'],
    ['a vertical bar separates', 'a|b', 'a,b'],
    ['empty items are ignored', ',, a,;, ,b,', 'a,b'],
    ['a comment runs to the end of its line', '# web\na # first\nb', 'a,b'],
    ['a comment may touch the item', '10.0.0.1#gw\n10.0.0.2', '10.0.0.1-2'],
    ['duplicates count once', 'a,b,a,10.0.0.1,10.0.0.1-2', '10.0.0.1-2,a,b'],
    ['the empty text is the empty set', '', ''],
    ['a text of separators is the empty set', ' ,\n;', ''],
    ['a text of comments is the empty set', '# nothing\n# here', ''],
  ])('%s', (_sentence, spec, folded) => {
    expect(parse(spec).fold()).toBe(folded);
  });
});

describe('exclusions', () => {
  it.each([
    ['win, wherever they stand', '!10.0.0.2,10.0.0.1-3', '10.0.0.1,3'],
    ['win over a later mention', 'web[1-3],!web2,web2', 'web[1,3]'],
    ['need no separator before them', 'web[1-3]!web2', 'web[1,3]'],
    ['may have blanks after the mark', 'web[1-3],! web2', 'web[1,3]'],
    ['remove every mention', 'web[1-3],web2,!web2', 'web[1,3]'],
    ['may be patterns', '10.0.0.0/29,!10.0.0.0,7', '10.0.0.1-6'],
    ['may be blocks', '10.0.0.0/24,!10.0.0.0/25', '10.0.0.128/25'],
    ['without a port remove the host at every port', 'web[1-3]:2222,web2,!web2', 'web[1,3]:2222'],
    ['with a port remove only that', 'gw:22,gw:23,!gw:22', 'gw:23'],
    ['may leave nothing', 'a!a', ''],
  ])('%s', (_sentence, spec, folded) => {
    expect(parse(spec).fold()).toBe(folded);
  });
});

describe('targets', () => {
  it.each([
    ['a port', 'web1:2222', { host: 'web1', port: 2222, index: 0, length: 9 }],
    ['a user', 'root@web1', { host: 'web1', user: 'root', index: 0, length: 9 }],
    ['both', 'root@10.0.0.1:2222', { host: '10.0.0.1', user: 'root', port: 2222, index: 0, length: 18 }],
    [
      'both with IPv6',
      'root@[2001:db8::1]:2222',
      { host: '2001:db8::1', user: 'root', port: 2222, index: 0, length: 23 },
    ],
    ['a Windows machine account', 'svc-a.b$@web1', { host: 'web1', user: 'svc-a.b$', index: 0, length: 13 }],
  ])('have %s', (_sentence, spec, target) => {
    expect([...parse(spec).inOrder()]).toEqual([target]);
  });

  it('carry user and port of their item to each of its hosts', () => {
    expect([...parse('ops@10.0.0.1-2,7:22').inOrder()].map((t) => `${t.user}@${t.host}:${t.port}`)).toEqual([
      'ops@10.0.0.1:22',
      'ops@10.0.0.2:22',
      'ops@10.0.0.7:22',
    ]);
  });

  it('are two when a host is asked for at two ports', () => {
    expect([...parse('gw:2202,gw:2201')]).toEqual(['gw:2201', 'gw:2202']);
  });

  it('come as written, each once, without the excluded ones', () => {
    const hosts = [...parse('web2,10.0.0.9,web[1-3],10.0.0.8-10,!web3').inOrder()].map(({ host }) => host);
    expect(hosts).toEqual(['web2', '10.0.0.9', 'web1', '10.0.0.8', '10.0.0.10']);
  });

  it('come once when large blocks overlap', () => {
    const hosts = [...parse('10.0.20.5,10.0.0.0/18,10.0.32.0-10.0.95.255,10.0.0.7').inOrder()].map(
      ({ host }) => host,
    );
    expect(hosts.length).toBe(24_576);
    expect(new Set(hosts).size).toBe(24_576);
    expect(hosts.slice(0, 2)).toEqual(['10.0.20.5', '10.0.0.0']);
    expect(hosts.at(-1)).toBe('10.0.95.255');
  });

  it('point at the item they come from', () => {
    const spec = 'a, web[1-2]\nroot@c:22';
    const texts = [...parse(spec).inOrder()].map(({ index, length }) => spec.slice(index, index + length));
    expect(texts).toEqual(['a', 'web[1-2]', 'web[1-2]', 'root@c:22']);
  });
});

describe('items', () => {
  it('say what each part means, in the order of the text', () => {
    const result = tryParse('10.0.0.1-3, web[01-20]\n!web05 10.0.0.300');
    expect(result.items).toEqual([
      {
        text: '10.0.0.1-3',
        index: 0,
        length: 10,
        kind: 'include',
        count: 3n,
        first: '10.0.0.1',
        last: '10.0.0.3',
      },
      {
        text: 'web[01-20]',
        index: 12,
        length: 10,
        kind: 'include',
        count: 20n,
        first: 'web01',
        last: 'web20',
      },
      { text: '!web05', index: 23, length: 6, kind: 'exclude', count: 1n, first: 'web05', last: 'web05' },
      { text: '10.0.0.300', index: 30, length: 10, kind: 'error', count: 0n },
    ]);
  });

  it('of a text with mistakes still give the hosts of the good ones', () => {
    const result = tryParse('10.0.0.1,10.0.0.300,web1,web[');
    expect(result.ok).toBe(false);
    expect(result.set.fold()).toBe('10.0.0.1,web1');
  });

  it.each([
    ['IPv6', 'fe80::1-5', 'fe80::1', 'fe80::5'],
    ['a port', '[fe80::1-5]:22', '[fe80::1]:22', '[fe80::5]:22'],
    ['letters', 'x[a-c][1-2]', 'xa1', 'xc2'],
    ['large patterns', '*.*.*.1', '0.0.0.1', '255.255.255.1'],
  ])('have first and last for %s', (_sentence, spec, first, last) => {
    expect(tryParse(spec).items).toMatchObject([{ first, last }]);
  });
});

describe('limits', () => {
  it.each([
    ['characters', 'a,b', { chars: 2 }, 'too-long'],
    ['items', 'a,b,c', { items: 2 }, 'too-many-items'],
  ])('on %s end in an error', (_sentence, spec, limits, code) => {
    expect(tryParse(spec, { limits })).toMatchObject({ ok: false, errors: [{ code }] });
  });

  it('on ranges keep a pattern of octets whole', () => {
    expect(parse('10.0-255.0-255.1', { limits: { ranges: 5 } }).size).toBe(65_536n);
  });
});
