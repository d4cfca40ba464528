import type { HelpEnd, HelpId, HelpLine, HelpPlace } from '../../src/shared/help-views.ts';
import type { ClassId, LearnerId } from '../../src/shared/ids.ts';

/** What happened in a help session. `said` is by either of the two; `ended` of `away` and the like is by nobody. */
export type HelpEvent =
  | { readonly kind: 'raised'; readonly text: string | null; readonly place: HelpPlace | null }
  | { readonly kind: 'asked' }
  | { readonly kind: 'agreed'; readonly place: HelpPlace | null }
  | { readonly kind: 'declined' }
  | { readonly kind: 'handed-over' }
  | { readonly kind: 'taken-back' }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'ended'; readonly reason: HelpEnd };

/** One line of a session's log. `byId`: `null` where the platform itself did it. */
export interface LoggedHelp {
  readonly event: HelpEvent;
  readonly byId: LearnerId | null;
  readonly at: string;
}

interface Hand {
  readonly text: string | null;
  readonly at: string;
}

export type HelpState =
  | { readonly stage: 'none' }
  | { readonly stage: 'raised'; readonly hand: Hand }
  | { readonly stage: 'asked' | 'looking' | 'typing'; readonly hand: Hand | null; readonly helperId: LearnerId }
  | { readonly stage: 'ended'; readonly reason: HelpEnd };

/** A learner's session, read from its log. */
export interface HelpSession {
  readonly id: HelpId;
  readonly classId: ClassId;
  readonly learnerId: LearnerId;
  readonly state: HelpState;
  /** Where the learner was when they said so last. */
  readonly place: HelpPlace | null;
  readonly lines: readonly HelpLine[];
  /** How long the log is. */
  readonly length: number;
}

/** Who acts: the learner whose session it is, somebody of the class's staff, or the platform itself. */
export type HelpActor =
  | { readonly kind: 'learner' }
  | { readonly kind: 'staff'; readonly id: LearnerId }
  | { readonly kind: 'platform' };

/** So much of a session is kept and told; who has more to say begins another. */
export const MAX_HELP_EVENTS = 400;

export type HelpDecision = 'allowed' | HelpRefusal;
/** `over`: the session is not there (any more). `taken`: another helper has it. `not-yours`: it is for somebody else to do. `not-now`: it does not fit what is. `too-long`: its log is full. */
export type HelpRefusal = 'over' | 'taken' | 'not-yours' | 'not-now' | 'too-long';

const learnersOwn: readonly HelpEvent['kind'][] = ['raised', 'agreed', 'declined', 'handed-over', 'taken-back'];

/** Whether the event may happen to the session now, by this actor. Whether they are staff of the class at all was decided before. */
export function decideHelp(
  session: Pick<HelpSession, 'state' | 'length'>,
  actor: HelpActor,
  event: HelpEvent,
): HelpDecision {
  const { state, length } = session;
  if (state.stage === 'ended') return 'over';
  if (event.kind === 'ended') return decideEnd(state, actor, event.reason);
  if (length >= MAX_HELP_EVENTS) return 'too-long';
  if (learnersOwn.includes(event.kind) && actor.kind !== 'learner') return 'not-yours';
  switch (event.kind) {
    case 'raised':
      return state.stage === 'none' ? 'allowed' : 'not-now';
    case 'asked':
      if (actor.kind !== 'staff') return 'not-yours';
      if (state.stage === 'none' || state.stage === 'raised') return 'allowed';
      return state.helperId === actor.id ? 'not-now' : 'taken';
    case 'agreed':
    case 'declined':
      return state.stage === 'asked' ? 'allowed' : 'not-now';
    case 'handed-over':
      return state.stage === 'looking' ? 'allowed' : 'not-now';
    case 'taken-back':
      return state.stage === 'typing' ? 'allowed' : 'not-now';
    case 'said':
      if (state.stage === 'none') return 'over';
      if (state.stage === 'raised') return 'not-now';
      if (actor.kind === 'platform') return 'not-yours';
      return actor.kind === 'learner' || actor.id === state.helperId ? 'allowed' : 'not-yours';
  }
}

function decideEnd(state: Exclude<HelpState, { stage: 'ended' }>, actor: HelpActor, reason: HelpEnd): HelpDecision {
  if (state.stage === 'none') return 'over';
  switch (actor.kind) {
    case 'learner':
      return reason === 'learner' ? 'allowed' : 'not-yours';
    case 'staff':
      // Whoever of the staff has answered a raised hand by the way takes it down.
      if (reason !== 'helper') return 'not-yours';
      return state.stage === 'raised' || state.helperId === actor.id ? 'allowed' : 'not-yours';
    case 'platform':
      return reason === 'learner' || reason === 'helper' || reason === 'declined' ? 'not-yours' : 'allowed';
  }
}

/** The session after one more event, which was allowed. */
export function withHelpEvent(session: HelpSession, { event, byId, at }: LoggedHelp): HelpSession {
  const { state } = session;
  const after: HelpSession = { ...session, length: session.length + 1 };
  switch (event.kind) {
    case 'raised':
      return { ...after, state: { stage: 'raised', hand: { text: event.text, at } }, place: event.place };
    case 'asked':
      if (byId === null) return after;
      return { ...after, state: { stage: 'asked', hand: 'hand' in state ? state.hand : null, helperId: byId } };
    case 'agreed':
      return { ...withStage(after, 'looking'), place: event.place ?? session.place };
    case 'declined':
      // The hand is up as it was before.
      if ('hand' in state && state.hand) return { ...after, state: { stage: 'raised', hand: state.hand } };
      return { ...after, state: { stage: 'ended', reason: 'declined' } };
    case 'handed-over':
      return withStage(after, 'typing');
    case 'taken-back':
      return withStage(after, 'looking');
    case 'said':
      return { ...after, lines: [...session.lines, { isLearner: byId === session.learnerId, text: event.text, at }] };
    case 'ended':
      return { ...after, state: { stage: 'ended', reason: event.reason } };
  }
}

function withStage(session: HelpSession, stage: 'looking' | 'typing'): HelpSession {
  const { state } = session;
  return 'helperId' in state ? { ...session, state: { ...state, stage } } : session;
}

export function newHelpSession(of: Pick<HelpSession, 'id' | 'classId' | 'learnerId'>): HelpSession {
  return { ...of, state: { stage: 'none' }, place: null, lines: [], length: 0 };
}

/** A session, read from its log in order. */
export function readHelp(
  of: Pick<HelpSession, 'id' | 'classId' | 'learnerId'>,
  log: readonly LoggedHelp[],
): HelpSession {
  return log.reduce(withHelpEvent, newHelpSession(of));
}

/** Whether this person may see the learner's terminal now. */
export function mayLook({ state }: HelpSession, id: LearnerId): boolean {
  return (state.stage === 'looking' || state.stage === 'typing') && state.helperId === id;
}

/** Whether this person may type into the learner's terminal now. */
export function mayType({ state }: HelpSession, id: LearnerId): boolean {
  return state.stage === 'typing' && state.helperId === id;
}
