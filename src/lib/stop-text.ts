import type { StopReason } from '../shared/views.ts';

/** What happened, and what of the learner's is safe. */
export interface StopText {
  readonly happened: string;
  readonly isSafe: string;
}

const KEPT = 'Your files and images are kept.';

export const stopTexts: Readonly<Record<StopReason, StopText>> = {
  idle: { happened: 'Stopped after a time without use.', isSafe: KEPT },
  yielded: { happened: 'Stopped while you were away, because somebody waited for a place.', isSafe: KEPT },
  lost: { happened: 'Your sandbox ended unexpectedly.', isSafe: KEPT },
  reset: {
    happened: 'The exercise was put back to its start.',
    isSafe: 'What lay in its folder is in ~/.before-reset.',
  },
  replaced: { happened: 'You started over.', isSafe: 'Your ticks are kept; a fresh sandbox waits for you.' },
  expired: {
    happened: 'Removed after a long time without use.',
    isSafe: 'Your ticks are kept; the next sandbox is a new one.',
  },
};
