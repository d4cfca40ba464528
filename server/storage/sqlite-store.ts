import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type Generated, Kysely, type Selectable, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { verdictSchema } from '../../src/shared/exercise/index.ts';
import { type LearnerId, learnerIdSchema, sandboxIdSchema } from '../../src/shared/ids.ts';
import { roleSchema } from '../../src/shared/views.ts';
import { createClassRecords } from './class-records.ts';
import type { ClassTables } from './class-tables.ts';
import { createHelpRecords } from './help-records.ts';
import type { HelpTables } from './help-tables.ts';
import { migrations } from './migrations.ts';
import type { Attempt, Deed, LoggedDeed, SandboxRow, Store } from './port.ts';

interface Tables extends ClassTables {
  setting: { key: string; value: string };
  learner: { id: string; role: string; created_at: string };
  sandbox: {
    id: string;
    learner_id: string;
    preview_id: string;
    created_at: string;
    generation: Generated<number>;
    last_used_at: string;
    expired_at: string | null;
  };
  registry_account: { learner_id: string; name: string; created_at: string };
  attempt: {
    sequence: Generated<number>;
    learner_id: string;
    exercise: string;
    task: string;
    verdict: string;
    at: string;
  };
  /** `subject` is `exercise/<id>` or `lesson/<slug>`. */
  deed: { sequence: Generated<number>; learner_id: string; subject: string; deed: string; at: string };
  invite: { token_hash: string; created_at: string; redeemed_by: string | null; redeemed_at: string | null };
}

/** How long a write waits for another process's, in ms: longer than any transaction here takes. */
const BUSY_TIMEOUT_MS = 5_000;

function toSandboxRow(row: Selectable<Tables['sandbox']>): SandboxRow {
  return {
    id: sandboxIdSchema.parse(row.id),
    learnerId: learnerIdSchema.parse(row.learner_id),
    previewId: row.preview_id,
    generation: row.generation,
    lastUsedAt: row.last_used_at,
    expiredAt: row.expired_at,
  };
}

function subjectOf(subject: { readonly exercise: string } | { readonly lesson: string }): string {
  return 'exercise' in subject ? `exercise/${subject.exercise}` : `lesson/${subject.lesson}`;
}

