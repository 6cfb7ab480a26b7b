/**
 * The parts of ssh2 1.17 below its documentation that this product stands on, named here and nowhere else.
 * ssh2 is used for transport, key exchange, login and packing of messages. Its `Channel` is not used: that one buffers
 * without a bound, drops what comes when its window is exactly 0, loses `close` and `exit` when a stream is not read, and
 * cannot signal after EOF. `channel/` speaks RFC 4254 itself, through these handlers.
 */
import { createSecretKey, randomFillSync, type KeyObject } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Client, ParsedKey } from 'ssh2';

/** Sends one message each. All throw once the connection has ended. */
export interface Ssh2Protocol {
  parse: (chunk: Buffer, from: number, length: number) => void;
  session(channel: number, window: number, maxPacket: number): void;
  directTcpip(
    channel: number,
    window: number,
    maxPacket: number,
    ends: { srcIP: string; srcPort: number; dstIP: string; dstPort: number },
  ): void;
  pty(
    channel: number,
    rows: number,
    columns: number,
    height: number,
    width: number,
    term: string,
    modes: null,
    wantReply: boolean,
  ): void;
  env(channel: number, name: string, value: string, wantReply: boolean): void;
  exec(channel: number, command: string, wantReply: boolean): void;
  signal(channel: number, name: string): void;
  channelData(channel: number, data: Buffer): void;
  channelEOF(channel: number): void;
  channelClose(channel: number): void;
  channelFailure(channel: number): void;
  channelWindowAdjust(channel: number, bytes: number): void;
  channelOpenFail(channel: number, reason: number, description: string): void;
  ping(): void;
  requestFailure(): void;
  authPK: (user: string, key: ParsedKey, algorithm: string | undefined, sign?: Sign) => void;
  readonly _handlers: Ssh2Handlers;
  /** Taken over by each cipher when it is made. */
  _onWrite: (data: Buffer) => void;
  readonly _packetRW: {
    write: { allocStart: number; alloc(bytes: number): Buffer; finalize(packet: Buffer): Buffer };
  };
  /** Set while keys are exchanged. */
  readonly _kexinit: unknown;
  readonly _cipher: {
    allocPacket(payloadBytes: number): Buffer;
    encrypt(packet: Buffer): void;
    /** Both absent with a cipher whose length is always outside of its blocks of 16 bytes (AES-GCM). */
    readonly _encBlockLen?: number;
    readonly _aadLen?: number;
    /** Of the native ciphers, which this product does not build. */
    readonly _instance?: unknown;
    _encKey?: Buffer | KeyObject;
    _macKey?: Buffer | KeyObject;
  };
  readonly _decipher: {
    /** Sequence number of the next packet. */
    readonly inSeqno: number;
    _decipherKey?: Buffer | KeyObject;
    _macKey?: Buffer | KeyObject;
  };
}
type Sign = (data: Buffer, done: (signature: Buffer) => void) => void;

