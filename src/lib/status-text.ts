import type { StopReason } from '../shared/views.ts';
import { isOwnMachine } from './machine.ts';
import type { ConnectionStatus } from './page-state.ts';

/** Above so many minutes they say less than hours. */
const MAX_MINUTES = 90;

function describeExpected(seconds: number | null): string {
  if (seconds === null) return 'as soon as somebody leaves';
  if (seconds < 60) return 'in less than a minute';
  const minutes = Math.round(seconds / 60);
  if (minutes === 1) return 'in about a minute';
  return minutes < MAX_MINUTES ? `in about ${minutes} minutes` : `in about ${Math.round(minutes / 60)} hours`;
}

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

/** Who waits is told their place, and when their turn comes. */
export function describeTurn({
  place,
  expectedSeconds,
}: {
  readonly place: number;
  readonly expectedSeconds: number | null;
}): string {
  const turn = place === 1 ? 'You are next' : `You are number ${place} in the line`;
  return `${turn}; yours is expected ${describeExpected(expectedSeconds)}.`;
}

/** How the connection and the sandbox stand, in a word or two. */
export function nameStatus(status: ConnectionStatus): string {
  switch (status.state) {
    case 'idle':
      return 'Not open yet';
    case 'connecting':
      return 'Connecting…';
    case 'reconnecting':
      return 'Reconnecting…';
    case 'waiting':
      return `Number ${status.place} in the line`;
    case 'starting':
      return 'Starting…';
    case 'ready':
      return 'Ready';
    case 'paused':
      return 'Paused';
    case 'stopped':
      return 'Stopped';
    case 'failed':
      return 'Cut off';
  }
}

/** The same in words for the learner, with what they can do about it. */
export function describeStatus(status: ConnectionStatus): string {
  switch (status.state) {
    case 'reconnecting':
      return 'Reconnecting… Your shell goes on meanwhile.';
    case 'waiting':
      return `All sandboxes are in use. ${describeTurn(status)}`;
    case 'starting':
      return isOwnMachine() ? 'Reaching your machine…' : 'Starting your sandbox…';
    case 'paused':
      return 'Paused while you were away. Type to go on.';
    case 'stopped': {
      const { happened, isSafe } = stopTexts[status.reason];
      return `${happened} ${isSafe} Press Enter in the terminal to start it again.`;
    }
    case 'failed':
      return status.message;
    default:
      return nameStatus(status);
  }
}
