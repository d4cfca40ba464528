import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dataPaths } from '../server/config.ts';
import type { StaffBoard } from '../src/shared/class-board.ts';
import type { ServerMessage } from '../src/shared/protocol/index.ts';
import { launchBrowser } from './browser-stage.ts';
import { courseExercises } from './class-course.ts';
import { ClassEvents } from './class-events.ts';
import { LogWriter, makeHistory } from './class-history.ts';
import { type ClassLearner, fillClass, QuietPage } from './class-room.ts';
import { p50, p99, type Row, table, verdict } from './figures.ts';
import { inParallel, until } from './measure.ts';
import { instructorOf } from './page-client.ts';
import { readServerCpuMs } from './server-process.ts';
import { startDrydock } from './stage.ts';

const LEARNERS = 300;
const LINES = 100_000;
const PER_SECOND = 50;
const WATCHERS = 3;

/** What is on its way when the last event was made. */
const SETTLE_MS = 2_000;

/** Between two questions whether the server still answers, while it reads the histories: a socket may send forty messages a second. */
const PING_EVERY_MS = 30;

const FRAMES_MS = 10_000;

type BoardMessage = Extract<ServerMessage, { type: 'class.board' | 'class.rows' }>;

/** Prints how live the board of a large class is, what it takes of the server, and how its page keeps up. Whatever it makes is gone when it resolves or rejects. */
export async function benchClass({
  isQuick,
  signal,
}: {
  readonly isQuick: boolean;
  readonly signal: AbortSignal;
}): Promise<void> {
  const seconds = isQuick ? 15 : 60;
  await using stack = new AsyncDisposableStack();
  const drydock = stack.use(await startDrydock({ DRYDOCK_POOL_MAX: '0' }, signal));
  const { url } = drydock;
  const instructor = await instructorOf(drydock);
  const names = Array.from({ length: LEARNERS }, (_, index) => `Learner ${index + 1}`);
  const { id, learners } = await fillClass({ url, instructor, signal }, names);
  const exercises = await courseExercises();
  const writer = stack.use(new LogWriter(dataPaths(drydock.dataDir).database));
  const ids = learners.map((learner) => learner.id);
  const history = makeHistory(exercises, ids, LINES, Date.now());
  writer.appendAll(history);
  const last = new Map(history.map(({ learner, exercise }) => [learner, exercise]));
  await comeOnline(stack, url, learners, last, signal);

  let events: ClassEvents | undefined;
  let isPolling = false;
  const watch = async (index: number, onBoard: (board: StaffBoard) => void) => {
    const page = stack.use(
      await QuietPage.open(url, instructor, (message) => {
        if (message.type === 'class.board') onBoard(message);
        // Who polls hears nothing in between.
        if (message.type === 'class.board' && isPolling) page.send({ type: 'class.unwatch' });
        if (isBoardMessage(message)) events?.heard(index, message.rows);
      }),
    );
    page.send({ type: 'class.watch', class: id });
    return page;
  };
  const opening = await measureOpening(url, instructor, (onBoard) => watch(0, onBoard), signal);
  const watchers = [opening.page];
  for (let index = 1; index < WATCHERS; index += 1) {
    let isThere = false;
    watchers.push(
      await watch(index, () => {
        isThere = true;
      }),
    );
    await until('a board', signal, async () => isThere);
  }

  const given = new Map<string, number>();
  const measure = async (work?: () => Promise<void>) => {
    events = new ClassEvents({ url, learners, tasks: opening.board.tasks, writer, watchers: WATCHERS, given });
    // What each learner's row is now.
    for (const page of watchers) page.send({ type: 'class.watch', class: id });
    await delay(SETTLE_MS, undefined, { signal });
    const before = await readServerCpuMs(drydock);
    const begin = performance.now();
    await Promise.all([events.run(PER_SECOND, seconds, signal), work?.()]);
    const cpu = (100 * ((await readServerCpuMs(drydock)) - before)) / (performance.now() - begin);
    await delay(SETTLE_MS, undefined, { signal });
    events.close();
    return { written: events.written, answered: events.answered, missed: events.missed, cpu };
  };

  const live = await measure();
  const frames = await measureFrames({ url, instructor, id, signal }, measure);
  // Without the rows: each page asks for the whole board once a second.
  isPolling = true;
  const polled = await measurePolled(watchers, id, measure, signal);
  const rows: Row[] = [
    {
      what: `${LEARNERS} learners, ${PER_SECOND} events/s: attempt of another process to row, at ${WATCHERS} watchers`,
      unit: 'ms',
      measured: live.written,
      baseline: { what: 'the whole board once a second', measured: polled.written },
      goals: [p99(1_000)],
    },
    {
      what: '… answer by HTTP to row',
      unit: 'ms',
      measured: live.answered,
      baseline: { what: 'the whole board once a second', measured: polled.answered },
      goals: [p99(1_000)],
    },
    { what: '… events that a watcher never saw', unit: '', measured: [live.missed], goals: [p50(0)] },
    {
      what: '… of one processor: the server',
      unit: '%',
      measured: [live.cpu],
      baseline: { what: 'the whole board once a second', measured: [polled.cpu] },
      goals: [p50(50)],
    },
    {
      what: `the first watch: ${history.length.toLocaleString('en')} lines read to the board`,
      unit: 's',
      measured: [opening.ms / 1e3],
      goals: [],
    },
    {
      what: '… a ping meanwhile',
      unit: 'ms',
      measured: opening.pingsMs,
      goals: [p99(50)],
    },
    { what: 'frames of a page that shows it, 1440 × 900', unit: 'ms', measured: frames, goals: [p50(17.5), p99(100)] },
  ];
  process.stdout.write(`${table(rows)}\n\n${verdict(rows)}\n`);
}

