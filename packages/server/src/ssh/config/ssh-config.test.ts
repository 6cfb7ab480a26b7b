import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSshConfig, SshConfigError } from './read-ssh-config.ts';
import { createSshConfig, SshConfigRefusal, type SshConfig } from './ssh-config.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ssh-config-'));
  mkdirSync(join(home, '.ssh'));
});
afterEach(() => rmSync(home, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(home, '.ssh', name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

function config(text: string): SshConfig {
  return createSshConfig(readSshConfig(write('config', text), home), { home, name: 'lin' });
}

const settings = (text: string, host = 'web1', user = 'lin') => config(text).settingsOf({ host, user });

describe('what an ssh_config says of a host', () => {
  it.each([
    ['HostName', 'Host web1\n HostName 10.0.0.1', { hostName: '10.0.0.1' }],
    ['HostName with %h', 'Host web*\n HostName %h.example.com', { hostName: 'web1.example.com' }],
    ['User', 'Host web1\n User ops', { user: 'ops' }],
    ['Port', 'Port 2222', { port: 2222 }],
    ['ProxyJump', 'Host *\n ProxyJump ops@b1:2200,b2', { jump: 'ops@b1:2200,b2' }],
    ['ProxyJump none before another', 'Host web1\n ProxyJump none\nHost *\n ProxyJump b', {}],
    ['ConnectTimeout in seconds', 'ConnectTimeout 7', { connectTimeoutMs: 7_000 }],
    ['HostKeyAlias', 'HostKeyAlias Farm', { hostKeyAlias: 'farm' }],
    ['ProxyCommand none', 'ProxyCommand none', {}],
    ['ProxyCommand none before another', 'Host web1\n ProxyCommand none\nHost *\n ProxyCommand nc %h %p', {}],
    ['ProxyCommand none before ProxyJump', 'Host web1\n ProxyCommand none\nHost *\n ProxyJump b', {}],
    ['ProxyCommand after ProxyJump', 'ProxyJump b\nProxyCommand nc %h %p', { jump: 'b' }],
    ['keywords in any case', 'host WEB1\n uSER ops', { user: 'ops' }],
    ['key=value', 'Port=23', { port: 23 }],
  ])('reads %s', (_, text, expected) => {
    expect(settings(text)).toEqual(expected);
  });

  it('gathers every IdentityFile, and takes the first list of known hosts', () => {
    expect(
      settings(
        'IdentityFile ~/.ssh/a\nIdentityFile "%d/b c"\nUserKnownHostsFile ~/k1 ~/k2\nHost *\n UserKnownHostsFile k3',
      ),
    ).toEqual({
      identityFiles: [join(home, '.ssh/a'), join(home, 'b c')],
      knownHostsFiles: [join(home, 'k1'), join(home, 'k2')],
    });
  });

  it('tells the files that it names for whatever host', () => {
    const text = [
      'Host a\n IdentityFile ~/.ssh/a\n IdentityFile none\n UserKnownHostsFile ~/k1 %d/k2',
      'Host b\n identityfile "/keys/of b"\n IdentityFile ~/.ssh/%h\n IdentityFile ~/.ssh/a',
    ].join('\n');
    expect(config(text).files('IdentityFile')).toEqual([join(home, '.ssh/a'), '/keys/of b']);
    expect(config(text).files('UserKnownHostsFile')).toEqual([join(home, 'k1'), join(home, 'k2')]);
  });

  it('lets the first value win', () => {
    expect(settings('Host web1\n User first\nHost *\n User second')).toEqual({ user: 'first' });
  });

  it.each([
    ['Host web?', 'web1', true],
    ['Host web?', 'web', false],
    ['Host web?', 'web12', false],
    ['Host * !web1', 'web1', false],
    ['Host !web1 *', 'web2', true],
    ['Host a web1', 'web1', true],
    ['Match host web*,db', 'db', true],
    ['Match originalhost db', 'web1', false],
    ['Match all', 'x', true],
    ['Match host web1 user root', 'web1', false],
    ['Match localuser lin', 'x', true],
  ])('%s fits %s: %s', (head, host, fits) => {
    expect(settings(`${head}\n Port 9`, host)).toEqual(fits ? { port: 9 } : {});
  });

  it('compares Match host with the HostName and Match user with the User read so far', () => {
    const text = 'Host w\n HostName 10.1.1.1\n User ops\nMatch host 10.1.1.* user ops\n Port 5';
    expect(settings(text, 'w')).toMatchObject({ port: 5 });
  });

  it('follows Include, under the conditions of its place', () => {
    write('one.conf', 'User inner');
    mkdirSync(join(home, '.ssh', 'd'));
    write('d/2.conf', 'Host web1\n Port 2');
    write('d/1.conf', 'Host web1\n Port 1');
    const text = 'Host db\n Include one.conf\nHost *\n Include ~/.ssh/d/*';
    expect(settings(text)).toEqual({ port: 1 });
    expect(settings(text, 'db')).toEqual({ user: 'inner' });
  });
});

describe('what it does not do', () => {
  it('names each keyword it does not know once, and only where it counted', () => {
    const read = config(
      'Host web1\n ForwardAgent yes\nHost *\n forwardagent no\nHost db\n Compression yes\nMatch exec "touch x"\n Port 1',
    );
    expect(read.settingsOf({ host: 'web1', user: 'lin' })).toEqual({});
    read.settingsOf({ host: 'web2', user: 'lin' });
    expect(read.unsupported()).toEqual(['ForwardAgent', 'Match exec']);
  });

  it.each([
    ['ProxyCommand nc %h %p', /ProxyCommand for web1: Rollcall starts no programs; write ProxyJump/],
    ['Port 70000', /Port 70000 for web1: a number from 1 to 65535/],
    ['Port x', /Port x for web1/],
    ['HostName %q', /%q is not known here/],
    ['User', /User for web1 has no value/],
  ])('refuses %s', (text, words) => {
    expect(() => settings(text)).toThrow(SshConfigRefusal);
    expect(() => settings(text)).toThrow(words);
  });

  it.each(['Host', 'Match host', 'Host "a\n'])('refuses the broken file %j, naming it', (text) => {
    expect(() => settings(text)).toThrow(SshConfigError);
    expect(() => settings(text)).toThrow(join(home, '.ssh', 'config'));
  });

  it('refuses a file that others may change', () => {
    const path = write('config', 'Port 1');
    chmodSync(path, 0o666);
    expect(() => readSshConfig(path, home)).toThrow(/others may change it/);
  });

  it('refuses files that include each other', () => {
    expect(() => settings('Include config')).toThrow(/more than 16 deep/);
  });

  it('reads nothing where there is no file', () => {
    expect(readSshConfig(join(home, 'none'), home)).toEqual([]);
  });
});
