import * as z from 'zod/mini';
import { remember } from './remembered.ts';

/** A write and an answer; longer means that the server is not there. */
const TIMEOUT_MS = 15_000;

const refusalSchema = z.object({ error: z.object({ message: z.string() }) });

export interface RedeemOutcome {
  readonly message: string;
  readonly isInstructor: boolean;
  readonly canRetry: boolean;
}

export async function redeemInvite(token: string): Promise<RedeemOutcome> {
  try {
    const response = await fetch('/api/invite/redeem', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) {
      remember('drydock.known', 'yes');
      return {
        message: 'Done: this browser is the instructor’s now. Keep it; the link will not work again.',
        isInstructor: true,
        canRetry: false,
      };
    }
    const refusal = refusalSchema.safeParse(await response.json());
    const message = refusal.data?.error.message ?? `The server answered ${response.status}. Try again in a moment.`;
    return { message, isInstructor: false, canRetry: response.status !== 410 };
  } catch {
    return {
      message: 'The server could not be reached. Check that Drydock is running, then try again.',
      isInstructor: false,
      canRetry: true,
    };
  }
}
