import type { LearnerMe } from '../shared/views.ts';
import { noteMachine } from './machine.ts';
import { noteClass } from './my-class.ts';
import { noteClasses } from './my-classes.ts';
import { recall, remember } from './remembered.ts';
import { noteRole } from './role.ts';

/** The server answers from memory; longer means that it is not there. */
const TIMEOUT_MS = 10_000;

/** Asks who the learner is, which also gives a new browser its cookie. Rejects when the server can't be reached. */
export async function fetchMe(): Promise<LearnerMe> {
  const response = await fetch('/api/me', { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const me: unknown = response.ok ? await response.json() : undefined;
  if (!isLearnerMe(me)) throw new Error(`GET /api/me answered ${response.status}`);
  remember('drydock.known', 'yes');
  noteRole(me);
  noteClass(me.className);
  noteClasses(me.classes ?? []);
  noteMachine(me.ownMachine);
  return me;
}

/** A proxy's or a portal's page is not one. The rest is as the server's own types say: to check it all takes more script than a lesson's page has otherwise. */
function isLearnerMe(answer: unknown): answer is LearnerMe {
  return typeof answer === 'object' && answer !== null && 'role' in answer && 'exercises' in answer;
}

/** Only for a browser that was here before, so that anonymous readers get static pages and nothing else. */
export async function fetchKnownMe(): Promise<LearnerMe | undefined> {
  if (recall('drydock.known') === undefined) return undefined;
  // A page without ticks is still a page.
  return fetchMe().catch(() => undefined);
}
