import { beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore, type SqliteStore } from '../store/sqlite-store.ts';
import { CODE_LIFE_MS, createAccess, SESSION_IDLE_MS, SESSION_LIFE_MS, type Access } from './access.ts';
import { hashSecret, newSecret } from './secrets.ts';

let nowMs: number;
let store: SqliteStore;
let access: Access;
const clock = { now: () => nowMs, monotonic: () => nowMs };

beforeEach(async () => {
  nowMs = 1_000_000;
  store = await openSqliteStore({ folder: ':memory:' });
  access = createAccess({ store, clock, user: 'owner' });
});

async function signIn(): Promise<string> {
  const { code } = await access.issueSignInCode();
  const exchanged = await access.exchangeCode(code, 'here');
  if (!exchanged.ok) throw new Error(exchanged.code);
  return exchanged.token;
}
const withCookie = (token: string) => access.authenticate({ cookie: `rollcall_session=${token}` });

describe('sign-in codes', () => {
  it('turns one code into one session, once', async () => {
    const { code } = await access.issueSignInCode();
    const both = await Promise.all([access.exchangeCode(code, 'a'), access.exchangeCode(code, 'b')]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, code: 'wrong-code' });
  });

  it('is void after 30 minutes', async () => {
    const { code } = await access.issueSignInCode();
    nowMs += CODE_LIFE_MS;
    expect(await access.exchangeCode(code, 'a')).toEqual({ ok: false, code: 'wrong-code' });
  });

  it('has at least 128 bits and never repeats', async () => {
    const { code } = await access.issueSignInCode();
    expect(Buffer.from(code, 'base64url')).toHaveLength(20);
    expect(new Set(Array.from({ length: 10_000 }, () => newSecret(20))).size).toBe(10_000);
  });

  it('is stored as a hash only, like the session', async () => {
    const { code } = await access.issueSignInCode();
    expect(await store.takeCode(code)).toBeNull();
    expect(await store.takeCode(hashSecret(code))).toMatchObject({ user: 'owner' });
    const token = await signIn();
    expect(await store.findSession(token)).toBeNull();
    expect(await store.findSession(hashSecret(token))).toMatchObject({ user: 'owner' });
  });
});

describe('guessing', () => {
  it('locks after five wrong codes for 30 s, then twice as long each time, and also for the right code', async () => {
    const { code } = await access.issueSignInCode();
    const wrong = (): Promise<unknown> => access.exchangeCode('wrong', 'a');
    for (let count = 0; count < 5; count += 1)
      expect(await wrong()).toEqual({ ok: false, code: 'wrong-code' });
    expect(await access.exchangeCode(code, 'a')).toEqual({
      ok: false,
      code: 'too-many-tries',
      waitMs: 30_000,
    });
    nowMs += 30_000;
    expect(await wrong()).toEqual({ ok: false, code: 'wrong-code' });
    expect(await wrong()).toEqual({ ok: false, code: 'too-many-tries', waitMs: 60_000 });
    nowMs += 60_000;
    expect(await access.exchangeCode(code, 'a')).toMatchObject({ ok: true });
    expect(await wrong(), 'a right code starts the count again').toEqual({ ok: false, code: 'wrong-code' });
  });

  it('counts tries of the same moment one by one', async () => {
    const tries = await Promise.all(Array.from({ length: 50 }, () => access.exchangeCode('wrong', 'a')));
    expect(tries.filter((answer) => !answer.ok && answer.code === 'wrong-code')).toHaveLength(5);
  });

  it('never waits longer than 15 minutes, and others do not wait at all', async () => {
    for (let count = 0; count < 40; count += 1) {
      nowMs += 15 * 60_000;
      expect(await access.exchangeCode('wrong', 'a')).toEqual({ ok: false, code: 'wrong-code' });
    }
    const { code } = await access.issueSignInCode();
    expect(await access.exchangeCode(code, 'b')).toMatchObject({ ok: true });
  });
});

describe('sessions', () => {
  it('lasts while it is used, up to 30 days', async () => {
    const token = await signIn();
    const startedMs = nowMs;
    while (nowMs < startedMs + SESSION_LIFE_MS - SESSION_IDLE_MS / 2) {
      expect(await withCookie(token)).toMatchObject({ user: 'owner', via: 'session' });
      nowMs += SESSION_IDLE_MS / 2;
    }
    nowMs = startedMs + SESSION_LIFE_MS;
    expect(await withCookie(token)).toBeNull();
  });

  it('ends after 12 hours without use', async () => {
    const token = await signIn();
    nowMs += SESSION_IDLE_MS;
    expect(await withCookie(token)).toBeNull();
  });

  it('ends at once when it is ended, and says so', async () => {
    const token = await signIn();
    const ended: string[] = [];
    const stop = access.onEnded((session) => ended.push(session));
    await access.endSession(hashSecret(token));
    expect(await withCookie(token)).toBeNull();
    expect(await access.sessionHolds(hashSecret(token))).toBe(false);
    expect(ended).toEqual([hashSecret(token)]);
    stop();
    await access.endSession(hashSecret(token));
    expect(ended).toHaveLength(1);
  });

  it('is found beside stale cookies of its name', async () => {
    const token = await signIn();
    const cookie = `theme=dark; rollcall_session=stale; rollcall_session=${token}`;
    expect(await access.authenticate({ cookie })).toMatchObject({ user: 'owner' });
    expect(await access.authenticate({ cookie: `__Host-rollcall_session=${token}` })).not.toBeNull();
  });

  it('is found beside those of servers on other ports, however many there are', async () => {
    const token = await signIn();
    const others = Array.from({ length: 20 }, (_, at) => `rollcall_session_${8_000 + at}=other`);
    const cookie = [...others, `rollcall_session_7117=${token}`].join('; ');
    expect(await access.authenticate({ cookie, host: '127.0.0.1:7117' })).not.toBeNull();
    expect(await access.authenticate({ cookie, host: '[::1]:7117' })).not.toBeNull();
    expect(await access.authenticate({ cookie, host: '127.0.0.1:7118' })).toBeNull();
  });

  it('goes on that began when its cookie did not name the port', async () => {
    const cookie = `rollcall_session=${await signIn()}`;
    expect(await access.authenticate({ cookie, host: '127.0.0.1:7117' })).not.toBeNull();
  });
});

describe('what proves nothing', () => {
  it.each([
    ['no header', {}],
    ['an empty cookie', { cookie: 'rollcall_session=' }],
    ['a made-up session', { cookie: `rollcall_session=${newSecret(32)}` }],
    ['a cookie of another name', { cookie: 'session=x; x-rollcall_session=y' }],
    ['a broken cookie header', { cookie: ';;;=;rollcall_session' }],
    ['a made-up token', { authorization: `Bearer rc_${newSecret(32)}` }],
    ['an empty Bearer', { authorization: 'Bearer ' }],
    ['basic authentication', { authorization: `Basic ${btoa('owner:owner')}` }],
  ])('%s', async (_, headers) => {
    await signIn();
    await store.setApiToken({ hash: hashSecret('rc_real'), user: 'owner' });
    expect(await access.authenticate(headers)).toBeNull();
  });

  it('a wrong token beside a good session: what was named is what counts', async () => {
    const token = await signIn();
    const headers = { authorization: 'Bearer rc_wrong', cookie: `rollcall_session=${token}` };
    expect(await access.authenticate(headers)).toBeNull();
  });

  it('the hash of a secret in place of the secret', async () => {
    const token = await signIn();
    expect(await withCookie(hashSecret(token))).toBeNull();
  });
});
