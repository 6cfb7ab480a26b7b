import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { WIDE, sampleRun, batch, output, started, type Store } from './samples.suite.ts';
import { hostKeysContract } from './host-keys-contract.suite.ts';
import { logContract } from './log-contract.suite.ts';
import { runsContract } from './runs-contract.suite.ts';

/** What every engine of storage must do. `open` gives an empty store; `again` opens the same one a second time. */
export function storeContract(
  name: string,
  open: () => Promise<{ store: Store; again?: () => Promise<Store>; dispose?: () => void }>,
): void {
  describe(`store contract: ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let store: Store;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(async () => {
      await store.close();
      opened.dispose?.();
    });

    runsContract(() => store);
    logContract(() => store);
    enginesContract(() => store);
    hostKeysContract(() => store);
    accessContract(() => store);

    it('keeps everything for the next one who opens it', async () => {
      if (!opened.again) return expect(name).toContain('memory');
      const run = sampleRun();
      await store.createRun(run);
      await store.appendEvents([batch(run.id, 1, [started, output(1, 'bytes \0\xff')])], true);
      const before = await store.readEvents(run.id, 0, 0, 'all', WIDE);
      await store.close();
      store = await opened.again();
      expect(await store.readEvents(run.id, 0, 0, 'all', WIDE)).toEqual(before);
      expect((await store.getRun(run.id))?.spec).toEqual(run.spec);
    });
  });
}

function enginesContract(store: () => Store): void {
  it('keeps the engines with their last sign of life until they are removed', async () => {
    await store().register({ id: 'e1', pid: 11, startedAtMs: 100 });
    await store().register({ id: 'e2', pid: 12, startedAtMs: 200 });
    await store().heartbeat('e1', 5_100);
    await store().heartbeat('gone', 5_100);
    expect(await store().list()).toEqual([
      { id: 'e1', pid: 11, heartbeatAtMs: 5_100 },
      { id: 'e2', pid: 12, heartbeatAtMs: 200 },
    ]);
    await store().remove('e1');
    expect((await store().list()).map(({ id }) => id)).toEqual(['e2']);
  });
}

function accessContract(store: () => Store): void {
  describe('access', () => {
    const hash = 'a'.repeat(64);

    it('gives a sign-in code to exactly one of those who take it', async () => {
      const code = { hash, user: 'owner', expiresAtMs: 10 };
      await store().putCode(code);
      const taken = await Promise.all([1, 2, 3].map(() => store().takeCode(hash)));
      expect(taken).toEqual([code, null, null]);
    });

    it('keeps, moves on and removes a session', async () => {
      const session = { hash, user: 'owner', createdAtMs: 1, expiresAtMs: 10 };
      await store().createSession(session);
      await store().touchSession(hash, 20);
      await store().touchSession('gone', 20);
      expect(await store().findSession(hash)).toEqual({ ...session, expiresAtMs: 20 });
      await store().removeSession(hash);
      expect(await store().findSession(hash)).toBeNull();
      await store().removeSession(hash);
    });

    it('has one API token, the last that was set', async () => {
      expect(await store().getApiToken()).toBeNull();
      await store().setApiToken({ hash, user: 'owner' });
      await store().setApiToken({ hash: 'b'.repeat(64), user: 'owner' });
      expect(await store().getApiToken()).toEqual({ hash: 'b'.repeat(64), user: 'owner' });
    });

    it('drops what has expired, and only that', async () => {
      for (const expiresAtMs of [9, 10, 11]) {
        await store().putCode({ hash: `c${expiresAtMs}`, user: 'owner', expiresAtMs });
        await store().createSession({ hash: `s${expiresAtMs}`, user: 'owner', createdAtMs: 1, expiresAtMs });
      }
      await store().removeExpired(10);
      const codes = await Promise.all([9, 10, 11].map((at) => store().takeCode(`c${at}`)));
      const sessions = await Promise.all([9, 10, 11].map((at) => store().findSession(`s${at}`)));
      expect(codes.map((code) => code?.expiresAtMs)).toEqual([undefined, undefined, 11]);
      expect(sessions.map((session) => session?.expiresAtMs)).toEqual([undefined, undefined, 11]);
    });
  });
}
