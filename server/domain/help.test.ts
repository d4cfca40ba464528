import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { helpIdSchema } from '../../src/shared/help-views.ts';
import { classIdSchema, learnerIdSchema } from '../../src/shared/ids.ts';
import {
  decideHelp,
  type HelpActor,
  type HelpEvent,
  type HelpSession,
  type LoggedHelp,
  MAX_HELP_EVENTS,
  mayLook,
  mayType,
  newHelpSession,
  readHelp,
  withHelpEvent,
} from './help.ts';

const learner = learnerIdSchema.parse('a'.repeat(32));
const grace = learnerIdSchema.parse('b'.repeat(32));
const hedy = learnerIdSchema.parse('c'.repeat(32));
const of = { id: helpIdSchema.parse('1'.repeat(16)), classId: classIdSchema.parse('2'.repeat(16)), learnerId: learner };
const at = '2026-01-02T03:04:05.000Z';

const asLearner: HelpActor = { kind: 'learner' };
const asGrace: HelpActor = { kind: 'staff', id: grace };
const asHedy: HelpActor = { kind: 'staff', id: hedy };
const platform: HelpActor = { kind: 'platform' };
const idOf = (actor: HelpActor) => (actor.kind === 'learner' ? learner : actor.kind === 'staff' ? actor.id : null);

const events: readonly HelpEvent[] = [
  { kind: 'raised', text: 'Why?', place: null },
  { kind: 'asked' },
  { kind: 'agreed', place: null },
  { kind: 'declined' },
  { kind: 'handed-over' },
  { kind: 'taken-back' },
  { kind: 'said', text: 'Look here.' },
  ...(['learner', 'helper', 'declined', 'left', 'not-allowed', 'away'] as const).map(
    (reason) => ({ kind: 'ended', reason }) as const,
  ),
];
const acts = fc.record({
  actor: fc.constantFrom(asLearner, asGrace, asHedy, platform),
  event: fc.constantFrom(...events),
});

/** Does what is allowed of it, in order; returns the log and each state on the way. */
function play(all: readonly { actor: HelpActor; event: HelpEvent }[]) {
  const log: (LoggedHelp & { readonly actor: HelpActor })[] = [];
  const states: HelpSession[] = [newHelpSession(of)];
  let session = newHelpSession(of);
  for (const { actor, event } of all) {
    if (decideHelp(session, actor, event) !== 'allowed') continue;
    const line = { event, byId: idOf(actor), at, actor };
    session = withHelpEvent(session, line);
    log.push(line);
    states.push(session);
  }
  return { log, states, session };
}

const did = (...all: [HelpActor, HelpEvent['kind']][]) =>
  play(
    all.map(([actor, kind]) => ({
      actor,
      event:
        kind === 'ended'
          ? ({ kind, reason: actor.kind === 'learner' ? 'learner' : 'helper' } as const)
          : (events.find((event) => event.kind === kind) as HelpEvent),
    })),
  ).session;

test('whatever is tried by whoever, nobody looks before the learner agreed, and nobody types before they handed over', () => {
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 40 }), (all) => {
      const { log, states } = play(all);
      for (const [index, session] of states.entries()) {
        const before = log.slice(0, index);
        const last = (kinds: readonly HelpEvent['kind'][]) =>
          before.findLast(({ event }) => kinds.includes(event.kind));
        for (const id of [learner, grace, hedy]) {
          if (mayLook(session, id)) {
            expect(id).not.toBe(learner);
            expect(last(['asked'])?.byId).toBe(id);
            expect(last(['agreed', 'declined', 'asked', 'ended'])).toMatchObject({
              event: { kind: 'agreed' },
              byId: learner,
            });
          }
          if (mayType(session, id)) {
            expect(mayLook(session, id)).toBe(true);
            expect(last(['handed-over', 'taken-back', 'agreed'])).toMatchObject({
              event: { kind: 'handed-over' },
              byId: learner,
            });
          }
        }
      }
    }),
    { numRuns: 1_000 },
  );
});

test('what is over stays over, and the state is what its log says', () => {
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 40 }), acts, (all, more) => {
      const { log, session } = play(all);
      expect(readHelp(of, log)).toEqual(session);
      if (session.state.stage === 'ended') expect(decideHelp(session, more.actor, more.event)).toBe('over');
    }),
  );
});

test('either of the two can end it at any time, and nobody else', () => {
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 40 }), (all) => {
      const { session } = play(all);
      const { state } = session;
      if (state.stage === 'none' || state.stage === 'ended') return;
      expect(decideHelp(session, asLearner, { kind: 'ended', reason: 'learner' })).toBe('allowed');
      if (!('helperId' in state)) return;
      for (const [id, actor] of [
        [grace, asGrace],
        [hedy, asHedy],
      ] as const) {
        const decision = decideHelp(session, actor, { kind: 'ended', reason: 'helper' });
        expect(decision).toBe(id === state.helperId ? 'allowed' : 'not-yours');
      }
    }),
  );
});

test('who declines keeps a raised hand up; without one it is over', () => {
  expect(did([asLearner, 'raised'], [asGrace, 'asked'], [asLearner, 'declined']).state).toMatchObject({
    stage: 'raised',
    hand: { text: 'Why?' },
  });
  expect(did([asGrace, 'asked'], [asLearner, 'declined']).state).toEqual({ stage: 'ended', reason: 'declined' });
});

test('a learner who is asked by one is not asked by another as well', () => {
  const asked = did([asGrace, 'asked']);
  expect(decideHelp(asked, asHedy, { kind: 'asked' })).toBe('taken');
  expect(decideHelp(asked, asGrace, { kind: 'asked' })).toBe('not-now');
});

test('what was said is told apart by who said it, and an outsider says nothing', () => {
  const looking = did(
    [asGrace, 'asked'],
    [asLearner, 'agreed'],
    [asLearner, 'said'],
    [asGrace, 'said'],
    [asHedy, 'said'],
  );
  expect(looking.lines.map(({ isLearner }) => isLearner)).toEqual([true, false]);
});

test('a full log takes nothing but the end', () => {
  const full: HelpSession = { ...did([asGrace, 'asked'], [asLearner, 'agreed']), length: MAX_HELP_EVENTS };
  expect(decideHelp(full, asLearner, { kind: 'handed-over' })).toBe('too-long');
  expect(decideHelp(full, asGrace, { kind: 'ended', reason: 'helper' })).toBe('allowed');
});