/** What the host sent, already parsed and checked for form. `recipient` is our number of the channel. */
export interface Ssh2Handlers {
  DEBUG: (protocol: Ssh2Protocol, display: boolean, text: string) => void;
  EXT_INFO: (protocol: Ssh2Protocol, extensions: { name: string; algs: string[] }[]) => void;
  SERVICE_ACCEPT: (protocol: Ssh2Protocol, service: string) => void;
  USERAUTH_FAILURE: (protocol: Ssh2Protocol, methods: string[], partial: boolean) => void;
  CHANNEL_OPEN: (protocol: Ssh2Protocol, info: { type: string; sender: number }) => void;
  GLOBAL_REQUEST: (protocol: Ssh2Protocol, name: string, wantReply: boolean, data: unknown) => void;
  CHANNEL_OPEN_CONFIRMATION: (
    protocol: Ssh2Protocol,
    info: { recipient: number; sender: number; window: number; packetSize: number },
  ) => void;
  CHANNEL_OPEN_FAILURE: (
    protocol: Ssh2Protocol,
    recipient: number,
    reason: number,
    description: string,
  ) => void;
  CHANNEL_DATA: (protocol: Ssh2Protocol, recipient: number, data: Buffer) => void;
  CHANNEL_EXTENDED_DATA: (protocol: Ssh2Protocol, recipient: number, data: Buffer, type: number) => void;
  CHANNEL_WINDOW_ADJUST: (protocol: Ssh2Protocol, recipient: number, bytes: number) => void;
  CHANNEL_SUCCESS: (protocol: Ssh2Protocol, recipient: number) => void;
  CHANNEL_FAILURE: (protocol: Ssh2Protocol, recipient: number) => void;
  CHANNEL_REQUEST: (
    protocol: Ssh2Protocol,
    recipient: number,
    type: string,
    wantReply: boolean,
    data: unknown,
  ) => void;
  CHANNEL_EOF: (protocol: Ssh2Protocol, recipient: number) => void;
  CHANNEL_CLOSE: (protocol: Ssh2Protocol, recipient: number) => void;
}

/** RFC 4254 section 5.2: the only defined type of extended data. */
export const STDERR_DATA = 1;

/** The protocol object of a client; it exists once `connect` was called. */
export function protocolOf(client: Client): Ssh2Protocol {
  return (client as unknown as { _protocol: Ssh2Protocol })._protocol;
}

/**
 * Lets all packets of one turn leave in one system call and one segment. ssh2 writes each packet in three pieces.
 * Works from the first key exchange on; what comes before is in one piece each.
 */
export function gatherWrites(protocol: Ssh2Protocol, socket: Duplex): void {
  let corked = false;
  const uncork = () => {
    corked = false;
    socket.uncork();
  };
  protocol._onWrite = (data) => {
    if (!socket.writable) return;
    if (!corked) {
      corked = true;
      socket.cork();
      process.nextTick(uncork);
    }
    socket.write(data);
  };
}

/** How many packets have come, whole and with a MAC that fits; begins anew at 2³², and may after a key exchange. */
export function packetsRead(protocol: Ssh2Protocol): number {
  return protocol._decipher.inSeqno;
}

const IGNORE = Buffer.from([2, 0, 0, 0, 0]);

/** Sends a message that says nothing and wants no answer (RFC 4253 section 11.2), unless keys are being exchanged. */
export function sendIgnore({
  _packetRW: { write },
  _cipher: cipher,
  _kexinit: exchanging,
}: Ssh2Protocol): void {
  if (exchanging !== undefined) return;
  const packet = write.alloc(IGNORE.length);
  packet.set(IGNORE, write.allocStart);
  cipher.encrypt(write.finalize(packet));
}

/**
 * Gives the ciphers of a finished key exchange their keys as key objects. ssh2 makes a cipher (or MAC) for each packet, and Node
 * 24.21 takes 12 µs longer for that from bytes than from a key object: 0.3 ms per host, 0.4 ms per MiB.
 */
export function makeKeysQuick({ _cipher: outbound, _decipher: inbound }: Ssh2Protocol): void {
  const quick = (key: Buffer | KeyObject) => (Buffer.isBuffer(key) ? createSecretKey(key) : key);
  if (outbound._encKey) outbound._encKey = quick(outbound._encKey);
  if (outbound._macKey) outbound._macKey = quick(outbound._macKey);
  if (inbound._decipherKey) inbound._decipherKey = quick(inbound._decipherKey);
  if (inbound._macKey) inbound._macKey = quick(inbound._macKey);
}

const PADDING_POOL = Buffer.alloc(4_096);
let paddingUsed = PADDING_POOL.length;
/** RFC 4253 section 6. */
const MIN_PADDING_BYTES = 4;

/**
 * Takes the padding of packets from a pool. ssh2 has a few random bytes made for each packet, which takes 1.7 to 4 µs of CPU, as
 * long as it takes to encrypt a short one.
 */
