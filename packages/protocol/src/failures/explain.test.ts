import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAILURE_REASONS, type FailureReason } from '../failures.ts';
import { LOCALES, type Locale } from '../locale.ts';
import type { FailureFacts, OutcomeEvent } from '../schemas/run-event.ts';
import { OUTCOME_CODES, outcomeCode, type NoStatus, type OutcomeCode } from './codes.ts';
import { explain, SENTENCES } from './explain.ts';

const base = { seq: 1, atMs: 1, host: 0, attempt: 1, durationMs: 420, stages: {} };
const output = { stdoutBytes: 0, stderrBytes: 0, gapBytes: 0, lines: 0, excerpt: '' };
const ops = { address: '10.0.0.58', port: 22, user: 'ops' };
type Failed = Extract<OutcomeEvent, { type: 'host-failed' }>;
const failed = (reason: FailureReason, more: Partial<Failed> = {}): Failed => ({
  type: 'host-failed',
  ...base,
  reason,
  ...more,
});

/** An outcome of this code that carries nothing which may be absent. */
function bare(code: OutcomeCode): NoStatus {
  const reason = FAILURE_REASONS.find((each) => each === code);
  if (reason !== undefined) return failed(reason);
  const [type, how] = code.split('/') as [string, string];
  const confirmed = how === 'confirmed';
  switch (type) {
    case 'unknown':
      return { type: 'host-unknown', ...base, output, reason: how } as NoStatus;
    case 'timed-out':
    case 'silent': {
      const limit = type === 'silent' ? 'silence' : 'command';
      return { type: 'host-timed-out', ...base, output, limit, limitMs: 60_000, confirmed };
    }
    case 'cancelled':
      return {
        type: 'host-cancelled',
        ...base,
        output,
        stage: how === 'connecting' ? 'connecting' : 'running',
        confirmed,
      };
    default:
      return { type: 'host-skipped', ...base, reason: how } as NoStatus;
  }
}

describe.each(LOCALES)('the sentences (%s)', (locale) => {
  it.each(OUTCOME_CODES)('%s says what happened and why without any fact', (code) => {
    const said = explain(bare(code), ops, locale);
    expect(outcomeCode(bare(code))).toBe(code);
    expect(said.code).toBe(code);
    expect(said.what).not.toBe('');
    expect(said.cause).not.toBe('');
    for (const sentence of [said.what, said.cause, said.todo]) {
      expect(sentence).not.toMatch(/[{}[\]|=]|undefined|\s\s|[,:，：] ?$|[.。]$/);
      expect(sentence.length).toBeLessThan(130);
    }
  });

  it('reads differently for every code', () => {
    const said = OUTCOME_CODES.filter((code) => !code.startsWith('skipped/')).map(
      (code) => explain(bare(code), ops, locale).what,
    );
    expect(new Set(said).size).toBe(said.length);
  });

  it('has only facts that can be known, and all brackets closed', () => {
    const known =
      'host name ssh port user limit detail seen expected key keys held offers alsoWants asks weak list hop ofHop causeOfHop todoOfHop'.split(
        ' ',
      );
    for (const template of Object.values(SENTENCES[locale]).flat()) {
      for (const [, fact] of template.matchAll(/\{(\w+)\}/g)) expect(known).toContain(fact);
      expect(template.replace(/\[[^[\]]*\]|\{\w+\}/g, '')).not.toMatch(/[[\]{}]/);
    }
  });
});

it('says nothing in English to a Chinese reader but names of programs, files, settings and facts', () => {
  const names =
    /\{\w+\}|\w+=|sshd?_config|known_hosts|authorized_keys|getent hosts|\/etc\/resolv\.conf|ulimit -n|\bssh(?:d|-agent|-copy-id|-add(?: -[ld])?| -v)?\b|\b(?:fail2ban|MaxStartups|MaxSessions|MaxAuthTries|agent|AuthenticationMethods|AllowTcpForwarding|PermitOpen|PerSourcePenalties|ProxyJump|UseDNS|PAM|MTU|SSH|TERM|KILL|POSIX|PATH|sudo|requiretty|shell|sh|ed25519|Rollcall|revoked)\b/g;
  for (const template of Object.values(SENTENCES.zh).flat())
    expect(template.replace(names, ''), template).not.toMatch(/[A-Za-z]/);
});

