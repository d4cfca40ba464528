import type { Kysely, Selectable } from 'kysely';
import { type ClassId, classIdSchema, type LearnerId, learnerIdSchema } from '../../src/shared/ids.ts';
import { lockClass } from './class-records.ts';
import type { PersonalLinkRow, RosterRecords } from './roster-port.ts';
import type { RosterTables } from './roster-tables.ts';
import type { StoreContext, Tables } from './tables.ts';

/** Databases bound what one statement may carry: SQLite to 32,766 values. */
const ROWS_A_STATEMENT = 500;

function* inParts<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) yield rows.slice(at, at + ROWS_A_STATEMENT);
}

export function createRosterRecords({ db, timestamp }: StoreContext): RosterRecords {
  const present = (of: Kysely<Tables>, id: ClassId) =>
    of.selectFrom('membership').where('class_id', '=', id).where('left_at', 'is', null);
  const toLink = (row: Selectable<RosterTables['personal_link']>): PersonalLinkRow => ({
    learnerId: learnerIdSchema.parse(row.learner_id),
    classId: row.class_id === null ? null : classIdSchema.parse(row.class_id),
  });
  const readLink = async (of: Kysely<Tables>, column: 'token_hash' | 'learner_id', value: string) => {
    const row = await of.selectFrom('personal_link').selectAll().where(column, '=', value).executeTakeFirst();
    return row && toLink(row);
  };

  const hasWork = async (of: Kysely<Tables>, learnerId: LearnerId): Promise<boolean> => {
    for (const table of ['attempt', 'deed', 'sandbox'] as const) {
      const found = await of
        .selectFrom(table)
        .select('learner_id')
        .where('learner_id', '=', learnerId)
        .limit(1)
        .executeTakeFirst();
      if (found) return true;
    }
    return false;
  };

  return {
    importPeople: (id, people, maxMembers) =>
      db.transaction().execute(async (transaction) => {
        await lockClass(transaction, id);
        const { count } = await present(transaction, id)
          .select(({ fn }) => fn.countAll<number | string>().as('count'))
          .executeTakeFirstOrThrow();
        if (Number(count) + people.length > maxMembers) return false;
        const at = timestamp();
        for (const part of inParts(people)) {
          await transaction
            .insertInto('learner')
            .values(part.map(({ learnerId }) => ({ id: learnerId, role: 'learner', created_at: at })))
            .execute();
          await transaction
            .insertInto('membership')
            .values(
              part.map(({ learnerId, name }) => ({
                class_id: id,
                learner_id: learnerId,
                role: 'learner',
                name,
                joined_at: at,
                left_at: null,
              })),
            )
            .execute();
          await transaction
            .insertInto('personal_link')
            .values(
              part.map(({ learnerId, tokenHash }) => ({
                token_hash: tokenHash,
                learner_id: learnerId,
                class_id: id,
                created_at: at,
              })),
            )
            .execute();
          const known = part.flatMap(({ learnerId, ownId }) =>
            ownId === null ? [] : [{ class_id: id, learner_id: learnerId, own_id: ownId }],
          );
          if (known.length > 0) await transaction.insertInto('own_id').values(known).execute();
        }
        return true;
      }),

    async ownIds(id) {
      const rows = await db.selectFrom('own_id').selectAll().where('class_id', '=', id).execute();
      return new Map(rows.map(({ learner_id, own_id }) => [learnerIdSchema.parse(learner_id), own_id]));
    },

    async rename(id, learnerId, name) {
      const { numUpdatedRows } = await db
        .updateTable('membership')
        .set({ name })
        .where('class_id', '=', id)
        .where('learner_id', '=', learnerId)
        .where('left_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async lastActive(id) {
      const last = new Map<LearnerId, string>();
      const note = (learner: string, at: string | null) => {
        const learnerId = learnerIdSchema.parse(learner);
        if (at !== null && at > (last.get(learnerId) ?? '')) last.set(learnerId, at);
      };
      const members = present(db, id).select('membership.learner_id');
      for (const table of ['attempt', 'deed'] as const) {
        const rows = await db
          .selectFrom(table)
          .select(['learner_id', ({ fn }) => fn.max<string | null>('at').as('last')])
          .where('learner_id', 'in', members)
          .groupBy('learner_id')
          .execute();
        for (const row of rows) note(row.learner_id, row.last);
      }
      const sandboxes = await db
        .selectFrom('sandbox')
        .select(['learner_id', 'last_used_at'])
        .where('learner_id', 'in', members)
        .execute();
      for (const row of sandboxes) note(row.learner_id, row.last_used_at);
      return last;
    },

    replaceLink: ({ learnerId, classId, tokenHash }) =>
      db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('personal_link').where('learner_id', '=', learnerId).execute();
        await transaction
          .insertInto('personal_link')
          .values({ token_hash: tokenHash, learner_id: learnerId, class_id: classId, created_at: timestamp() })
          .execute();
      }),

    link: (tokenHash) => readLink(db, 'token_hash', tokenHash),
    linkOf: (learnerId) => readLink(db, 'learner_id', learnerId),

    async linked(id) {
      const rows = await db
        .selectFrom('personal_link')
        .select('learner_id')
        .where('learner_id', 'in', present(db, id).select('membership.learner_id'))
        .execute();
      return new Set(rows.map(({ learner_id }) => learnerIdSchema.parse(learner_id)));
    },

    async revokeLink(learnerId) {
      const { numDeletedRows } = await db
        .deleteFrom('personal_link')
        .where('learner_id', '=', learnerId)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },

    hasWork: (learnerId) => hasWork(db, learnerId),

    takePlace: (tokenHash, learnerId) =>
      db.transaction().execute(async (transaction) => {
        // A write first, so that of two who take one place at once the second sees what the first did.
        await transaction
          .updateTable('personal_link')
          .set(({ ref }) => ({ token_hash: ref('token_hash') }))
          .where('token_hash', '=', tokenHash)
          .execute();
        const link = await readLink(transaction, 'token_hash', tokenHash);
        if (!link || link.learnerId === learnerId || (await hasWork(transaction, link.learnerId))) return false;
        const places = await transaction
          .selectFrom('membership')
          .selectAll()
          .where('learner_id', '=', link.learnerId)
          .where('left_at', 'is', null)
          .execute();
        for (const { class_id, name, role } of places) {
          await transaction
            .deleteFrom('membership')
            .where('class_id', '=', class_id)
            .where('learner_id', '=', link.learnerId)
            .execute();
          const { numUpdatedRows } = await transaction
            .updateTable('membership')
            .set({ name, role, left_at: null })
            .where('class_id', '=', class_id)
            .where('learner_id', '=', learnerId)
            .executeTakeFirst();
          if (numUpdatedRows === 0n) {
            const at = timestamp();
            await transaction
              .insertInto('membership')
              .values({ class_id, learner_id: learnerId, role, name, joined_at: at, left_at: null })
              .execute();
          }
          await transaction
            .deleteFrom('own_id')
            .where('class_id', '=', class_id)
            .where('learner_id', '=', learnerId)
            .execute();
          await transaction
            .updateTable('own_id')
            .set({ learner_id: learnerId })
            .where('class_id', '=', class_id)
            .where('learner_id', '=', link.learnerId)
            .execute();
        }
        await transaction.deleteFrom('personal_link').where('learner_id', '=', learnerId).execute();
        await transaction
          .updateTable('personal_link')
          .set({ learner_id: learnerId })
          .where('token_hash', '=', tokenHash)
          .execute();
        return true;
      }),
  };
}
