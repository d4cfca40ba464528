import { expect, test } from 'vitest';
import type { ClassRole } from '../../src/shared/class-views.ts';
import { classIdSchema, learnerIdSchema } from '../../src/shared/ids.ts';
import type { ClientMessage } from '../../src/shared/protocol/index.ts';
import type { Right, Visitor } from '../domain/access.ts';
import { createAccess } from '../edge/access.ts';
import { LearnerError } from '../errors.ts';
import type { ClassRow, Member } from '../storage/class-port.ts';
import { messageRights, requireMessageAccess } from './message-access.ts';

const id = (letter: string) => learnerIdSchema.parse(letter.repeat(32));
const own = classIdSchema.parse('1'.repeat(16));
const others = classIdSchema.parse('2'.repeat(16));
const nowhere = classIdSchema.parse('3'.repeat(16));
const [guest, learner, assistant, instructor, stranger, admin] = [...'abcdef'].map((letter) => id(letter));

const people = {
  guest: { id: guest, role: 'learner', isSignedIn: false },
  learner: { id: learner, role: 'learner', isSignedIn: false },
  assistant: { id: assistant, role: 'learner', isSignedIn: true },
  'assistant by the cookie alone': { id: assistant, role: 'learner', isSignedIn: false },
  instructor: { id: instructor, role: 'instructor', isSignedIn: true },
  stranger: { id: stranger, role: 'instructor', isSignedIn: true },
  admin: { id: admin, role: 'admin', isSignedIn: true },
} as Readonly<Record<string, Visitor>>;

const standings = new Map<string, ClassRole>([
  [`${own} ${learner}`, 'learner'],
  [`${own} ${assistant}`, 'assistant'],
  [`${own} ${instructor}`, 'instructor'],
  [`${others} ${stranger}`, 'instructor'],
]);
const access = createAccess({
  readVisitor: async () => undefined,
  classes: {
    byId: async (classId) => (classId === nowhere ? undefined : ({ id: classId } as ClassRow)),
    member: async (classId, learnerId) => {
      const role = standings.get(`${classId} ${learnerId}`);
      return role && ({ learnerId, role } as Member);
    },
  },
});

/** Columns: a guest, a learner of the class, its assistant, the same without their account, its instructor, the instructor of another class, an admin. */
const expected: Readonly<Partial<Record<Right, readonly string[]>>> = {
  own: ['yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes'],
  'class.see': ['not-found', 'yes', 'yes', 'unauthorized', 'yes', 'not-found', 'yes'],
  'class.watch': ['not-found', 'forbidden', 'yes', 'unauthorized', 'yes', 'not-found', 'yes'],
  'class.help': ['not-found', 'forbidden', 'yes', 'unauthorized', 'yes', 'not-found', 'yes'],
};

/** Who may send which message. One that is not here, or says other than this, is a change of who may do what. */
const messagesByRight: Readonly<Partial<Record<Right, readonly ClientMessage['type'][]>>> = {
  'class.see': ['help.agree', 'help.decline', 'help.hand-over', 'help.raise', 'help.say', 'help.seen'],
  'class.watch': ['class.watch'],
  'class.help': ['help.ask', 'help.hint', 'help.list', 'help.look', 'help.lower', 'help.message', 'help.open'],
};

async function ask(visitor: Visitor, type: ClientMessage['type'], subject: object): Promise<string> {
  try {
    await requireMessageAccess(access, visitor, { type, ...subject } as ClientMessage);
    return 'yes';
  } catch (error) {
    if (error instanceof LearnerError) return error.code;
    throw error;
  }
}

test('every message says what it lets people do, and says what is written here', () => {
  const found = Object.groupBy(Object.entries(messageRights), ([, right]) => right);
  const { own: own_, ...ofClasses } = found;
  expect(own_?.length).toBeGreaterThan(0);
  const types = Object.entries(ofClasses).map(([right, list = []]) => [right, list.map(([type]) => type).toSorted()]);
  expect(Object.fromEntries(types)).toEqual(messagesByRight);
});

test('every message, by everybody: in the class, in another one, in one that is not there, about somebody else’s learner', async () => {
  for (const [type, right] of Object.entries(messageRights) as [ClientMessage['type'], Right][]) {
    const say = (subject: object) => Promise.all(Object.values(people).map((visitor) => ask(visitor, type, subject)));
    expect(await say({ class: own }), type).toEqual(expected[right]);
    if (right === 'own') continue;
    expect(await say({ class: own, learner }), type).toEqual(expected[right]);
    const missed = expected[right]?.map((answer) => (answer === 'yes' ? 'not-found' : answer));
    expect(await say({ class: own, learner: stranger }), type).toEqual(missed);
    const elsewhere = Object.keys(people).map((who) => (who === 'stranger' || who === 'admin' ? 'yes' : 'not-found'));
    expect(await say({ class: others }), type).toEqual(elsewhere);
    expect(await say({ class: nowhere }), type).toEqual(Object.keys(people).map(() => 'not-found'));
  }
});
