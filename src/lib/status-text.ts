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

const stopTexts: Readonly<Record<StopReason, string>> = {
  idle: 'Stopped after a time without use. Your files and images are kept. Press Enter to start it again.',
  yielded:
    'Stopped while you were away, because somebody waited for a place. Your files and images are kept. Press Enter to start it again.',
  lost: 'Your sandbox ended unexpectedly. Your files and images are kept. Press Enter to start it again.',
  reset: 'The exercise was put back to its start. Press Enter to go on.',
  replaced: 'You started over. Press Enter for your fresh sandbox.',
  expired: 'Removed after a long time without use. Press Enter for a fresh sandbox.',
};

/** How the connection and the sandbox stand, in words for the learner, with what they can do about it. */
export function describeStatus(status: ConnectionStatus): string {
  switch (status.state) {
    case 'idle':
      return 'Not open yet';
    case 'connecting':
      return 'Connecting…';
    case 'reconnecting':
      return 'Reconnecting… Your shell goes on meanwhile.';
    case 'waiting': {
      const turn = status.place === 1 ? 'You are next' : `You are number ${status.place} in the line`;
      return `All sandboxes are in use. ${turn}; yours is expected ${describeExpected(status.expectedSeconds)}.`;
    }
    case 'starting':
      return isOwnMachine() ? 'Reaching your machine…' : 'Starting your sandbox…';
    case 'ready':
      return 'Ready';
    case 'paused':
      return 'Paused while you were away. Type to go on.';
    case 'stopped':
      return stopTexts[status.reason];
    case 'failed':
      return status.message;
  }
}
