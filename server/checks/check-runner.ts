import type { SandboxView, Verdict } from '../../src/shared/exercise/index.ts';

/** What a check has looked at, in the words in which changes come: only a change in one of these can change its verdict. */
export type ReadTopic =
  | 'images'
  | 'containers'
  | 'build-cache'
  | 'registry'
  | 'files'
  | 'ports'
  | 'commands'
  | 'answer';

export interface Decision {
  readonly verdict: Verdict;
  readonly reads: ReadonlySet<ReadTopic>;
}

/** Runs the exercises' checks, apart from the server: they see the view and nothing else. */
export interface CheckRunner extends AsyncDisposable {
  /** Rejects with the view's own errors, with the signal's reason, and where the check's code throws or does not end. */
  decide(
    check: { readonly exercise: string; readonly task: string },
    view: SandboxView,
    signal: AbortSignal,
  ): Promise<Decision>;
}
