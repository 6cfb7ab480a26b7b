import { PassThrough } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Ssh2Handlers, Ssh2Protocol } from '../ssh2-internals.ts';
import { createChannels, WINDOW_BYTES, type Channels } from './channels.ts';
import { openSessionChannel, type SessionChannel } from './session-channel.ts';

/** A host that is driven by hand: what was sent to it, what it says, and what the listener heard. */
let sent: unknown[][];
let heard: unknown[][];
let host: Ssh2Handlers;
let channels: Channels;
let channel: SessionChannel;
const THEIRS = 42;

beforeEach(() => {
  sent = [];
  heard = [];
  host = {} as Ssh2Handlers;
  const record: object = new Proxy(
    {},
    {
      get: (_target, name) =>
        name === '_handlers' ? host : (...values: unknown[]) => void sent.push([name, ...values]),
    },
  );
  const protocol = record as Ssh2Protocol;
  const socket = new PassThrough();
  channels = createChannels({ protocol, socket, send: (message) => (message(protocol), true) });
  const hear =
    (name: string) =>
    (...values: unknown[]) =>
      void heard.push([name, ...values]);
  channel = openSessionChannel(
    { channels },
    {
      opened: hear('opened'),
      ptyReplied: hear('ptyReplied'),
      refused: hear('refused'),
      replied: hear('replied'),
      output: hear('output'),
      exited: hear('exited'),
      ended: hear('ended'),
      closed: hear('closed'),
      drained: hear('drained'),
      lost: hear('lost'),
    },
  );
});

const protocol = undefined as unknown as Ssh2Protocol;
const confirm = () =>
  host.CHANNEL_OPEN_CONFIRMATION(protocol, { recipient: 0, sender: THEIRS, window: 10, packetSize: 4 });
const data = (bytes: number) => host.CHANNEL_DATA(protocol, 0, Buffer.alloc(bytes));
const request = (type: string, value: unknown, wantReply = false) =>
  host.CHANNEL_REQUEST(protocol, 0, type, wantReply, value);

describe('a session channel', () => {
  test('asks for itself, and sends its command with the environment first', () => {
    confirm();
    expect(channel.exec('uptime', { ROLLCALL_ATTEMPT: 't' })).toBe(true);
    expect(sent).toEqual([
      ['session', 0, WINDOW_BYTES, 32_768],
      ['env', THEIRS, 'ROLLCALL_ATTEMPT', 't', false],
      ['exec', THEIRS, 'uptime', true],
    ]);
  });

  test('passes on the first report of the exit only, whatever its signal is called', () => {
    confirm();
    request('exit-signal', { signal: 'ROLLCALL@example.com', coreDumped: true, errorMessage: '' });
    request('exit-status', 0);
    expect(heard).toEqual([['opened'], ['exited', null, 'ROLLCALL@example.com']]);
  });

  test('answers the keepalive of sshd, and nothing that wants no answer', () => {
    confirm();
    request('keepalive@openssh.com', null, true);
    request('unknown', null);
    expect(sent.slice(1)).toEqual([['channelFailure', THEIRS]]);
  });

  test('still signals after the end of the input', () => {
    confirm();
    channel.endInput();
    expect(channel.signal('TERM')).toBe(true);
    expect(sent.slice(1)).toEqual([
      ['channelEOF', THEIRS],
      ['signal', THEIRS, 'TERM'],
    ]);
  });

  test('answers a close once, and is silent after it', () => {
    confirm();
    host.CHANNEL_CLOSE(protocol, 0);
    channel.close();
    channel.endInput();
    channel.grant(0);
    expect(channel.signal('KILL')).toBe(false);
    data(10);
    request('exit-status', 0);
    expect(sent.slice(1)).toEqual([['channelClose', THEIRS]]);
    expect(heard).toEqual([['opened'], ['closed']]);
  });

  test('knows its own number: what is said to another channel, or before it is open, is not for it', () => {
    data(5);
    host.CHANNEL_SUCCESS(protocol, 0);
    host.CHANNEL_CLOSE(protocol, 0);
    confirm();
    host.CHANNEL_DATA(protocol, 1, Buffer.alloc(5));
    host.CHANNEL_FAILURE(protocol, 1);
    host.CHANNEL_EOF(protocol, 7);
    confirm();
    expect(heard).toEqual([['opened']]);
  });

  test('takes stderr as a stream, and counts other extended data without passing it on', () => {
    confirm();
    host.CHANNEL_EXTENDED_DATA(protocol, 0, Buffer.from('err'), 1);
    host.CHANNEL_EXTENDED_DATA(protocol, 0, Buffer.alloc(WINDOW_BYTES - 3), 7);
    expect(heard).toEqual([['opened'], ['output', 'stderr', Buffer.from('err')]]);
    channel.grant(0);
    expect(sent.at(-1)).toEqual(['channelWindowAdjust', THEIRS, WINDOW_BYTES]);
  });

  test('asks for a terminal before the command, and tells the two answers apart', () => {
    confirm();
    channel.requestPty({ term: 'xterm', columns: 80, rows: 24 });
    channel.exec('top', {});
    expect(sent.slice(1)).toEqual([
      ['pty', THEIRS, 24, 80, 0, 0, 'xterm', null, true],
      ['exec', THEIRS, 'top', true],
    ]);
    host.CHANNEL_FAILURE(protocol, 0);
    host.CHANNEL_SUCCESS(protocol, 0);
    host.CHANNEL_SUCCESS(protocol, 0);
    expect(heard.slice(1)).toEqual([
      ['ptyReplied', false],
      ['replied', true],
    ]);
  });

  test('a refused one says why', () => {
    host.CHANNEL_OPEN_FAILURE(protocol, 0, 1, 'not here');
    expect(heard).toEqual([['refused', 1, 'not here']]);
  });
});

describe('the window', () => {
  test('is filled up when half of it is used, not for each packet', () => {
    confirm();
    data(WINDOW_BYTES / 2 - 1);
    channel.grant(0);
    expect(sent).toHaveLength(1);
    data(1);
    channel.grant(0);
    expect(sent.slice(1)).toEqual([['channelWindowAdjust', THEIRS, WINDOW_BYTES / 2]]);
  });

  test('and what waits to be read are never more than the window together', () => {
    confirm();
    data(WINDOW_BYTES);
    channel.grant(WINDOW_BYTES);
    channel.grant(WINDOW_BYTES / 2 + 1);
    expect(sent).toHaveLength(1);
    channel.grant(WINDOW_BYTES / 2);
    expect(sent.slice(1)).toEqual([['channelWindowAdjust', THEIRS, WINDOW_BYTES / 2]]);
  });
});
