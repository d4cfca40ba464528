import { askServer } from './ask-server.ts';
import { remember } from './remembered.ts';
import { noteRole } from './role.ts';

/** A write and an answer; longer means that the server is not there. */
const TIMEOUT_MS = 15_000;

export interface RedeemOutcome {
  readonly message: string;
  readonly isInstructor: boolean;
  readonly canRetry: boolean;
}

export async function redeemInvite(token: string): Promise<RedeemOutcome> {
  const answer = await askServer('/api/invite/redeem', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
    timeoutMs: TIMEOUT_MS,
  });
  if (!answer.isOk) return { message: answer.message, isInstructor: false, canRetry: answer.status !== 410 };
  remember('drydock.known', 'yes');
  noteRole('instructor');
  return {
    message: 'Done: this browser is the instructor’s now. Keep it; the link will not work again.',
    isInstructor: true,
    canRetry: false,
  };
}