export function makePaddingQuick({ _cipher: cipher }: Ssh2Protocol): void {
  const { _encBlockLen: block = 16, _aadLen: outside = 4, _instance: native } = cipher;
  if (native !== undefined) return;
  cipher.allocPacket = (payloadBytes) => {
    const padded = 5 + payloadBytes;
    const inBlocks = Math.ceil((padded + MIN_PADDING_BYTES - outside) / block) * block;
    const packet = Buffer.allocUnsafe(outside + inBlocks);
    const padding = packet.length - padded;
    packet.writeUInt32BE(packet.length - 4, 0);
    packet[4] = padding;
    if (paddingUsed + padding > PADDING_POOL.length) {
      randomFillSync(PADDING_POOL);
      paddingUsed = 0;
    }
    PADDING_POOL.copy(packet, padded, paddingUsed, paddingUsed + padding);
    paddingUsed += padding;
    return packet;
  };
}

/** The hash inside an RSA signature algorithm (RFC 8332). */
const RSA_HASH: Partial<Record<string, string>> = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' };

/**
 * Sends the signature with the first request for a public key, as RFC 4252 section 7 allows, in place of asking first whether
 * the key would do: one round trip less, and as many attempts in the host's count.
 */
export function signAtOnce(protocol: Ssh2Protocol): void {
  const authPK = protocol.authPK.bind(protocol);
  protocol.authPK = (user, key, algorithm, sign) => {
    const hash = algorithm === 'ssh-rsa' ? LEGACY_RSA_HASH : RSA_HASH[algorithm ?? ''];
    authPK(user, key, algorithm, sign ?? ((data, done) => done(key.sign(data, hash))));
  };
}

/**
 * Tells what the host says to the keys of an agent, which ssh2 keeps to itself: it tries them to the last, also when one was taken and
 * something else is wanted beside it. From then on no further key leaves.
 */
export function hearAnswersToKeys(
  protocol: Ssh2Protocol,
  heard: (methods: string[], partial: boolean) => void,
): void {
  const { USERAUTH_FAILURE: fail } = protocol._handlers;
  const authPK = protocol.authPK.bind(protocol);
  let isTaken = false;
  protocol._handlers.USERAUTH_FAILURE = (from, methods, partial) => {
    if (!isTaken) heard(methods, partial);
    isTaken ||= partial;
    fail(from, methods, partial);
  };
  protocol.authPK = (user, key, algorithm, sign) => {
    if (isTaken) fail(protocol, [], false);
    else authPK(user, key, algorithm, sign);
  };
}

/** What an `ssh-rsa` signature is made with: only for hosts that are marked as legacy. */
const LEGACY_RSA_HASH = 'sha1';

const SIGNATURES = 'server-sig-algs';
const SHA2_SIGNATURES = Object.keys(RSA_HASH);

/**
 * Keeps RSA signatures to SHA-2: ssh2 would sign with SHA-1 for a host that does not say what it takes (RFC 8308), or that says
 * it takes only that.
 */
export function signWithSha2Only(handlers: Ssh2Handlers): void {
  const { EXT_INFO: takeExtensions, SERVICE_ACCEPT: accept } = handlers;
  handlers.EXT_INFO = (protocol, extensions) => {
    const signatures = extensions.filter(({ name }) => name === SIGNATURES);
    const sha2 = signatures.map(({ name, algs }) => ({
      name,
      algs: algs.filter((alg) => alg !== 'ssh-rsa'),
    }));
    if (sha2.length > 0) takeExtensions(protocol, sha2);
  };
  handlers.SERVICE_ACCEPT = (protocol, service) => {
    // Only the first list counts, so this one does where the host has sent none.
    takeExtensions(protocol, [{ name: SIGNATURES, algs: SHA2_SIGNATURES }]);
    accept(protocol, service);
  };
}
