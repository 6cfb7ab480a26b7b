import { io, type Socket } from 'socket.io-client';
import type { ClientToServerEvents, ServerToClientEvents } from '@rollcall/protocol';

/**
 * The page's Socket.IO socket, not yet connected. Only WebSocket, since polling would need sticky sessions; no
 * reconnection of its own (`Link` does it); a connection of its own, so that nothing else shares its numbers.
 */
export function createSocket(url?: string): Socket<ServerToClientEvents, ClientToServerEvents> {
  const options = { transports: ['websocket'], autoConnect: false, reconnection: false, forceNew: true };
  return url === undefined ? io(options) : io(url, options);
}
