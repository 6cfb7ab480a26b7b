import type { Duplex } from 'node:stream';

/** What SSH goes over: a TCP connection, or a channel of another connection. */
export type Wire = Duplex & { readonly bytesRead: number };
