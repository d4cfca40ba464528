import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { LearnerId } from '../../src/shared/ids.ts';
import { closeCodes, MAX_CLIENT_FRAME_BYTES } from '../../src/shared/protocol/index.ts';
import type { Visitor } from '../domain/access.ts';
import { RateBudget } from '../domain/rate-budget.ts';
import type { Access } from '../edge/access.ts';
import type { OwnOrigin } from '../edge/origin.ts';
import { type MessageWatch, watchMessages } from './message-watch.ts';
import { PageSocket } from './page-socket.ts';

/** SPEC rule 4. */
const PING_EVERY_MS = 25_000;

/** SPEC rule 6. */
const MAX_SOCKETS_PER_LEARNER = 8;

/** Eight pages that come back again and again, as over a network that comes and goes; a page waits ever longer for its next attempt. */
const UPGRADES = { atOnce: 80, perSecond: 4 };

/** What one socket may make this process hold. */
const LIMITS = {
  // Compression would let a small frame grow into a large one.
  perMessageDeflate: false,
  maxPayload: MAX_CLIENT_FRAME_BYTES,
  // A longest frame in packets of 256 bytes is more pieces than a network makes of it.
  maxFragments: 256,
  maxBufferedChunks: 1024,
  // They are counted as messages.
  maxPendingAutoPongs: 0,
  // A page answers a close at once; one that does not is gone.
  closeTimeout: 5_000,
} as const;

export interface SocketServerOptions {
  readonly readVisitor: Access['readVisitor'];
  readonly ownOrigin: OwnOrigin;
  /** Takes a socket over; its result is disposed of when the socket closes. */
  readonly onSocket: (socket: WebSocket, visitor: Visitor) => Disposable;
  readonly onError: (error: unknown) => void;
}

/** 1012: the service restarts, so clients come back. */
const COME_BACK = 1012;

export interface SocketServer extends Disposable {
  /** Closes all sockets; their pages come back by themselves, and begin anew. */
  sendAway(): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
}

function refuse(socket: Duplex, status: string): void {
  // Who is refused may keep their end open for ever; ours is not kept.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** SPEC rules 1, 2, 4, 6 and 9: who may connect, how much they may send, and how long a silent socket lives. */
export function createSocketServer(options: SocketServerOptions): SocketServer {
  const { readVisitor, ownOrigin, onSocket, onError } = options;
  const server = new WebSocketServer<typeof PageSocket>({ noServer: true, WebSocket: PageSocket, ...LIMITS });
  const counts = new Map<LearnerId, number>();
  const upgrades = new Map<LearnerId, RateBudget>();
  const watches = new WeakMap<WebSocket, MessageWatch>();
  const answered = new WeakSet<WebSocket>();

  const rounds = setInterval(() => {
    for (const socket of server.clients) {
      if (watches.get(socket)?.isUnused()) socket.close(closeCodes.idle, 'nothing was done here for hours');
      else if (!answered.delete(socket)) socket.terminate();
      else socket.ping();
    }
    for (const [learner, budget] of upgrades) if (budget.isFull(performance.now())) upgrades.delete(learner);
  }, PING_EVERY_MS);
  rounds.unref();

  const mayUpgrade = ({ id }: Visitor): boolean => {
    const now = performance.now();
    const budget = upgrades.get(id) ?? new RateBudget(UPGRADES, now);
    upgrades.set(id, budget);
    return budget.take(now);
  };

  const accept = (socket: WebSocket, visitor: Visitor) => {
    // What it is about, `ws` has closed the socket for.
    socket.on('error', () => {});
    const count = (counts.get(visitor.id) ?? 0) + 1;
    if (count > MAX_SOCKETS_PER_LEARNER) return socket.close(closeCodes.tooMany, 'too many pages are open');
    counts.set(visitor.id, count);
    answered.add(socket);
    socket.on('pong', () => answered.add(socket));
    watches.set(socket, watchMessages(socket));
    const session = onSocket(socket, visitor);
    socket.once('close', () => {
      session[Symbol.dispose]();
      const left = (counts.get(visitor.id) ?? 1) - 1;
      if (left > 0) counts.set(visitor.id, left);
      else counts.delete(visitor.id);
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
        const visitor = await readVisitor(cookie);
        if (!visitor) return refuse(socket, '401 Unauthorized');
        if (!mayUpgrade(visitor)) return refuse(socket, '429 Too Many Requests');
        socket.off('error', destroy);
        server.handleUpgrade(request, socket, head, (opened) => accept(opened, visitor));
      } catch (error) {
        onError(error);
        refuse(socket, '500 Internal Server Error');
      }
    },
    sendAway() {
      for (const socket of server.clients) socket.close(COME_BACK, 'the server restarts');
    },
    [Symbol.dispose]() {
      clearInterval(rounds);
      this.sendAway();
      server.close();
    },
  };
}
