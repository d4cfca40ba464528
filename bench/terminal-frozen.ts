import { setTimeout as delay } from 'node:timers/promises';
import { ACK_EVERY_BYTES } from '../src/shared/protocol/index.ts';
import { p50, p99, type Row } from './figures.ts';
import { inParallel, repeat } from './measure.ts';
import { newLearner } from './page-client.ts';
import { readServerMemory } from './server-process.ts';
import { startDrydock } from './stage.ts';
import { TerminalClient } from './terminal-client.ts';
import { timeKey } from './typed-shell.ts';

const MIB = 1024 ** 2;

/** As many as a learner may have. */
const TERMINALS = ['main', 'shell-2', 'shell-3', 'shell-4'];

/** Sandboxes that are brought up at the same time. */
const AT_ONCE = 2;

/** Until everything between a shell and a page that reads no more is full. */
const FILL_MS = 3_000;

/** Shorter than two pings: a page that answers none is cut off. */
const WATCH_MS = 10_000;

/** Between two keys: what their own garbage takes of the server's memory is not measured. */
const PAUSE_MS = 20;

export interface FrozenCounts {
  readonly learners: number;
  readonly keys: number;
}

/** What shells that flood pages which draw nothing cost the server, and everybody else: half the pages read on but acknowledge nothing, half read no more. */
export async function measureFrozen({ learners, keys }: FrozenCounts, signal: AbortSignal): Promise<readonly Row[]> {
  await using stack = new AsyncDisposableStack();
  const drydock = stack.use(await startDrydock({ DRYDOCK_POOL_MAX: '0' }, signal));
  const { url } = drydock;
  const open = async (cookie: string, terminal: string, acknowledges: boolean) => {
    const client = stack.use(await TerminalClient.open({ url, cookie, terminal, acknowledges }));
    await client.output.untilPrompt();
    return client;
  };
  const other = await open(await newLearner(url), 'main', true);
  const type = () =>
    repeat(keys, signal, async (key) => {
      await delay(PAUSE_MS, undefined, { signal });
      return timeKey(other, key % 2 === 0 ? 'x' : '\x7f');
    });
  await type();

  const before = await readServerMemory(drydock);
  const places = (await repeat(learners, signal, () => newLearner(url))).flatMap((cookie) =>
    TERMINALS.map((terminal, index) => ({ cookie, terminal, reads: index % 2 === 0 })),
  );
  const clients = await inParallel(places, AT_ONCE, signal, async (place) => ({
    ...place,
    client: await open(place.cookie, place.terminal, false),
  }));
  const idle = await readServerMemory(drydock);
  const quietEchoes = await type();

  for (const { client, reads } of clients) {
    client.type('yes a page that draws nothing\r');
    if (!reads) client.freeze();
  }
  await delay(FILL_MS, undefined, { signal });
  const written = () =>
    inParallel(places, AT_ONCE, signal, async ({ cookie, terminal }) => {
      // A page that acknowledges nothing either, and whose window ends before what was written, so that it does not set the shell going again.
      const options = { acknowledges: false, window: ACK_EVERY_BYTES };
      await using looking = await TerminalClient.open({ url, cookie, terminal, ...options });
      return looking.opened.live;
    });
  const writtenBefore = await written();
  const memory: number[] = [];
  const echoes: number[] = [];
  const end = performance.now() + WATCH_MS;
  while (performance.now() < end) {
    memory.push(await readServerMemory(drydock));
    echoes.push(...(await type()));
  }
  const writtenAfter = await written();
  const count = places.length;
  return [
    {
      what: `memory of the server for each of ${count} terminals with a frozen reader`,
      unit: 'MiB',
      measured: [(Math.max(...memory) - idle) / count / MIB],
      baseline: { what: 'for each opened, idle', measured: [(idle - before) / count / MIB] },
      goals: [p50(4)],
    },
    {
      what: `… bytes that their shells went on to write in ${WATCH_MS / 1e3} s`,
      unit: '',
      measured: [writtenAfter.reduce((sum, offset, index) => sum + offset - (writtenBefore[index] ?? 0), 0)],
      goals: [p50(0)],
    },
    {
      what: '… key to echo of another learner meanwhile',
      unit: 'ms',
      measured: echoes,
      baseline: { what: 'before', measured: quietEchoes },
      goals: [p99(25)],
    },
  ];
}
