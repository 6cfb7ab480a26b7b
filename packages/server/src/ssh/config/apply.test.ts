import { expect, it, describe } from 'vitest';
import { applySshConfig, type SaidForRun } from './apply.ts';
import { createSshConfig } from './ssh-config.ts';
import type { ConfigLine } from './read-ssh-config.ts';

const NOTHING = { user: false, port: false, jump: false, login: false, connectTimeout: false };
const said = (isSaid: Partial<SaidForRun['isSaid']> = {}): SaidForRun => ({
  user: 'me',
  isSaid: { ...NOTHING, ...isSaid },
});

/** Lines as `Host pattern: Keyword value`. */
function config(...lines: string[]) {
  const read = lines.map((line): ConfigLine => {
    const [, host, keyword, values] = /^(\S+): (\S+) (.*)$/.exec(line)!;
    const head = { keyword: 'Host', values: [host!] };
    return { when: [head], setting: { keyword: keyword!, values: values!.split(' ') } };
  });
  return createSshConfig(read, { home: '/home/me', name: 'me' });
}

const apply = (text: string[], isSaid: Partial<SaidForRun['isSaid']> = {}, target = {}) =>
  applySshConfig([{ host: 'w1', ...target }], config(...text), said(isSaid)).targets[0];

describe('an ssh_config', () => {
  it('says where a host is, under which name its key is filed, and how long to wait', () => {
    expect(apply(['w1: HostName 10.0.0.1', '*: HostKeyAlias farm', '*: ConnectTimeout 3'])).toEqual({
      host: 'w1',
      address: '10.0.0.1',
      keyName: 'farm',
      connectTimeoutMs: 3_000,
    });
  });

  it('is weaker than range, inventory and run', () => {
    const text = ['*: User file', '*: Port 1', '*: ProxyJump fb', '*: ConnectTimeout 3'];
    expect(apply(text)).toMatchObject({ user: 'file', port: 1, jump: 'file@fb:1', connectTimeoutMs: 3_000 });
    expect(apply(text, {}, { user: 'own', port: 2, jump: 'file@own:1' })).toMatchObject({
      user: 'own',
      port: 2,
      jump: 'file@own:1',
    });
    expect(apply(text, { user: true, port: true, jump: true, connectTimeout: true })).toEqual({ host: 'w1' });
  });

  it('tells when it names a user in vain', () => {
    const text = config('w1: User file');
    const isOverruled = (host: string, user: boolean, target = {}) =>
      applySshConfig([{ host, ...target }], text, said({ user })).isUserOverruled;
    expect(isOverruled('w1', true)).toBe(true);
    expect(isOverruled('w2', true)).toBe(false);
    expect(isOverruled('w1', true, { user: 'file' })).toBe(false);
    expect(isOverruled('w1', false)).toBe(false);
  });

  it('tells which keys it names in vain, where a target then has none of them', () => {
    const missing = (files: string[], login = false, target = {}) => {
      const lines = config(...files.map((file) => `*: IdentityFile ${file}`));
      return [...applySshConfig([{ host: 'w1', ...target }], lines, said({ login })).missingIdentities];
    };
    const [gone, away] = ['/nonexistent/a', '/nonexistent/b'];
    expect(missing([gone, away])).toEqual([gone, away]);
    expect(missing([gone, import.meta.filename])).toEqual([]);
    expect(missing([gone], true)).toEqual([]);
    expect(missing([gone], false, { identity: 'own' })).toEqual([]);
  });

  it('takes the first key file that is there', () => {
    const files = ['*: IdentityFile /nonexistent/key', `*: IdentityFile ${import.meta.filename}`];
    expect(apply(files)).toEqual({ host: 'w1', identity: import.meta.filename });
    const { identities } = applySshConfig(
      [{ host: 'a' }, { host: 'b', identity: 'own' }],
      config(...files),
      said(),
    );
    expect([...identities]).toEqual([import.meta.filename]);
    expect(apply(files, { login: true })).toEqual({ host: 'w1' });
  });

  it('leads each hop where the file says, over the hop before it', () => {
    const text = [
      'w1: ProxyJump root@inner:2200',
      'inner: HostName 10.9.9.9',
      'inner: ProxyJump outer',
      'outer: User ops',
      'outer: Port 2022',
    ];
    expect(apply(text)).toMatchObject({ jump: 'ops@outer:2022,root@10.9.9.9:2200' });
  });

  it('leads a way that was said where its names are, and makes it no longer', () => {
    const text = ['b: HostName 10.9.9.9', 'b: Port 2200', 'b: User ops', '*: ProxyJump fb'];
    expect(apply(text, {}, { jump: 'root@b,c:2022' })).toMatchObject({ jump: 'root@10.9.9.9:2200,c:2022' });
    const forRun = { ...said({ jump: true }), jump: 'b' };
    expect(applySshConfig([{ host: 'w1' }], config(...text), forRun).targets).toEqual([
      { host: 'w1', jump: 'ops@10.9.9.9:2200' },
    ]);
    expect(apply(text, { user: true }, { jump: 'b' })).toMatchObject({ jump: '10.9.9.9:2200' });
    expect(apply(text, {}, { jump: 'ops@c:22' })).toEqual({ host: 'w1', jump: 'ops@c:22' });
    expect(apply(text, { jump: true })).toEqual({ host: 'w1' });
  });

  it('names what a jump host gets in vain, and takes its known hosts', () => {
    const text = [
      'w1: ProxyJump b',
      '*: IdentityFile ~/all',
      'b: HostKeyAlias x',
      'b: UserKnownHostsFile /k',
    ];
    const ofHop = (...more: string[]) =>
      applySshConfig([{ host: 'w1' }], config(...text, ...more), said()).unsupported;
    expect(ofHop()).toEqual(['ProxyJump b: HostKeyAlias']);
    expect(ofHop('b: IdentityFile ~/own', 'b: ConnectTimeout 3')).toEqual([
      'ProxyJump b: IdentityFile',
      'ProxyJump b: HostKeyAlias',
      'ProxyJump b: ConnectTimeout',
    ]);
    expect(applySshConfig([{ host: 'w1' }], config(...text), said()).knownHostsFiles).toEqual(['/k']);
  });

  it('lets the jump host of all hosts be reached directly', () => {
    expect(apply(['*: ProxyJump fb'], {}, { host: 'fb' })).toEqual({ host: 'fb' });
  });

  it('names the files of known hosts once', () => {
    const text = config('*: UserKnownHostsFile ~/k /etc/k');
    const both = applySshConfig([{ host: 'a' }, { host: 'b' }], text, said());
    expect(both.knownHostsFiles).toEqual(['/home/me/k', '/etc/k']);
  });

  it.each([
    [['*: ProxyJump w[1-3]'], /ProxyJump w\[1-3\] for w1 cannot be read/],
    [['w1: ProxyJump b', 'b: ProxyJump c', 'c: ProxyJump b'], /leads over more than 8 hosts/],
    [['*: ProxyCommand nc x'], /ProxyCommand for w1/],
  ])('is refused: %j', (text, words) => {
    expect(() => apply(text)).toThrow(words);
  });
});
