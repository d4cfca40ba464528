import type { LearnerMe } from '../shared/views.ts';
import { announce } from './announce.ts';
import type { Connection } from './connection.ts';
import { exerciseNews, isNewlyWhole } from './exercise-news.ts';
import { fetchKnownMe, fetchMe } from './me.ts';
import { type ConnectionStatus, pageState, putExercise, taskKey } from './page-state.ts';
import { onPictured, picturedParts } from './pictured-parts.ts';
import { recall } from './remembered.ts';
import { isOn } from './settings.ts';
import { describeComing } from './status-text.ts';
import { onWatchedFiles, tellStamps, watchedFiles } from './watched-files.ts';

let making: Promise<Connection> | undefined;

function pageConnection(): Promise<Connection> {
  making ??= makeConnection().catch((error: unknown) => {
    making = undefined;
    throw error;
  });
  return making;
}

/**
 * The page's one connection, made by the first who needs it. Its code comes only then, and the learner's sandbox starts with it: so ask only
 * for a learner who wants to work.
 */
export async function openConnection(): Promise<Connection> {
  const connection = await pageConnection();
  connection.start();
  return connection;
}

/** The page's one connection for who takes part in help, which no sandbox starts for. */
export async function listenToServer(): Promise<Connection> {
  const connection = await pageConnection();
  connection.listen();
  return connection;
}

/** The learner asks to try again, now. */
export async function retryConnection(): Promise<void> {
  (await pageConnection()).restart();
}

/** The learner is about to work. A browser that was never here gets no cookie for that yet. */
export async function expectConnection(): Promise<void> {
  const connection = await pageConnection();
  if (recall('drydock.known') !== undefined) await connection.prepare();
}

async function makeConnection(): Promise<Connection> {
  const { Connection } = await import('./connection.ts');
  const url = new URL('/ws', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const connection = new Connection({
    url: url.href,
    introduce,
    random: Math.random,
    onStatus: (status) => {
      announcePlace(status);
      pageState.set({ status });
      if (status.state === 'reconnecting' || status.state === 'failed') pageState.set({ checking: new Set() });
      // An answer is sent again by itself after every other loss.
      if (status.state === 'failed') pageState.set({ answering: {} });
      // What published them ended with its engine, and who comes back may find another.
      if (status.state === 'stopped') {
        pageState.set({ previews: [], engineImages: undefined, engineContainers: undefined });
      }
    },
    onTerminals: (terminals) => pageState.set({ terminals }),
    onExercise: (state) => {
      const { exercises, answering } = pageState.get();
      const news = exerciseNews(exercises[state.exercise], state, answering, titleOf);
      if (news !== '') announce(news);
      const isWholeNow = isNewlyWhole(exercises[state.exercise], state);
      putExercise(state);
      // Once what ticks is drawn.
      if (isWholeNow && isOn('celebrate')) {
        requestAnimationFrame(
          () =>
            void import('./celebrate.ts').then(
              (it) => it.celebrate(state.exercise),
              () => {},
            ),
        );
      }
    },
    onPreviews: (previews) => pageState.set({ previews }),
    onEngineImages: (engineImages) => pageState.set({ engineImages }),
    onEngineContainers: (engineContainers) => pageState.set({ engineContainers }),
    onFileStamps: tellStamps,
    onProblem: giveUp,
  });
  const shown = [...document.querySelectorAll<HTMLElement>('[data-exercise]')];
  const exercises = [...new Set(shown.flatMap(({ dataset }) => dataset['exercise'] || []))];
  for (const exercise of exercises) connection.exercises.watch(exercise);
  const lesson = document.querySelector<HTMLElement>('[data-lesson]')?.dataset['lesson'];
  if (lesson) connection.at(lesson, exercises);
  connection.picture(picturedParts());
  onPictured(() => connection.picture(picturedParts()));
  connection.watchFiles(watchedFiles());
  onWatchedFiles(() => connection.watchFiles(watchedFiles()));
  // Gone or back: a server on this machine may answer all the same.
  for (const change of ['online', 'offline']) addEventListener(change, () => connection.wake());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') connection.wake();
  });
  for (const action of ['keydown', 'pointerdown'])
    addEventListener(action, () => connection.attend(), { capture: true });
  // A page with an open socket is not kept for the Back button.
  addEventListener('pagehide', () => connection.suspend());
  addEventListener('pageshow', () => connection.resume());
  return connection;
}

/** Nothing that was asked for is coming. Who waits for it looks at their task, and not at where this is shown. */
function giveUp(problem: string): void {
  announce(problem);
  pageState.set({ problem, checking: new Set(), answering: {} });
}

/** Connects, and says on the page where that can't even be begun. */
async function ask(act: (connection: Connection) => void): Promise<void> {
  pageState.set({ problem: undefined });
  try {
    act(await openConnection());
  } catch {
    giveUp('This could not be loaded. Check your network, then try again.');
  }
}

/** Has the tasks of an exercise checked now. */
export function checkNow(exercise: string): Promise<void> {
  pageState.set({ checking: new Set([...pageState.get().checking, exercise]) });
  return ask((connection) => connection.exercises.run(exercise));
}

/** `text` has no spaces around it. */
export function enterAnswer(exercise: string, task: string, text: string): Promise<void> {
  pageState.set({ answering: { ...pageState.get().answering, [taskKey(exercise, task)]: text } });
  return ask((connection) => connection.exercises.answer(exercise, task, text));
}

/** Has the next hint of a task opened. */
export function openHint(exercise: string, task: string): Promise<void> {
  return ask((connection) => connection.exercises.openHint(exercise, task));
}

/** Has the script shown that does all of an exercise, which is recorded. */
export function showSolution(exercise: string): Promise<void> {
  return ask((connection) => connection.exercises.showSolution(exercise));
}

/** The expected time changes all the while; who can't see it hears it when their place changes. */
function announcePlace(status: ConnectionStatus): void {
  const before = pageState.get().status;
  if (status.state !== 'waiting' || (before.state === 'waiting' && before.place === status.place)) return;
  announce(describeComing(status));
}

/** A task's title as it stands in the text. */
function titleOf(exercise: string, task: string): string {
  return document.querySelector(`[data-exercise="${exercise}"] [data-task="${task}"]`)?.textContent ?? task;
}

let wasHere = recall('drydock.known') !== undefined;

/** What came over the socket is newer than this. A sandbox that was removed is news until the page goes, though by then there is another. */
function putMe({ exercises, expiry, isNew }: LearnerMe): void {
  // What the page shows of the learner that this browser was is not so any more.
  if (isNew && wasHere) pageState.set({ isForgotten: true, exercises: {} });
  wasHere = true;
  if (expiry) pageState.set({ expiry });
  for (const state of exercises) if (!pageState.get().exercises[state.exercise]) putExercise(state);
}

/** A browser that was here before has its cookie. A server that refuses it nevertheless gives another. */
let isTrusted = true;
async function introduce(): Promise<void> {
  const isKnown = isTrusted && recall('drydock.known') !== undefined;
  isTrusted = false;
  if (isKnown) void prefillPage();
  else putMe(await fetchMe());
}

let prefilling: Promise<void> | undefined;

/** Fills in what is known from earlier visits, once a page. Costs a request only where the server knows this browser. */
export function prefillPage(): Promise<void> {
  prefilling ??= fetchKnownMe().then((me) => {
    if (me) putMe(me);
  });
  return prefilling;
}
