import type { Kysely, Selectable } from 'kysely';
import { type HelpId, helpIdSchema } from '../../src/shared/help-views.ts';
import { type ClassId, classIdSchema, type LearnerId, learnerIdSchema } from '../../src/shared/ids.ts';
import { type HelpEvent, type HelpSession, newHelpSession, readHelp, withHelpEvent } from '../domain/help.ts';
import type { ClassEvent, ClassNote, HelpChange, HelpRecords } from './help-port.ts';
import type { HelpTables } from './help-tables.ts';
import type { StoreContext, Tables } from './tables.ts';

/** What ends a session; one that was declined without a raised hand is over too, so who reads open ones looks at their state. */
const ENDED = 'ended';

type Row = Selectable<HelpTables['class_event']>;

function toEvent(row: Row): ClassEvent {
  return {
    sequence: Number(row.sequence),
    classId: classIdSchema.parse(row.class_id),
    learnerId: row.learner_id === null ? null : learnerIdSchema.parse(row.learner_id),
    session: row.session === null ? null : helpIdSchema.parse(row.session),
    byId: row.by_id === null ? null : learnerIdSchema.parse(row.by_id),
    // It was checked when it was appended.
    event: JSON.parse(row.event) as HelpEvent | ClassNote,
    at: row.at,
  };
}

function toSession(rows: readonly Row[]): HelpSession | undefined {
  const [first] = rows;
  if (!first?.session || first.learner_id === null) return undefined;
  const of = {
    id: helpIdSchema.parse(first.session),
    classId: classIdSchema.parse(first.class_id),
    learnerId: learnerIdSchema.parse(first.learner_id),
  };
  const log = rows.map(toEvent).map(({ event, byId, at }) => ({ event: event as HelpEvent, byId, at }));
  return readHelp(of, log);
}

export function createHelpRecords({ db, timestamp }: StoreContext): HelpRecords {
  const linesOf = (of: Kysely<Tables>, session: string) =>
    of.selectFrom('class_event').selectAll().where('session', '=', session).orderBy('sequence').execute();

  const insert = (
    of: Kysely<Tables>,
    line: {
      readonly classId: ClassId;
      readonly learnerId: LearnerId | null;
      readonly session: HelpId | null;
      readonly byId: LearnerId | null;
      readonly event: HelpEvent | ClassNote;
      readonly at: string;
    },
  ) =>
    of
      .insertInto('class_event')
      .values({
        class_id: line.classId,
        learner_id: line.learnerId,
        session: line.session,
        by_id: line.byId,
        kind: line.event.kind,
        event: JSON.stringify(line.event),
        at: line.at,
      })
      .returning('sequence')
      .executeTakeFirstOrThrow();

  return {
    change: <Refusal>(learnerId: LearnerId, decide: (latest: HelpSession | undefined) => HelpChange<Refusal>) =>
      db.transaction().execute(async (transaction) => {
        // Written first, so that two at once come one after the other.
        await transaction
          .updateTable('learner')
          .set(({ ref }) => ({ id: ref('id') }))
          .where('id', '=', learnerId)
          .execute();
        const newest = await transaction
          .selectFrom('class_event')
          .select('session')
          .where('learner_id', '=', learnerId)
          .where('session', 'is not', null)
          .orderBy('sequence', 'desc')
          .limit(1)
          .executeTakeFirst();
        const latest = newest?.session ? toSession(await linesOf(transaction, newest.session)) : undefined;
        const change = decide(latest);
        if (change.kind === 'refuse') return { refusal: change.refusal };
        const { session, byId, event } = change;
        const line = { byId, event, at: timestamp() };
        await insert(transaction, { classId: session.classId, learnerId, session: session.id, ...line });
        const before = latest?.id === session.id ? latest : newHelpSession({ ...session, learnerId });
        return { session: withHelpEvent(before, line) };
      }),

    async open() {
      const rows = await db
        .selectFrom('class_event')
        .selectAll()
        .where('session', 'is not', null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('class_event as end')
                .select('end.sequence')
                .whereRef('end.session', '=', 'class_event.session')
                .where('end.kind', '=', ENDED),
            ),
          ),
        )
        .orderBy('sequence')
        .execute();
      const sessions = [...Map.groupBy(rows, ({ session }) => session).values()].map(toSession);
      return sessions.filter((session) => session !== undefined).filter(({ state }) => state.stage !== 'ended');
    },

    async session(id) {
      return toSession(await linesOf(db, id));
    },

    async note({ classId, learnerId, byId, event }) {
      const { sequence } = await insert(db, { classId, learnerId, session: null, byId, event, at: timestamp() });
      return Number(sequence);
    },

    async unseen({ classId, learnerId, since }, limit) {
      const seen = await db
        .selectFrom('class_event')
        .select('event')
        .where('learner_id', '=', learnerId)
        .where('kind', '=', 'seen')
        .orderBy('sequence', 'desc')
        .execute();
      const away = new Set(seen.map(({ event }) => (JSON.parse(event) as { message: number }).message));
      const rows = await db
        .selectFrom('class_event')
        .selectAll()
        .where('class_id', '=', classId)
        .where('kind', '=', 'message')
        .where((where) =>
          where.or([
            where('learner_id', '=', learnerId),
            where.and([where('learner_id', 'is', null), where('at', '>=', since)]),
          ]),
        )
        .orderBy('sequence', 'desc')
        .limit(limit + away.size)
        .execute();
      const fresh = rows.map(toEvent).filter(({ sequence, byId }) => !away.has(sequence) && byId !== null);
      return fresh
        .slice(0, limit)
        .reverse()
        .map(({ sequence, byId, event, at, learnerId: to }) => ({
          id: sequence,
          class: classId,
          byId: byId as LearnerId,
          text: event.kind === 'message' ? event.text : '',
          isToAll: to === null,
          at,
        }));
    },

    async after(sequence, limit) {
      const rows = await db
        .selectFrom('class_event')
        .selectAll()
        .where('sequence', '>', sequence)
        .orderBy('sequence')
        .limit(limit)
        .execute();
      return rows.map(toEvent);
    },

    async newest() {
      const row = await db
        .selectFrom('class_event')
        .select('sequence')
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? Number(row.sequence) : 0;
    },

    async about(learnerId) {
      const rows = await db
        .selectFrom('class_event')
        .selectAll()
        .where((where) => where.or([where('learner_id', '=', learnerId), where('by_id', '=', learnerId)]))
        .orderBy('sequence')
        .execute();
      return rows.map(toEvent);
    },
  };
}
