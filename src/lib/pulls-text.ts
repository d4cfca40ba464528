import type { InstructorPulls } from '../shared/registry-views.ts';

type PublicLimit = NonNullable<InstructorPulls['pulls']>['publicLimit'];

const HOUR_SECONDS = 3_600;

function count(amount: number, unit: string): string {
  return amount === 1 ? `one ${unit}` : `${amount} ${unit}s`;
}

function describeWindow(seconds: number): string {
  if (seconds >= HOUR_SECONDS) return count(Math.round(seconds / HOUR_SECONDS), 'hour');
  return count(Math.max(1, Math.round(seconds / 60)), 'minute');
}

/** What Docker Hub still gives to this host's address, or why that isn't known. */
export function describePublicLimit(publicLimit: PublicLimit): string {
  if (!publicLimit) return 'Not known: Docker Hub can’t be asked from here, or names no limit';
  const { limit, remaining, windowSeconds } = publicLimit;
  return `${remaining === 0 ? 'None' : remaining} of ${limit} pulls left in ${describeWindow(windowSeconds)}`;
}
