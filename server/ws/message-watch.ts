import type { WebSocket } from 'ws';
import { closeCodes } from '../../src/shared/protocol/index.ts';
import { RateBudget } from '../domain/rate-budget.ts';

/** SPEC rule 2. */
const HELLO_TIMEOUT_MS = 10_000;

/** SPEC rule 6. */
const CONTROL_MESSAGES = { atOnce: 400, perSecond: 40 };
const UNUSED_AFTER_MS = 8 * 3_600_000;

/** How much of a flood is taken at a time, in messages: a socket is read on and on while there is more, and all others wait. */
const MESSAGES_AT_A_TIME = 100;

/** What a page shows, or where it is: sent by the page itself. */
const looks: ReadonlySet<unknown> = new Set(['engine.watch', 'files.watch', 'page.at', 'class.watch', 'class.unwatch']);

/** What of a page's messages is counted, and what shows that somebody is there. */
const kinds = {
  input: { isCounted: false, isUse: true },
  acknowledgement: { isCounted: false, isUse: false },
  ping: { isCounted: true, isUse: false },
  look: { isCounted: true, isUse: false },
  request: { isCounted: true, isUse: true },
} as const;

/** Whoever takes the message looks closer; what is not one closes the socket there. */
function kindOf(data: Buffer, isBinary: boolean): keyof typeof kinds {
  if (isBinary) return 'input';
  try {
    const type: unknown = JSON.parse(data.toString())?.type;
    if (looks.has(type)) return 'look';
    return type === 'terminal.ack' || type === 'help.ack' ? 'acknowledgement' : type === 'ping' ? 'ping' : 'request';
  } catch {
    return 'request';
  }
}

export interface MessageWatch {
  /** Rule 6: whether for hours nothing came that a person causes. */
  isUnused(): boolean;
}

/** Counts what comes over a socket before anybody else hears it: SPEC rules 2 and 6. */
export function watchMessages(socket: WebSocket): MessageWatch {
  const budget = new RateBudget(CONTROL_MESSAGES, performance.now());
  let usedMs = performance.now();
  const greeting = setTimeout(() => socket.close(closeCodes.malformed, 'no hello in time'), HELLO_TIMEOUT_MS);
  const count = () => {
    if (!budget.take(performance.now())) socket.close(closeCodes.tooFast, 'too many messages');
  };
  let untilPause = MESSAGES_AT_A_TIME;
  const letOthersCome = () => {
    untilPause = MESSAGES_AT_A_TIME;
    socket.pause();
    setImmediate(() => socket.resume());
  };
  socket.once('close', () => clearTimeout(greeting));
  socket.on('message', (data, isBinary) => {
    clearTimeout(greeting);
    untilPause -= 1;
    if (untilPause === 0) letOthersCome();
    const kind = kinds[kindOf(data as Buffer, isBinary)];
    if (kind.isUse) usedMs = performance.now();
    if (kind.isCounted) count();
  });
  // The frames of WebSocket's own, which no page sends and each of which is answered.
  socket.on('ping', count);
  return { isUnused: () => performance.now() - usedMs >= UNUSED_AFTER_MS };
}
