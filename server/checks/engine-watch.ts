import { type Agent, request } from 'node:http';
import { type Change, changeOf, EVERYTHING } from './changes.ts';
import { EngineEvents } from './engine-events.ts';

/** Waits between tries to reach the engine, in ms: a fresh one answers within half a second, one that is down should cost nothing. */
const RETRY_DELAYS_MS = [50, 100, 100, 200, 400, 800, 1_600, 3_200] as const;

/** A stream that ends sooner counts as a failure: what answers is in the learner's hands, and each try is a process in their sandbox. */
const LASTING_MS = 5_000;

/** What can change a verdict. Execs run by the second and change none. */
const FILTERS = encodeURIComponent(
  JSON.stringify({
    type: ['container', 'image', 'network', 'volume', 'builder'],
    event: [
      ...[
        'create',
        'start',
        'die',
        'destroy',
        'rename',
        'update',
        'pause',
        'unpause',
        'commit',
        'copy',
        'health_status',
      ],
      ...['pull', 'push', 'tag', 'untag', 'delete', 'import', 'load', 'save', 'prune'],
      ...['connect', 'disconnect', 'mount', 'unmount', 'remove'],
    ],
  }),
);

export interface EngineListener {
  /** The engine (again) answers; what happened before may have been missed. */
  onConnected(): void;
  /** Something happened in it: all that came at once. */
  onChange(change: Change): void;
}

/**
 * Follows a learner's engine. Events that were missed are not asked for afterwards, because an engine keeps a thousand of them: who is told that it answers again looks
 * at everything.
 */
export function watchEngine(agent: Agent, listener: EngineListener): Disposable {
  const controller = new AbortController();
  const { signal } = controller;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  const retry = () => {
    if (signal.aborted) return;
    const delayMs = RETRY_DELAYS_MS[Math.min(failures, RETRY_DELAYS_MS.length - 1)];
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(connect, delayMs);
  };

  const connect = () => {
    const events = new EngineEvents();
    const outgoing = request({ agent, host: 'engine', path: `/events?filters=${FILTERS}`, signal }, (response) => {
      const isFollowed = response.statusCode === 200;
      const beginMs = performance.now();
      if (isFollowed) listener.onConnected();
      response.on('data', (chunk: Buffer) => {
        if (!isFollowed) return;
        const changes = events.feed(chunk).map(changeOf);
        const [first, ...others] = changes;
        if (first) listener.onChange(others.length === 0 ? first : allOf(changes));
      });
      response.once('close', () => {
        if (isFollowed && performance.now() - beginMs >= LASTING_MS) failures = 0;
        retry();
      });
      response.on('error', () => {});
    });
    outgoing.once('error', retry);
    outgoing.end();
  };

  connect();
  return {
    [Symbol.dispose]() {
      controller.abort();
      clearTimeout(timer);
    },
  };
}

function allOf(changes: readonly Change[]): Change {
  return changes.includes(EVERYTHING) ? EVERYTHING : new Set(changes.flatMap((change) => [...change]));
}
