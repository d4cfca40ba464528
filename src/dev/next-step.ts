/** Asking again takes what is there already from the browser, so that each round has less to load; networks that come and go are quiet again in a few seconds. */
const MAX_ROUNDS = 8;

/** A page that is still not whole after so many is not helped by more. */
const MAX_RELOADS = 3;
export const RELOADS_WITHIN_MS = 60_000;

export interface Losses {
  /** Whether the page shows a mistake in a file. */
  readonly isMistakeShown: boolean;
  /** Whether all that failed can be loaded again within the page. */
  readonly isRepeatable: boolean;
  /** How often that was done since the page was loaded. */
  readonly rounds: number;
  /** When this tab was reloaded for this reason. */
  readonly reloadsMs: readonly number[];
  readonly nowMs: number;
}

/**
 * What to do about parts of a page that failed to load. `leave`: they fail for the mistake that the page shows, and it is loaded anew once that is mended.
 * `repeat`: load them again where they stand. `give-up`: say that it is the author's turn.
 */
export type NextStep = 'leave' | 'repeat' | 'reload' | 'give-up';

export function nextStep({ isMistakeShown, isRepeatable, rounds, reloadsMs, nowMs }: Losses): NextStep {
  if (isMistakeShown) return 'leave';
  if (isRepeatable && rounds < MAX_ROUNDS) return 'repeat';
  return recentReloads(reloadsMs, nowMs).length < MAX_RELOADS ? 'reload' : 'give-up';
}

export function recentReloads(reloadsMs: readonly number[], nowMs: number): readonly number[] {
  return reloadsMs.filter((ms) => nowMs - ms < RELOADS_WITHIN_MS);
}

/** Chromium's, Firefox's and Safari's words for an `import()` that did not get its file, or one of those that this imports. */
export function isLoadFailure(error: unknown): error is TypeError {
  return (
    error instanceof TypeError &&
    /(failed to fetch|error loading) dynamically imported module|importing a module script failed/i.test(error.message)
  );
}
