import type { SandboxExpiry } from '../shared/views.ts';
import type { StopText } from './stop-text.ts';

const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** What a learner is told of the end of a sandbox that they did not use. `isAtWork`: they have asked for it by now, so it is used again. */
export function describeExpiry(expiry: SandboxExpiry | null, isAtWork: boolean): StopText | undefined {
  switch (expiry?.kind) {
    case undefined:
      return undefined;
    case 'near': {
      if (isAtWork) return undefined;
      const day = days.format(new Date(expiry.expiresAt));
      return {
        happened: 'Your sandbox has not been used for a while.',
        isSafe: `It is removed on ${day} unless you open the terminal.`,
      };
    }
    case 'expired': {
      const day = days.format(new Date(expiry.expiredAt));
      const next = isAtWork ? 'this is a new one' : 'a new one is made when you open the terminal';
      return {
        happened: `Your sandbox was removed on ${day} after a long time without use.`,
        isSafe: `Your ticks are kept; ${next}.`,
      };
    }
  }
}
