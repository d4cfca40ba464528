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

/** What a learner waits for before something can be checked. */
export function describeComing(status: ConnectionStatus): string {
  if (status.state === 'waiting') return `All sandboxes are in use. ${describeTurn(status)}`;
  return isOwnMachine() ? 'Reaching your machine…' : 'Starting your sandbox…';
}
