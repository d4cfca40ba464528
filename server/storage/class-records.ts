import type { Kysely, Selectable } from 'kysely';
import { classLimitsSchema, classRoleSchema } from '../../src/shared/class-views.ts';
import { type ClassId, classIdSchema, type LearnerId, learnerIdSchema } from '../../src/shared/ids.ts';
import { internetAccesses } from '../domain/internet-access.ts';
import type { ClassRecords, ClassRow, ClassSettingsRow, Member } from './class-port.ts';
import type { ClassTables } from './class-tables.ts';
import type { StoreContext, Tables } from './tables.ts';

function toClassRow(row: Selectable<ClassTables['class']>): ClassRow {
  return {
    id: classIdSchema.parse(row.id),
    name: row.name,
    course: row.course,
    code: row.code,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    limits: row.limits === null ? null : classLimitsSchema.parse(JSON.parse(row.limits)),
    internet: internetAccesses.find((access) => access === row.internet) ?? null,
    createdAt: row.created_at,
    archivedAt: row.archived_at,
  };
}

function toMember(
  row: Pick<Selectable<ClassTables['membership']>, 'learner_id' | 'role' | 'name' | 'joined_at'>,
): Member {
  return {
    learnerId: learnerIdSchema.parse(row.learner_id),
    role: classRoleSchema.parse(row.role),
    name: row.name,
    joinedAt: row.joined_at,
  };
}

function toColumns({ name, startsOn, endsOn, limits, internet }: ClassSettingsRow) {
  return {
    name,
    starts_on: startsOn,
    ends_on: endsOn,
    limits: limits === null ? null : JSON.stringify(limits),
    internet,
  };
}

/** Writes the class's row, so that two changes of one class come one after the other. */
export async function lockClass(transaction: Kysely<Tables>, id: ClassId): Promise<void> {
  await transaction
    .updateTable('class')
    .set(({ ref }) => ({ id: ref('id') }))
    .where('id', '=', id)
    .execute();
}

export function createClassRecords({ db, timestamp }: StoreContext): ClassRecords {
  const present = (of: Kysely<Tables>, id: ClassId) =>
    of.selectFrom('membership').selectAll().where('class_id', '=', id).where('left_at', 'is', null);
  const insertMember = (of: Kysely<Tables>, id: ClassId, member: Omit<Member, 'joinedAt'>) =>
    of.insertInto('membership').values({
      class_id: id,
      learner_id: member.learnerId,
      role: member.role,
      name: member.name,
      joined_at: timestamp(),
      left_at: null,
    });

  /** Changes a membership where somebody else still runs the class then. The class's row is written first, so that two at once come one after the other. */
  const changeMember = (
    id: ClassId,
    learnerId: LearnerId,
    staysInstructor: boolean,
    change: { readonly role: string } | { readonly left_at: string },
  ) =>
    db.transaction().execute(async (transaction) => {
      await lockClass(transaction, id);
      const members = await present(transaction, id).execute();
      const isThere = members.some((member) => member.learner_id === learnerId);
      const runs = members.some(
        (member) => member.role === 'instructor' && (staysInstructor || member.learner_id !== learnerId),
      );
      if (!isThere || !runs) return false;
      await transaction
        .updateTable('membership')
        .set(change)
        .where('class_id', '=', id)
        .where('learner_id', '=', learnerId)
        .execute();
      return true;
    });

  return {
    create: ({ id, course, code, ...settings }, { learnerId, name }) =>
      db.transaction().execute(async (transaction) => {
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('class')
          .values({ id, course, code, ...toColumns(settings), created_at: timestamp(), archived_at: null })
          .onConflict((conflict) => conflict.column('code').doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows !== 1n) return false;
        await insertMember(transaction, id, { learnerId, role: 'instructor', name }).execute();
        return true;
      }),

    async byId(id) {
      const row = await db.selectFrom('class').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toClassRow(row);
    },

    async byCode(code) {
      const row = await db.selectFrom('class').selectAll().where('code', '=', code).executeTakeFirst();
      return row && toClassRow(row);
    },

    async all() {
      const rows = await db.selectFrom('class').selectAll().orderBy('created_at', 'desc').orderBy('id').execute();
      return rows.map(toClassRow);
    },

    async of(learnerId) {
      const rows = await db
        .selectFrom('membership')
        .innerJoin('class', 'class.id', 'membership.class_id')
        .selectAll('class')
        .select(['membership.learner_id', 'membership.role', 'membership.joined_at', 'membership.name as own_name'])
        .where('membership.learner_id', '=', learnerId)
        .where('membership.left_at', 'is', null)
        .orderBy('membership.joined_at', 'desc')
        .orderBy('membership.sequence', 'desc')
        .execute();
      return rows.map((row) => ({ row: toClassRow(row), member: toMember({ ...row, name: row.own_name }) }));
    },

    async change(id, settings) {
      await db.updateTable('class').set(toColumns(settings)).where('id', '=', id).execute();
    },

    changeCode: (id, code) =>
      db.transaction().execute(async (transaction) => {
        await lockClass(transaction, id);
        const holder = await transaction.selectFrom('class').select('id').where('code', '=', code).executeTakeFirst();
        if (holder) return false;
        await transaction.updateTable('class').set({ code }).where('id', '=', id).execute();
        return true;
      }),

    async archive(id, isArchived) {
      let query = db.updateTable('class').where('id', '=', id);
      query = isArchived
        ? query.set({ archived_at: timestamp() }).where('archived_at', 'is', null)
        : query.set({ archived_at: null });
      await query.execute();
    },

    join: (id, { learnerId, name, role }, maxMembers) =>
      db.transaction().execute(async (transaction) => {
        await lockClass(transaction, id);
        const known = await transaction
          .selectFrom('membership')
          .selectAll()
          .where('class_id', '=', id)
          .where('learner_id', '=', learnerId)
          .executeTakeFirst();
        if (known?.left_at !== null) {
          const { count } = await present(transaction, id)
            .clearSelect()
            .select(({ fn }) => fn.countAll<number | string>().as('count'))
            .executeTakeFirstOrThrow();
          if (Number(count) >= maxMembers) return undefined;
        }
        if (known) {
          const back = known.left_at === null ? {} : { joined_at: timestamp(), left_at: null, role: 'learner' };
          await transaction
            .updateTable('membership')
            .set({ name, ...back, ...(role && { role }) })
            .where('class_id', '=', id)
            .where('learner_id', '=', learnerId)
            .execute();
        } else {
          await insertMember(transaction, id, { learnerId, name, role: role ?? 'learner' }).execute();
        }
        const row = await present(transaction, id).where('learner_id', '=', learnerId).executeTakeFirstOrThrow();
        return toMember(row);
      }),

    async members(id) {
      return (await present(db, id).orderBy('joined_at').orderBy('sequence').execute()).map(toMember);
    },

    async member(id, learnerId) {
      const row = await present(db, id).where('learner_id', '=', learnerId).executeTakeFirst();
      return row && toMember(row);
    },

    changeRole: (id, learnerId, role) => changeMember(id, learnerId, role === 'instructor', { role }),

    leave: (id, learnerId) => changeMember(id, learnerId, false, { left_at: timestamp() }),
  };
}
