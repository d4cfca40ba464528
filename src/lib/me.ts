import type { LearnerMe } from '../shared/views.ts';
import { noteMachine } from './machine.ts';
import { recall, remember } from './remembered.ts';
import { noteRole } from './role.ts';

/** The server answers from memory; longer means that it is not there. */
const TIMEOUT_MS = 10_000;

/** Asks who the learner is, which also gives a new browser its cookie. Rejects when the server can't be reached. */
export async function fetchMe(): Promise<LearnerMe> {
  const [response, { learnerMeSchema }] = await Promise.all([
    fetch('/api/me', { signal: AbortSignal.timeout(TIMEOUT_MS) }),
    import('../shared/views.ts'),
  ]);
  if (!response.ok) throw new Error(`GET /api/me answered ${response.status}`);
  const me = learnerMeSchema.parse(await response.json());
  remember('drydock.known', 'yes');
  noteRole(me.role);
  noteMachine(me.ownMachine);
  return me;
}

/** Only for a browser that was here before, so that anonymous readers get static pages and nothing else. */
export async function fetchKnownMe(): Promise<LearnerMe | undefined> {
  if (recall('drydock.known') === undefined) return undefined;
  // A page without ticks is still a page.
  return fetchMe().catch(() => undefined);
}