/** A store in one SQLite file (`:memory:` for none), brought up to the newest schema, or for tests to an earlier one. */
export async function createSqliteStore(options: { file: string; now: () => Date; upTo?: string }): Promise<Store> {
  const { file, now } = options;
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const database = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await (options.upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(options.upTo));
  if (error !== undefined) throw new Error(`The store ${file} could not be brought up to date.`, { cause: error });
  const timestamp = () => now().toISOString();
  const registryAccountOf = async (learnerId: LearnerId) => {
    const row = await db
      .selectFrom('registry_account')
      .select('name')
      .where('learner_id', '=', learnerId)
      .executeTakeFirst();
    return row?.name;
  };
  const present = () => db.selectFrom('sandbox').selectAll().where('expired_at', 'is', null);

  return {
    classes: createClassRecords(db as unknown as Kysely<ClassTables>, timestamp),
    help: createHelpRecords(db as unknown as Kysely<HelpTables>, timestamp),

    async once(key, make) {
      await db
        .insertInto('setting')
        .values({ key, value: make() })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
      const row = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirstOrThrow();
      return row.value;
    },

    async createLearner({ id, role }) {
      await db.insertInto('learner').values({ id, role, created_at: timestamp() }).execute();
    },

    async learner(id) {
      const row = await db.selectFrom('learner').selectAll().where('id', '=', id).executeTakeFirst();
      return row && { id, role: roleSchema.parse(row.role) };
    },

    async sandboxOf(learnerId) {
      const row = await db.selectFrom('sandbox').selectAll().where('learner_id', '=', learnerId).executeTakeFirst();
      return row && toSandboxRow(row);
    },

    async assignSandbox(learnerId, fresh, replaced) {
      const at = timestamp();
      const values = { id: fresh.id, preview_id: fresh.previewId, created_at: at, last_used_at: at, expired_at: null };
      if (replaced === null) {
        await db
          .insertInto('sandbox')
          .values({ ...values, learner_id: learnerId })
          .onConflict((conflict) => conflict.column('learner_id').doNothing())
          .execute();
      } else {
        await db
          .updateTable('sandbox')
          .set({ ...values, generation: 0 })
          .where('learner_id', '=', learnerId)
          .where('id', '=', replaced)
          .execute();
      }
      return toSandboxRow(
        await db.selectFrom('sandbox').selectAll().where('learner_id', '=', learnerId).executeTakeFirstOrThrow(),
      );
    },

    async sandboxByPreviewId(previewId) {
      const row = await present().where('preview_id', '=', previewId).executeTakeFirst();
      return row && toSandboxRow(row);
    },

    async sandboxes() {
      return (await present().execute()).map(toSandboxRow);
    },

    async beginLaunch(id) {
      const row = await db
        .updateTable('sandbox')
        .set(({ eb }) => ({ generation: eb('generation', '+', 1), last_used_at: timestamp() }))
        .where('id', '=', id)
        .where('expired_at', 'is', null)
        .returning('generation')
        .executeTakeFirst();
      return row?.generation;
    },

    async sandboxGeneration(id) {
      return (await present().where('id', '=', id).executeTakeFirst())?.generation;
    },

    async noteUse(id, at) {
      await db.updateTable('sandbox').set({ last_used_at: at }).where('id', '=', id).execute();
    },

    async expireSandbox(id, generation) {
      const { numUpdatedRows } = await db
        .updateTable('sandbox')
        .set({ expired_at: timestamp() })
        .where('id', '=', id)
        .where('generation', '=', generation)
        .where('expired_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    registryAccountOf,

    async claimRegistryAccount(learnerId, name) {
      await db
        .insertInto('registry_account')
        .values({ learner_id: learnerId, name, created_at: timestamp() })
        // Either the learner has one, or somebody else has this one.
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return registryAccountOf(learnerId);
    },

    async appendAttempt({ learnerId, exercise, task, verdict, at }) {
      await db
        .insertInto('attempt')
        .values({ learner_id: learnerId, exercise, task, verdict: JSON.stringify(verdict), at })
        .execute();
    },

    async attempts(learnerId, exercise) {
      let query = db.selectFrom('attempt').selectAll().where('learner_id', '=', learnerId);
      if (exercise !== undefined) query = query.where('exercise', '=', exercise);
      const rows = await query.orderBy('sequence').execute();
      return rows.map(
        (row): Attempt => ({
          learnerId,
          exercise: row.exercise,
          task: row.task,
          verdict: verdictSchema.parse(JSON.parse(row.verdict)),
          at: row.at,
        }),
      );
    },

    async appendDeed({ learnerId, at, ...deed }) {
      const subject = subjectOf('exercise' in deed ? { exercise: deed.exercise } : { lesson: deed.lesson });
      await db
        .insertInto('deed')
        .values({ learner_id: learnerId, subject, deed: JSON.stringify(deed), at })
        .execute();
    },

    async deeds(learnerId, subject) {
      const rows = await db
        .selectFrom('deed')
        .selectAll()
        .where('learner_id', '=', learnerId)
        .where('subject', '=', subjectOf(subject))
        .orderBy('sequence')
        .execute();
      return rows.map((row): LoggedDeed => ({ ...(JSON.parse(row.deed) as Deed), learnerId, at: row.at }));
    },

    async createInvite(tokenHash) {
      await db
        .insertInto('invite')
        .values({ token_hash: tokenHash, created_at: timestamp(), redeemed_by: null, redeemed_at: null })
        .execute();
    },

    async hasInstructorOrInvite() {
      const instructor = await db
        .selectFrom('learner')
        .select('id')
        .where('role', '=', 'instructor')
        .executeTakeFirst();
      if (instructor) return true;
      const invite = await db
        .selectFrom('invite')
        .select('token_hash')
        .where('redeemed_by', 'is', null)
        .executeTakeFirst();
      return invite !== undefined;
    },

    async inviteIsOpen(tokenHash) {
      const row = await db.selectFrom('invite').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
      return row !== undefined && row.redeemed_by === null;
    },

    redeemInvite(tokenHash, learnerId) {
      return db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('invite')
          .set({ redeemed_by: learnerId, redeemed_at: timestamp() })
          .where('token_hash', '=', tokenHash)
          .where('redeemed_by', 'is', null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await transaction.updateTable('learner').set({ role: 'instructor' }).where('id', '=', learnerId).execute();
        return true;
      });
    },

    async probe() {
      await db.selectFrom('setting').select('key').limit(1).execute();
      // A write that changes nothing still needs the write lock, so a read-only disk shows here and not at a learner's first tick.
      await db.deleteFrom('setting').where('key', '=', '').execute();
    },

    async [Symbol.asyncDispose]() {
      await db.destroy();
    },
  };
}
