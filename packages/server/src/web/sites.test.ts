import { describe, expect, it } from 'vitest';
import { createSites, parseOrigin } from './sites.ts';

describe('parseOrigin', () => {
  it.each([
    ['https://rollcall.example', 'https://rollcall.example'],
    ['https://rollcall.example/', 'https://rollcall.example'],
    ['HTTPS://Rollcall.Example:443', 'https://rollcall.example'],
    ['http://10.0.0.5:7117', 'http://10.0.0.5:7117'],
    ['http://[2001:db8::1]:80', 'http://[2001:db8::1]'],
    ['rollcall.example', null],
    ['https://rollcall.example/console', null],
    ['https://user@rollcall.example', null],
    ['https://rollcall.example?x', null],
    ['https://rollcall.example#x', null],
    ['ftp://rollcall.example', null],
    ['null', null],
    ['*', null],
    ['', null],
  ])('%j is %s', (text, origin) => {
    expect(parseOrigin(text)).toBe(origin);
  });
});

describe('createSites', () => {
  it('answers to nobody before it knows its port', () => {
    const sites = createSites(['https://rollcall.example']);
    expect(sites.originOfHost('rollcall.example')).toBeNull();
    expect(sites.originOfHost('127.0.0.1')).toBeNull();
    expect(sites.originOfHost(undefined)).toBeNull();
  });

  it('knows the loopback names with its port, and what is configured, in any case of letters', () => {
    const sites = createSites(['https://rollcall.example', 'http://rollcall.example']);
    sites.setPort(7117);
    expect(sites.list()).toEqual([
      'http://127.0.0.1:7117',
      'http://localhost:7117',
      'http://[::1]:7117',
      'https://rollcall.example',
      'http://rollcall.example',
    ]);
    for (const origin of sites.list()) expect(sites.hasOrigin(origin)).toBe(true);
    expect(sites.originOfHost('LocalHost:7117')).toBe('http://localhost:7117');
    expect(sites.originOfHost('localhost:7118')).toBeNull();
    expect(sites.hasOrigin('http://LOCALHOST:7117'), 'browsers write origins in lower case').toBe(false);
  });

  it('leaves the port out where it is the usual one', () => {
    const sites = createSites([]);
    sites.setPort(80);
    expect(sites.originOfHost('localhost')).toBe('http://localhost');
  });

  it('refuses what is no origin', () => {
    expect(() => createSites(['rollcall.example'])).toThrow('rollcall.example is not an origin');
  });
});
