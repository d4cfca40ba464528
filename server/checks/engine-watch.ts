import { type Agent, request } from 'node:http';

/** Waits between tries to reach the engine, in ms: a fresh one answers within half a second, one that is down should cost nothing. */
const RETRY_DELAYS_MS = [50, 100, 100, 200, 400, 800, 1_600, 3_200] as const;

/** What can change a verdict. Execs and health probes run by the second and change none. */
const FILTERS = encodeURIComponent(
  JSON.stringify({
    type: ['container', 'image', 'network', 'volume', 'builder'],
    event: [
      ...['create', 'start', 'die', 'destroy', 'rename', 'update', 'pause', 'unpause', 'commit', 'copy'],
      ...['pull', 'push', 'tag', 'untag', 'delete', 'import', 'load', 'save', 'prune'],
      ...['connect', 'disconnect', 'mount', 'unmount', 'remove'],
    ],
  }),
);

/**
 * Follows a learner's engine and calls `onChange` at every event, and once whenever the engine (again) answers, because what happened in between was missed.
 * The events' text is not read: they come from the learner's side, and the state decides.
 */
export function watchEngine(agent: Agent, onChange: () => void): Disposable {
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
    const outgoing = request({ agent, host: 'engine', path: `/events?filters=${FILTERS}`, signal }, (response) => {
      if (response.statusCode === 200) {
        failures = 0;
        onChange();
      }
      response.on('data', onChange);
      response.once('close', retry);
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
