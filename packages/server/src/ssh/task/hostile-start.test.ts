import ssh2, { type ServerChannel } from 'ssh2';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../run/clock.ts';
import { freshKey } from '../../testing/fresh-key.ts';
import { memoryLedger, runHost, type RequestOverrides } from '../../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts } from '../index.ts';

const run = createRunOnHost({ ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock });
const PASSWORD = 'the password for sudo';

/** A host that names itself OpenSSH and says what it likes. `heard` is all input that it got, on all channels. */
interface Liar {
  port: number;
  heard: string;
  execs: string[];
  close(): void;
}
type Lie = (channel: ServerChannel, mark: string, liar: Liar) => void;

let liar: Liar | undefined;
afterEach(() => liar?.close());

/** @param askedForTerminal in place of a refusal; it is never answered then */
async function startLiar(lie: Lie, askedForTerminal?: () => void): Promise<Liar> {
  const server = new ssh2.Server({ hostKeys: [freshKey()], ident: 'OpenSSH_9.9 honest' }, (connection) => {
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => context.accept());
    connection.on('session', (accept) => {
      const session = accept();
      if (askedForTerminal) session.on('pty', askedForTerminal);
      session.on('exec', (acceptExec, _, { command }) => {
        const channel = acceptExec();
        self.execs.push(command);
        channel.on('data', (bytes: Buffer) => (self.heard += bytes.toString()));
        channel.on('error', () => undefined);
        lie(channel, /rc-[0-9a-f]{32}/.exec(command)![0], self);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: Liar = {
    port: (server.address() as { port: number }).port,
    heard: '',
    execs: [],
    close: () => server.close(),
  };
  return self;
}

async function ask(lie: Lie, request: Partial<RequestOverrides> = {}) {
  liar = await startLiar(lie);
  const story = await runHost(run, {
    host: '127.0.0.1',
    port: liar.port,
    command: 'echo THE COMMAND',
    limits: { execReplyMs: 100, closeMs: 200 },
    ...request,
  });
  return { ...story, liar };
}
const asRoot = { sudo: { user: 'root', password: PASSWORD } };
const end = (channel: ServerChannel, status: number): void => {
  channel.exit(status);
  channel.end();
};
/** Says something as soon as there is input that fits. */
function onInput(channel: ServerChannel, pattern: RegExp, then: () => void): void {
  let said = '';
  let isDone = false;
  channel.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    if (isDone || !pattern.test(said)) return;
    isDone = true;
    then();
  });
}

describe('the password for sudo goes to nothing but the prompt that sudo was told to use', () => {
  const PROMPTS = [
    '[sudo] password for ops: ',
    'Password: ',
    "root's password:",
    'rc-00000000000000000000000000000000 password:',
    '[sudo: authenticate] Password: ',
    '密码：',
  ];
  test.each(PROMPTS)('not to %j, whoever prints it', async (prompt) => {
    const story = await ask((channel, mark) => {
      channel.stderr.write(prompt);
      channel.stderr.write(`${mark} ready 4711\n`);
      onInput(channel, /exec sudo/, () => {
        for (const stream of [channel.stderr, channel]) stream.write(`\r\n${prompt}`);
        setImmediate(() => end(channel, 1));
      });
    }, asRoot);
    expect(story.outcome).toMatchObject({ type: 'host-failed', reason: expect.stringMatching(/^sudo\//) });
    expect(story.liar.heard).toContain('exec sudo');
    expect(story.liar.heard).not.toContain(PASSWORD);
    expect(story.liar.heard).not.toContain('THE COMMAND');
  });

  test('not before sudo was started, and not to standard output', async () => {
    const story = await ask((channel, mark) => {
      channel.stderr.write(`${mark} password:`);
      channel.write(`${mark} password:`);
      channel.stderr.write(`\n${mark} ready 4711\n`);
      onInput(channel, /exec sudo/, () => {
        channel.write(`${mark} password:`);
        setImmediate(() => end(channel, 1));
      });
    }, asRoot);
    expect(story.liar.heard).not.toContain(PASSWORD);
  });

  test('not without a wish for sudo', async () => {
    const story = await ask((channel, mark) => {
      channel.stderr.write(`${mark} ready 4711\n`);
      onInput(channel, /THE COMMAND/, () => {
        channel.stderr.write(`${mark} password:`);
        setImmediate(() => end(channel, 1));
      });
    });
    expect(story.liar.heard).not.toContain(PASSWORD);
  });

  test('once, however often it is asked for', async () => {
    const story = await ask((channel, mark) => {
      channel.stderr.write(`${mark} ready 4711\n`);
      onInput(channel, /exec sudo/, () => channel.stderr.write(`${mark} password:`));
      onInput(channel, new RegExp(PASSWORD), () =>
        channel.stderr.write(`Sorry, try again.\n${mark} password:${mark} password:`),
      );
    }, asRoot);
    expect(story.outcome).toMatchObject({ type: 'host-failed', reason: 'sudo/password-rejected' });
    expect(story.liar.heard.split(PASSWORD)).toHaveLength(2);
  });

  test('not once the command runs', async () => {
    const story = await ask((channel, mark) => {
      channel.stderr.write(`${mark} ready 4711\n`);
      onInput(channel, /exec sudo/, () => channel.stderr.write(`${mark} user 0\n`));
      onInput(channel, /THE COMMAND/, () => {
        channel.stderr.write(`${mark} go\n${mark} password:`);
        channel.write(`${mark} go\nout`);
        setImmediate(() => end(channel, 0));
      });
    }, asRoot);
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(story.liar.heard).not.toContain(PASSWORD);
    expect(story.stdout.toString()).toBe('out');
  });
});

describe('the command', () => {
  test('never leaves for a host that does not say that its shell is there', async () => {
    const story = await ask((channel) => {
      channel.stderr.write('rc-00000000000000000000000000000000 ready 7\n');
      setTimeout(() => end(channel, 127), 500);
    });
    expect(story.outcome).toMatchObject({
      type: 'host-exited',
      status: 127,
      process: { mode: 'plain', reason: 'no-report' },
    });
    expect(story.liar.execs.join() + story.liar.heard).not.toContain('THE COMMAND');
    expect(story.liar.execs).toHaveLength(1);
  });

  test('never leaves for a shell that came too late, which is said', async () => {
    const story = await ask((channel, mark) => {
      setTimeout(() => channel.stderr.write(`${mark} ready 7\n`), 500);
    });
    expect(story.liar.heard).not.toContain('THE COMMAND');
    expect(story.outcome).toMatchObject({ type: 'host-failed', reason: 'exec/no-shell' });
  });

  test.each([
    ['with a status did not run', 1, { type: 'host-failed', reason: 'exec/no-shell' }],
    ['without one may have run', null, { type: 'host-unknown', reason: 'no-status' }],
  ])('that has left for a shell which then ends %s', async (_, status, outcome) => {
    const story = await ask((channel, mark) => {
      channel.stderr.write(`${mark} ready 7\n`);
      onInput(channel, /THE COMMAND/, () => {
        if (status !== null) channel.exit(status);
        channel.end();
      });
    });
    expect(story.outcome).toMatchObject(outcome);
  });

  test('leaves once, however often the host says that it is ready', async () => {
    const story = await ask((channel, mark) => {
      channel.stderr.write(`${mark} ready 7\n${mark} ready 7\n${mark} user 8\n`);
      onInput(channel, /THE COMMAND/, () => {
        channel.stderr.write(`${mark} ready 7\n${mark} go\n`);
        end(channel, 0);
      });
    });
    expect(story.liar.heard.split('THE COMMAND')).toHaveLength(2);
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
  });

  test.each([0, 1])('of a host that names %i as its group is never ended by kill of that', async (group) => {
    const person = new AbortController();
    const request = { signal: person.signal, limits: { cancelMs: 300 } };
    const story = await ask((channel, mark) => {
      channel.stderr.write(`${mark} ready ${group}\n`);
      onInput(channel, /THE COMMAND/, () => {
        channel.stderr.write(`${mark} go\n`);
        channel.write(`${mark} go\n`);
        setImmediate(() => person.abort());
      });
    }, request);
    expect(story.outcome).toMatchObject({
      type: 'host-cancelled',
      confirmed: false,
      process: { reason: 'no-group' },
    });
    expect(story.liar.execs).toHaveLength(1);
  });

  test('that is to be stopped is said to be gone only by the host’s own word', async () => {
    const person = new AbortController();
    const story = await ask(
      (channel, mark, { execs }) => {
        if (execs.length > 1) return channel.write('gone\nrc-00000000000000000000000000000000 gone\n');
        channel.stderr.write(`${mark} ready 4711\n`);
        return onInput(channel, /THE COMMAND/, () => {
          channel.stderr.write(`${mark} go\n`);
          channel.write(`${mark} go\n`);
          setImmediate(() => person.abort());
        });
      },
      { signal: person.signal, limits: { cancelMs: 400 } },
    );
    expect(story.outcome).toMatchObject({ type: 'host-cancelled', confirmed: false, stopped: 'connection' });
  });
});

test('on a kept connection whose shell has answered before, the command leaves without waiting for it', async () => {
  const keeping = createRunOnHost({
    ledger: memoryLedger(),
    knownHosts: parseKnownHosts([]),
    clock: systemClock,
    keepConnectionsMs: 60_000,
  });
  liar = await startLiar((channel, mark, { execs }) => {
    const isFirst = execs.length === 1;
    if (isFirst) channel.stderr.write(`${mark} ready 4711\n`);
    onInput(channel, /THE COMMAND/, () => {
      channel.stderr.write(`${isFirst ? '' : `${mark} ready 4712\n`}${mark} go\n`);
      channel.write(`${mark} go\nout`);
      end(channel, 0);
    });
  });
  const request = { host: '127.0.0.1', port: liar.port, command: 'echo THE COMMAND' };
  for (const isReused of [false, true]) {
    const story = await runHost(keeping, request);
    expect(story.facts[1]).toMatchObject(isReused ? { reused: true } : { type: 'host-connected' });
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0, process: { mode: 'group' } });
    expect(story.stdout.toString()).toBe('out');
  }
  keeping.close();
});

test('a host that is taken back before it gives the terminal was sent nothing', async () => {
  const person = new AbortController();
  liar = await startLiar(
    () => undefined,
    () => person.abort(),
  );
  const story = await runHost(run, {
    host: '127.0.0.1',
    port: liar.port,
    pty: true,
    plain: true,
    signal: person.signal,
  });
  expect(story.outcome).toMatchObject({ type: 'host-cancelled', stage: 'connecting', confirmed: true });
  expect(liar.execs).toEqual([]);
});

test('without the terminal that was asked for nothing leaves', async () => {
  const story = await ask((channel) => end(channel, 0), { pty: true });
  expect(story.outcome).toMatchObject({ type: 'host-failed', reason: 'exec/refused', detail: 'no terminal' });
  expect(story.liar.execs).toEqual([]);
});
