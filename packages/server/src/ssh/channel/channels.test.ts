import { PassThrough } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Ssh2Handlers, Ssh2Protocol } from '../ssh2-internals.ts';
import { createChannels, type Channel, type Channels } from './channels.ts';

/** A host that is driven by hand: what was sent to it, what it says, and what each channel heard. */
let sent: unknown[][];
let heard: unknown[][];
let host: Ssh2Handlers;
let channels: Channels;
let socket: PassThrough;
const protocol = undefined as unknown as Ssh2Protocol;

beforeEach(() => {
  sent = [];
  heard = [];
  host = {} as Ssh2Handlers;
  const get = (_: object, name: string) =>
    name === '_handlers' ? host : (...values: unknown[]) => void sent.push([name, ...values]);
  const to = new Proxy({}, { get }) as Ssh2Protocol;
  socket = new PassThrough({ highWaterMark: 8 });
  channels = createChannels({
    protocol: to,
    socket,
    send: (message) => (message(to), true),
  });
});

function open(name: string): Channel {
  const hear =
    (what: string) =>
    (...values: unknown[]) =>
      void heard.push([name, what, ...values]);
  return channels.open((to, ours) => to.session(ours, 0, 0), {
    opened: hear('opened'),
    refused: hear('refused'),
    data: (bytes, type) => void heard.push([name, 'data', bytes.toString(), type]),
    replied: hear('replied'),
    request: hear('request'),
    drained: hear('drained'),
    ended: hear('ended'),
    closed: hear('closed'),
    lost: hear('lost'),
  });
}
const confirm = (ours: number, window = 1_000, packetSize = 1_000) =>
  host.CHANNEL_OPEN_CONFIRMATION(protocol, { recipient: ours, sender: ours + 100, window, packetSize });
const say = (ours: number, text: string) => host.CHANNEL_DATA(protocol, ours, Buffer.from(text));
const written = () =>
  sent.filter(([name]) => name === 'channelData').map(([, to, data]) => [to, String(data)]);

describe('many channels on one connection', () => {
  test('each hears what is said to its number only', () => {
    open('a');
    open('b');
    confirm(1);
    confirm(0);
    say(1, 'to b');
    say(0, 'to a');
    host.CHANNEL_EOF(protocol, 1);
    expect(heard).toEqual([
      ['b', 'opened'],
      ['a', 'opened'],
      ['b', 'data', 'to b', 0],
      ['a', 'data', 'to a', 0],
      ['b', 'ended'],
    ]);
  });

  test('the number of a channel is used again once both sides have closed it, not before', () => {
    const a = open('a');
    confirm(0);
    a.close();
    open('b');
    host.CHANNEL_CLOSE(protocol, 0);
    open('c');
    confirm(0);
    say(0, 'for c');
    expect(sent.filter(([name]) => name === 'session').map(([, ours]) => ours)).toEqual([0, 1, 0]);
    expect(heard.at(-1)).toEqual(['c', 'data', 'for c', 0]);
    expect(channels.count).toBe(2);
  });

  test('one refused leaves the others alone, and its number is free', () => {
    open('a');
    open('b');
    host.CHANNEL_OPEN_FAILURE(protocol, 0, 4, 'no more');
    confirm(1);
    expect(heard).toEqual([
      ['a', 'refused', 4, 'no more'],
      ['b', 'opened'],
    ]);
    expect([channels.count, channels.openingCount]).toEqual([1, 0]);
    open('c');
    expect(sent.at(-1)![1]).toBe(0);
  });

  test('one that is closed before the host opens it is closed as soon as the host has', () => {
    open('a').close();
    expect(channels.openingCount).toBe(1);
    confirm(0);
    expect(sent.at(-1)).toEqual(['channelClose', 100]);
    expect(heard).toEqual([]);
    host.CHANNEL_CLOSE(protocol, 0);
    expect(heard).toEqual([['a', 'closed']]);
    expect(channels.count).toBe(0);
  });

  test('all hear when the connection is lost, and so does one that is opened after it', async () => {
    open('a');
    open('b');
    confirm(1);
    channels.lose({ type: 'closed' });
    channels.lose({ type: 'protocol', detail: 'later' });
    open('c');
    expect(sent).toHaveLength(2);
    await Promise.resolve();
    expect(heard.slice(1)).toEqual(['a', 'b', 'c'].map((name) => [name, 'lost', { type: 'closed' }]));
    expect(channels.count).toBe(0);
  });

  test('what the host wants to open is refused, whatever it is', () => {
    for (const [sender, type] of ['auth-agent@openssh.com', 'x11', 'forwarded-tcpip', 'session'].entries())
      host.CHANNEL_OPEN(protocol, { type, sender });
    expect(sent).toEqual([0, 1, 2, 3].map((sender) => ['channelOpenFail', sender, 1, '']));
  });
});

describe('what is written to a channel', () => {
  test('goes in packets as large as the host takes, and no further than its window', () => {
    const a = open('a');
    expect(a.write(Buffer.from('abc'))).toBe(false);
    confirm(0, 8, 3);
    expect(a.write(Buffer.from('defgh'))).toBe(true);
    expect(a.write(Buffer.from('ij'))).toBe(false);
    expect(written()).toEqual([
      [100, 'abc'],
      [100, 'def'],
      [100, 'gh'],
    ]);
    host.CHANNEL_WINDOW_ADJUST(protocol, 0, 1);
    expect(heard.filter(([, what]) => what === 'drained')).toHaveLength(1);
    host.CHANNEL_WINDOW_ADJUST(protocol, 0, 10);
    expect(written().slice(3)).toEqual([
      [100, 'i'],
      [100, 'j'],
    ]);
    expect(heard.filter(([, what]) => what === 'drained')).toHaveLength(2);
  });

  test('has its EOF behind it, also when it waits', () => {
    const a = open('a');
    confirm(0, 2);
    a.write(Buffer.from('abcd'));
    a.endInput();
    expect(a.write(Buffer.from('late'))).toBe(false);
    expect(sent.some(([name]) => name === 'channelEOF')).toBe(false);
    host.CHANNEL_WINDOW_ADJUST(protocol, 0, 100);
    a.endInput();
    expect(sent.slice(-2).map(([name]) => name)).toEqual(['channelData', 'channelEOF']);
  });

  test('waits while the connection itself takes nothing, and is dropped by a close', async () => {
    const [a, b] = [open('a'), open('b')];
    confirm(0);
    confirm(1);
    socket.write('more than its mark');
    expect([a.write(Buffer.from('one')), b.write(Buffer.from('two'))]).toEqual([false, false]);
    host.CHANNEL_WINDOW_ADJUST(protocol, 0, 5);
    expect(written()).toEqual([]);
    b.close();
    socket.resume();
    await expect.poll(written).toEqual([[100, 'one']]);
    expect(heard.filter(([, what]) => what === 'drained')).toEqual([['a', 'drained']]);
  });
});
