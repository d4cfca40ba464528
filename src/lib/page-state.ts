import type { EngineContainers, EngineImages } from '../shared/engine-views.ts';
import type { ExerciseState, Preview, SandboxExpiry, SandboxState, TaskState } from '../shared/views.ts';
import { createStore } from './store.ts';

/**
 * The page's one connection and the sandbox behind it, as a learner may see them. After `failed` nothing more happens by itself; its `message` says why and
 * what to do, and `remedy` what a button for it does: `retry` where it is left out.
 */
export type ConnectionStatus =
  | { readonly state: 'idle' | 'connecting' | 'reconnecting' }
  | { readonly state: 'failed'; readonly message: string; readonly remedy?: 'reload' | 'retry' }
  | Readonly<Exclude<SandboxState, { state: 'failed' }>>;

/** What needs the sandbox waits for it. */
export function isComing({ state }: ConnectionStatus): boolean {
  return state === 'waiting' || state === 'starting';
}

export interface PageState {
  readonly status: ConnectionStatus;
  /** The learner's shells that run, in this window or another. `undefined` until it is known. */
  readonly terminals: readonly string[] | undefined;
  readonly exercises: Readonly<Record<string, ExerciseState>>;
  /** Exercises whose tasks are being checked on request. */
  readonly checking: ReadonlySet<string>;
  /** What was entered and is not checked yet, by `taskKey`. */
  readonly answering: Readonly<Record<string, string>>;
  readonly previews: readonly Preview[];
  /** What pictures on screen show of the learner's engine, as it was last; `undefined` until that is known. */
  readonly engineImages: EngineImages | undefined;
  readonly engineContainers: EngineContainers | undefined;
  /** What the platform could not do, in its own words. Never the learner's mistake. */
  readonly problem: string | undefined;
  /** What becomes, or became, of a sandbox that was not used, as it was when the page was opened. */
  readonly expiry: SandboxExpiry | null;
  /** The server does not know any more who this browser was, and has made it a new learner. */
  readonly isForgotten: boolean;
}

/** What all islands of a page share. */
export const pageState = createStore<PageState>({
  status: { state: 'idle' },
  terminals: undefined,
  exercises: {},
  checking: new Set(),
  answering: {},
  previews: [],
  engineImages: undefined,
  engineContainers: undefined,
  problem: undefined,
  expiry: null,
  isForgotten: false,
});

/** Names a task among those of all exercises. */
export function taskKey(exercise: string, task: string): string {
  return `${exercise}/${task}`;
}

/** Whether what was entered is there and checked. */
export function isAnswered(entered: string | undefined, { answer, verdict }: TaskState): boolean {
  return entered !== undefined && answer === entered && verdict !== null;
}

export function putExercise(state: ExerciseState): void {
  const { exercises, checking, answering, problem } = pageState.get();
  const { exercise, tasks } = state;
  const stillChecking = new Set(checking);
  stillChecking.delete(exercise);
  const checked = new Set(
    tasks
      .filter((task) => isAnswered(answering[taskKey(exercise, task.id)], task))
      .map(({ id }) => taskKey(exercise, id)),
  );
  const stillAnswering = Object.entries(answering).filter(([key]) => !checked.has(key));
  pageState.set({
    exercises: { ...exercises, [exercise]: state },
    checking: stillChecking,
    answering: Object.fromEntries(stillAnswering),
    problem: checking.has(exercise) || checked.size > 0 ? undefined : problem,
  });
}