function isBoardMessage(message: ServerMessage): message is BoardMessage {
  return message.type === 'class.board' || message.type === 'class.rows';
}

async function comeOnline(
  stack: AsyncDisposableStack,
  url: string,
  learners: readonly ClassLearner[],
  exercises: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  await inParallel(learners, 8, signal, async ({ id, cookie }) => {
    const page = stack.use(await QuietPage.open(url, cookie));
    page.send({ type: 'page.at', lesson: 'first-run', exercises: [exercises.get(id) ?? 'say-hello'] });
  });
}

/** How long the first watch takes, and how long others wait meanwhile. */
async function measureOpening(
  url: string,
  cookie: string,
  watch: (onBoard: (board: StaffBoard) => void) => Promise<QuietPage>,
  signal: AbortSignal,
) {
  const pingsMs: number[] = [];
  let answered: (() => void) | undefined;
  using pinger = await QuietPage.open(url, cookie, (message) => {
    if (message.type === 'pong') answered?.();
  });
  let board: StaffBoard | undefined;
  const begin = performance.now();
  let ms = 0;
  const page = await watch((first) => {
    ms ||= performance.now() - begin;
    board ??= first;
  });
  while (!board) {
    const sent = performance.now();
    await new Promise<void>((resolve) => {
      answered = resolve;
      pinger.send({ type: 'ping', id: 1 });
    });
    pingsMs.push(performance.now() - sent);
    await delay(PING_EVERY_MS, undefined, { signal });
  }
  return { page, board, ms, pingsMs };
}

type Measured = { written: number[]; answered: number[]; missed: number; cpu: number };

async function measurePolled(
  watchers: readonly QuietPage[],
  id: StaffBoard['class'],
  measure: (work: () => Promise<void>) => Promise<Measured>,
  signal: AbortSignal,
): Promise<Measured> {
  let isOver = false;
  const poll = async (page: QuietPage) => {
    while (!isOver) {
      page.send({ type: 'class.watch', class: id });
      await delay(1_000, undefined, { signal });
    }
  };
  const polling: Promise<void>[] = [];
  const result = await measure(async () => {
    polling.push(...watchers.map(poll));
  });
  isOver = true;
  await Promise.all(polling);
  return result;
}

/** In a real browser, while the class goes on. */
async function measureFrames(
  {
    url,
    instructor,
    id,
    signal,
  }: { readonly url: string; readonly instructor: string; readonly id: string; readonly signal: AbortSignal },
  measure: (work: () => Promise<void>) => Promise<unknown>,
): Promise<number[]> {
  await using browser = await launchBrowser(signal);
  await using context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const [name = '', value = ''] = instructor.split('=');
  await context.addCookies([{ name, value, url }]);
  await context.addInitScript({ path: join(import.meta.dirname, 'frame-watch.js') });
  const page = await context.newPage();
  await page.goto(`${url}/class/#${id}`);
  await page.getByRole('grid').waitFor();
  let frames: number[] = [];
  await measure(async () => {
    frames = await page.evaluate<number[]>(`frameWatch.run(${FRAMES_MS})`);
  });
  return frames;
}