describe('facts', () => {
  const rows: [string, FailureReason, Partial<Failed>, Record<Locale, string>][] = [
    [
      'the keys of an agent',
      'auth/rejected',
      { facts: { method: 'agent', keys: 2 } },
      {
        en: 'connected, but the host refused every key offered: user ops, 2 keys tried',
        zh: '已连接，但主机拒绝了所有密钥：用户 ops，已尝试 2 个密钥',
      },
    ],
    [
      'more keys of an agent than the host lets one try',
      'auth/rejected',
      { facts: { method: 'agent', held: 9 } },
      {
        en: 'connected, but the host hung up before it was asked about all 9 keys of the ssh-agent: user ops',
        zh: '已连接，但主机在问完 ssh-agent 的全部 9 个密钥之前就断开了：用户 ops',
      },
    ],
    [
      'a name that a jump host does not know',
      'resolve/not-found',
      { jump: { user: 'ops', host: 'bastion', port: 22 } },
      {
        en: 'the jump host ops@bastion:22 finds no address for the name 10.0.0.58',
        zh: '跳板机 ops@bastion:22 找不到主机名 10.0.0.58 的地址',
      },
    ],
    [
      'one key by its name',
      'auth/rejected',
      { facts: { method: 'key', key: 'id_ed25519', keys: 1 } },
      {
        en: 'connected, but the host refused the key id_ed25519: user ops',
        zh: '已连接，但主机拒绝了密钥 id_ed25519：用户 ops',
      },
    ],
    [
      'a password',
      'auth/rejected',
      { facts: { method: 'password' }, detail: 'the password' },
      {
        en: 'connected, but the host refused the password: user ops',
        zh: '已连接，但主机拒绝了密码：用户 ops',
      },
    ],
    [
      'what the host takes instead',
      'auth/no-method',
      { facts: { method: 'password', offers: ['publickey', 'hostbased'] } },
      {
        en: 'the host takes no password, it offers publickey, hostbased',
        zh: '主机不接受密码，只提供 publickey、hostbased',
      },
    ],
    [
      'what it asks',
      'auth/no-method',
      { facts: { method: 'password', asks: ['Verification code: '] } },
      {
        en: 'connected, but the host asks "Verification code: ", which only a person can answer',
        zh: '已连接，但主机提问 “Verification code: ”，只能由人回答',
      },
    ],
    [
      'the algorithms of the host',
      'kex/no-common-algorithm',
      { facts: { list: 'cipher', offers: ['3des-cbc'] } },
      { en: 'no common cipher: the host offers 3des-cbc', zh: '没有共同的加密算法：主机提供 3des-cbc' },
    ],
    [
      'the limit that was passed',
      'connect/timeout',
      { limitMs: 10_000 },
      { en: 'no answer on port 22 in 10 s', zh: '端口 22 在 10 秒内没有应答' },
    ],
    [
      'the first bytes of another service',
      'banner/not-ssh',
      { detail: '"HTTP/1.1 400 Bad Request"' },
      {
        en: 'port 22 does not speak SSH: "HTTP/1.1 400 Bad Request"',
        zh: '端口 22 上不是 SSH 服务：“HTTP/1.1 400 Bad Request”'.replaceAll(/[“”]/g, '"'),
      },
    ],
    [
      'both keys',
      'verify/host-key-changed',
      { hostKey: { type: 'ssh-ed25519', fingerprint: 'SHA256:new', expected: ['SHA256:old'] } },
      {
        en: 'the host key has changed, nothing was sent: SHA256:new instead of SHA256:old',
        zh: '主机密钥已变更，未发送任何内容：收到 SHA256:new，应为 SHA256:old',
      },
    ],
  ];
  it.each(rows)('%s', (_, reason, more, words) => {
    for (const locale of LOCALES) expect(explain(failed(reason, more), ops, locale).what).toBe(words[locale]);
  });

  it('chooses cause and advice by what is known', () => {
    expect(explain(failed('auth/agent-unavailable', { facts: { agent: 'empty' } }), ops, 'en')).toEqual({
      code: 'auth/agent-unavailable',
      what: 'the ssh-agent holds no keys',
      cause: 'no key was added to it since it was started',
      todo: 'add a key with ssh-add, or choose a key file',
    });
    expect(explain(failed('auth/rejected', { facts: { method: 'password' } }), ops, 'en').todo).toMatch(
      /^type the password again/,
    );
  });

  it('gives commands that can be copied, also for a host that is called by port and user', () => {
    const web = { address: 'root@web1:2222', name: '10.0.0.9', port: 2222, user: 'root' };
    const todo = (reason: FailureReason, host: typeof ops) => explain(failed(reason), host, 'en').todo;
    expect(todo('auth/password-change', web)).toBe('log in with ssh -p 2222 root@10.0.0.9 and change it');
    expect(todo('exec/refused', ops)).toMatch(/^try ssh ops@10\.0\.0\.58 by hand/);
    expect(explain(failed('resolve/not-found'), web, 'en').what).toBe('no address for the name 10.0.0.9');
    expect(todo('resolve/not-found', web)).toContain('on this machine with getent hosts 10.0.0.9,');
  });

  it('says of a jump host what it says of a host', () => {
    const jump = { user: 'ops', host: 'bastion', port: 22 };
    const facts = { method: 'agent' as const, keys: 2 };
    const refused = failed('jump/failed', { jump: { ...jump, reason: 'auth/rejected', facts } });
    const own = explain(failed('auth/rejected', { facts }), { ...ops, address: 'bastion' }, 'en');
    expect(explain(refused, ops, 'en')).toEqual({
      ...own,
      code: 'jump/failed',
      what: `the jump host ops@bastion:22: ${own.what}`,
    });
    expect(explain(refused, ops, 'zh').what).toBe(
      '跳板机 ops@bastion:22：已连接，但主机拒绝了所有密钥：用户 ops，已尝试 2 个密钥',
    );
    expect(explain(failed('jump/lost', { jump }), ops, 'en').what).toBe(
      'the connection to the jump host ops@bastion:22 was lost',
    );
    const lost: NoStatus = { type: 'host-unknown', ...base, output, reason: 'connection-lost', jump };
    expect(explain(lost, ops, 'en').what).toBe(
      'the connection to the jump host ops@bastion:22 was lost after the command was sent',
    );
    expect(explain(lost, ops, 'zh').what).toBe('命令发送后，与跳板机 ops@bastion:22 的连接中断');
  });

  it('never lets what a host says act on a terminal, or be read as a template', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const facts: fc.Arbitrary<FailureFacts> = fc.record(
      {
        method: fc.constantFrom('key' as const, 'agent' as const, 'password' as const),
        key: text,
        offers: fc.array(text),
        asks: fc.array(text),
        alsoWants: fc.array(text),
        weak: text,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.constantFrom(...FAILURE_REASONS), facts, text, (reason, known, detail) => {
        for (const locale of LOCALES) {
          const { what, cause, todo } = explain(failed(reason, { facts: known, detail }), ops, locale);
          expect(what + cause + todo).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        }
      }),
    );
    expect(explain(failed('connect/failed', { detail: '{user}|[x' }), ops, 'en').what).toBe(
      'the connection failed: {user}|[x',
    );
  });
});
