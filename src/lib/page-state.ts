import type { ExerciseState, Preview, SandboxExpiry, SandboxState } from '../shared/views.ts';
import { createStore } from './store.ts';

/**
 * The page's one connection and the sandbox behind it, as a learner may see them. After `failed` nothing more happens by itself; its `message` says why and
 * what to do.
 */
export type ConnectionStatus = { readonly state: 'idle' | 'connecting' | 'reconnecting' } | Readonly<SandboxState>;

export interface PageState {
  readonly status: ConnectionStatus;
  /** The learner's shells that run, in this window or another. `undefined` until it is known. */
  readonly terminals: readonly string[] | undefined;
  readonly exercises: Readonly<Record<string, ExerciseState>>;
  /** Exercises whose tasks are being checked on request. */
  readonly checking: ReadonlySet<string>;
  readonly previews: readonly Preview[];
  /** What the platform could not do, in its own words. Never the learner's mistake. */
  readonly problem: string | undefined;
  /** What becomes, or became, of a sandbox that was not used, as it was when the page was opened. */
  readonly expiry: SandboxExpiry | null;
}

/** What all islands of a page share. */
export const pageState = createStore<PageState>({
  status: { state: 'idle' },
  terminals: undefined,
  exercises: {},
  checking: new Set(),
  previews: [],
  problem: undefined,
  expiry: null,
});

export function putExercise(state: ExerciseState): void {
  const { exercises, checking } = pageState.get();
  const stillChecking = new Set(checking);
  stillChecking.delete(state.exercise);
  pageState.set({
    exercises: { ...exercises, [state.exercise]: state },
    checking: stillChecking,
    problem: checking.has(state.exercise) ? undefined : pageState.get().problem,
  });
}
