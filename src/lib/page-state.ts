import type { ExerciseState, Preview } from '../shared/views.ts';
import { createStore } from './store.ts';

/** The one connection of the page, as a learner may see it. */
export type ConnectionStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  /** The sandbox is on its way. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'reconnecting' }
  /** Nothing more happens by itself; `message` says why and what to do. */
  | { readonly kind: 'failed'; readonly message: string };

export interface PageState {
  readonly status: ConnectionStatus;
  readonly exercises: Readonly<Record<string, ExerciseState>>;
  /** Exercises whose tasks are being checked on request. */
  readonly checking: ReadonlySet<string>;
  readonly previews: readonly Preview[];
  /** What the platform could not do, in its own words. Never the learner's mistake. */
  readonly problem: string | undefined;
}

/** What all islands of a page share. */
export const pageState = createStore<PageState>({
  status: { kind: 'idle' },
  exercises: {},
  checking: new Set(),
  previews: [],
  problem: undefined,
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
