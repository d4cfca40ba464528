import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { LearnerId } from '../../src/shared/ids.ts';
import { closeCodes, MAX_CLIENT_FRAME_BYTES } from '../../src/shared/protocol/index.ts';
import type { LearnerCookies } from '../edge/learner-cookie.ts';
import type { OwnOrigin } from '../edge/origin.ts';
import type { LearnerRow } from '../storage/port.ts';

/** SPEC rule 4. */
const PING_EVERY_MS = 25_000;

/** SPEC rule 6. */
const MAX_SOCKETS_PER_LEARNER = 8;

export interface SocketServerOptions {
  readonly cookies: LearnerCookies;
  readonly ownOrigin: OwnOrigin;
  /** Takes a socket over; its result is disposed of when the socket closes. */
  readonly onSocket: (socket: WebSocket, learner: LearnerRow) => Disposable;
  readonly onError: (error: unknown) => void;
}

export interface SocketServer extends Disposable {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** SPEC rules 1, 4, 6 and 9: who may connect, and how long a silent socket lives. */
export function createSocketServer(options: SocketServerOptions): SocketServer {
  const { cookies, ownOrigin, onSocket, onError } = options;
  // Larger frames are closed by `ws` itself with 1009, so the limit here only guards memory; rule 9's code is given below it.
  const server = new WebSocketServer({ noServer: true, maxPayload: 4 * MAX_CLIENT_FRAME_BYTES });
  const counts = new Map<LearnerId, number>();
  const answered = new WeakSet<WebSocket>();

  const pings = setInterval(() => {
    for (const socket of server.clients) {
      if (!answered.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, PING_EVERY_MS);
  pings.unref();

  const accept = (socket: WebSocket, learner: LearnerRow) => {
    socket.on('error', () => socket.terminate());
    const count = (counts.get(learner.id) ?? 0) + 1;
    if (count > MAX_SOCKETS_PER_LEARNER) return socket.close(closeCodes.tooMany, 'too many pages are open');
    counts.set(learner.id, count);
    answered.add(socket);
    socket.on('pong', () => answered.add(socket));
    const session = onSocket(socket, learner);
    socket.once('close', () => {
      session[Symbol.dispose]();
      const left = (counts.get(learner.id) ?? 1) - 1;
      if (left > 0) counts.set(learner.id, left);
      else counts.delete(learner.id);
    });
  };

  return {
    async upgrade(request, socket, head) {
      const destroy = () => socket.destroy();
      socket.once('error', destroy);
      try {
        if (request.url !== '/ws') return refuse(socket, '404 Not Found');
        const { host, origin, cookie } = request.headers;
        if (!ownOrigin.isOwnHost(host) || !ownOrigin.isOwnOrigin(origin)) return refuse(socket, '403 Forbidden');
        const learner = await cookies.read(cookie);
        if (!learner) return refuse(socket, '401 Unauthorized');
        socket.off('error', destroy);
        server.handleUpgrade(request, socket, head, (opened) => accept(opened, learner));
      } catch (error) {
        onError(error);
        refuse(socket, '500 Internal Server Error');
      }
    },
    [Symbol.dispose]() {
      clearInterval(pings);
      // 1012: the service restarts, so clients come back.
      for (const socket of server.clients) socket.close(1012, 'the server restarts');
      server.close();
    },
  };
}
