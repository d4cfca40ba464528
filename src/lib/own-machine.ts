import type { OwnMachineView } from '../shared/own-machine-views.ts';
import { type Answer, askServer } from './ask-server.ts';
import { fetchMe } from './me.ts';

/** The engine is asked on the way; longer means that the server is not there. */
const TIMEOUT_MS = 15_000;

export type MachineAnswer =
  | { readonly kind: 'read'; readonly machine: OwnMachineView }
  /** This browser was not opened with the link. */
  | { readonly kind: 'stranger' }
  | { readonly kind: 'trouble'; readonly message: string };

/** Brings the link's token, for which the browser is let in. */
export function openWithLink(token: string): Promise<Answer> {
  return askServer('/api/own/open', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
    timeoutMs: TIMEOUT_MS,
  });
}

export async function readMachine(): Promise<MachineAnswer> {
  const answer = await askServer('/api/own', { timeoutMs: TIMEOUT_MS });
  if (!answer.isOk) {
    if (answer.status === 404) {
      return {
        kind: 'trouble',
        message: 'This Drydock works in sandboxes of its own, and touches nothing of your machine.',
      };
    }
    return answer.status === 401 ? { kind: 'stranger' } : { kind: 'trouble', message: answer.message };
  }
  const { ownMachineSchema } = await import('../shared/own-machine-views.ts');
  const parsed = ownMachineSchema.safeParse(await answer.response.json().catch(() => undefined));
  if (!parsed.success) return { kind: 'trouble', message: 'The server’s answer could not be read. Reload the page.' };
  // What is remembered of the machine follows from it, and pages that come after need not ask.
  await fetchMe().catch(() => {});
  return { kind: 'read', machine: parsed.data };
}

export function agreeToMachine(): Promise<Answer> {
  return askServer('/api/own/agree', { method: 'POST', timeoutMs: TIMEOUT_MS });
}

export function allowExercise(exercise: string): Promise<Answer> {
  return askServer(`/api/own/exercises/${exercise}/allow`, { method: 'POST', timeoutMs: TIMEOUT_MS });
}
