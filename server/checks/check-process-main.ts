import { createReadStream, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  defineExercise,
  type Exercise,
  ExerciseError,
  exerciseDescriptionSchema,
  type SandboxView,
  type Task,
  type Verdict,
  verdictSchema,
} from '../../src/shared/exercise/index.ts';
import { readLines } from './check-process-lines.ts';
import { lockDown } from './check-process-lockdown.ts';
import {
  type CheckProcessOrders,
  type FromCheckProcess,
  MAX_ARGUMENT_CHARACTERS,
  MAX_REASON_CHARACTERS,
  type ToCheckProcess,
} from './check-process-messages.ts';
import { viewMethods } from './tracked-view.ts';

// The program that exercises are imported and checks are run in. It is started by `check-process-child.ts`, with a stream to the server as its file 3.

interface Run {
  /** Called with what the sandbox had, by the number of the call. */
  readonly calls: Map<number, (value: unknown) => void>;
  isForgotten: boolean;
}

const orders = JSON.parse(process.argv[2] ?? '') as CheckProcessOrders;
/** A stream in both directions. Taken for a file: code that gets at a file of this process gets no further, while a socket would lead to others. */
const SERVER = 3;
const server = createReadStream('', { fd: SERVER, autoClose: false });
const exit = process.exit.bind(process);

server.once('end', () => exit(0));
server.once('error', () => exit(0));
// A promise that a check has left behind is not worth the checks of others.
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error: unknown) => void write(2, `${describe(error).stack.slice(0, MAX_REASON_CHARACTERS)}\n`));
}

function write(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/** The server reads whatever it is told at once, and hears of a check before that can keep the process busy. */
function tell(message: FromCheckProcess): void {
  const line = `${JSON.stringify(message)}\n`;
  try {
    write(SERVER, line);
  } catch {
    exit(0);
  }
}

const tasks = new Map<string, Task>();
const runs = new Map<number, Run>();

function describe(error: unknown): { message: string; stack: string } {
  try {
    if (!(error instanceof Error)) return { message: cut(String(error)), stack: cut(String(error)) };
    const name = error.name === 'Error' ? '' : `${error.name}: `;
    return { message: cut(`${name}${error.message}`), stack: cut(String(error.stack)) };
  } catch {
    return { message: 'something that can’t be shown', stack: '' };
  }
}

function cut(text: string): string {
  return text.slice(0, MAX_REASON_CHARACTERS * 2);
}

const keyOf = (exercise: string, task: string) => `${exercise}/${task}`;

async function read(folder: string): Promise<void> {
  tell({ kind: 'reading', folder });
  try {
    const url = pathToFileURL(join(orders.exercises, folder, 'exercise.ts')).href;
    const { default: exercise } = (await import(url)) as { default?: Exercise };
    if (!exercise) throw new Error('There is no default export. Write `export default defineExercise({ … })`.');
    defineExercise(exercise);
    if (exercise.id !== folder) {
      throw new Error(`id is "${exercise.id}". Make it the folder’s name, "${folder}".`);
    }
    for (const task of exercise.tasks) {
      if (typeof task.check !== 'function') throw new Error(`The task "${task.id}" has no check. Give it one.`);
      tasks.set(keyOf(folder, task.id), task);
    }
    tell({ kind: 'described', folder, exercise: exerciseDescriptionSchema.parse(exercise) });
  } catch (error) {
    const { message, stack } = describe(error);
    const messages = error instanceof ExerciseError ? error.mistakes.map((mistake) => cut(mistake.message)) : [message];
    for (const each of messages) tell({ kind: 'mistaken', folder, message: each, stack });
  }
}

/** What a check sees: each call is a question to the server. */
function viewOf(id: number, run: Run): SandboxView {
  let calls = 0;
  const look = (method: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve) => {
      for (const argument of args) {
        if (typeof argument === 'string' && argument.length > MAX_ARGUMENT_CHARACTERS) {
          throw new TypeError(`sandbox.${method}() takes at most ${MAX_ARGUMENT_CHARACTERS} characters.`);
        }
      }
      // Whoever nobody waits for any more waits too.
      if (run.isForgotten) return;
      const call = calls++;
      run.calls.set(call, resolve);
      tell({ kind: 'look', run: id, call, method, args: args.slice(0, 4) });
    });
  const view = Object.fromEntries(
    viewMethods.map((method) => [method, (...args: unknown[]) => look(method, args)] as const),
  );
  return Object.freeze(view) as unknown as SandboxView;
}

function parseVerdict(verdict: unknown, points: number | undefined): Verdict {
  const { data } = verdictSchema.safeParse(verdict);
  if (data?.kind === 'pass') {
    if (data.points !== undefined && data.points > (points ?? 0)) {
      const most = points === undefined ? 'gives none: name the most that it can earn, as `points`' : `gives ${points}`;
      throw new TypeError(`it gave ${data.points} points, and its task ${most}.`);
    }
    return data.note === undefined ? data : { ...data, note: data.note.slice(0, MAX_REASON_CHARACTERS) };
  }
  if (data && data.reason !== '') return { ...data, reason: data.reason.slice(0, MAX_REASON_CHARACTERS) };
  const returned = verdict === undefined ? 'nothing' : (JSON.stringify(verdict) ?? String(verdict)).slice(0, 200);
  throw new TypeError(`it returned ${returned}; return pass(), or fail() with a reason.`);
}

async function decide(id: number, task: Task | undefined): Promise<void> {
  const run: Run = { calls: new Map(), isForgotten: false };
  runs.set(id, run);
  try {
    if (!task) throw new Error('there is no such check.');
    const verdict = parseVerdict(await task.check(viewOf(id, run)), task.points);
    if (!run.isForgotten) tell({ kind: 'decided', run: id, verdict });
  } catch (error) {
    if (!run.isForgotten) tell({ kind: 'threw', run: id, ...describe(error) });
  }
  run.isForgotten = true;
  runs.delete(id);
}

function hear(message: ToCheckProcess): void {
  switch (message.kind) {
    case 'decide':
      void decide(message.run, tasks.get(keyOf(message.exercise, message.task)));
      return;
    case 'seen': {
      const calls = runs.get(message.run)?.calls;
      const resolve = calls?.get(message.call);
      calls?.delete(message.call);
      resolve?.(message.value);
      return;
    }
    case 'forget': {
      const run = runs.get(message.run);
      if (!run) return;
      run.isForgotten = true;
      run.calls.clear();
      runs.delete(message.run);
      return;
    }
    case 'ping':
      tell({ kind: 'pong', count: message.count });
  }
}

lockDown(orders.open);
for (const id of orders.ids) await read(id);
// What the server says is bounded where it reads the sandbox.
readLines(server, Number.POSITIVE_INFINITY, {
  onLine: (line) => hear(JSON.parse(line) as ToCheckProcess),
  onTooLong: () => exit(1),
});
tell({ kind: 'ready' });
