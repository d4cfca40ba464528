import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type Generated, Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { verdictSchema } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema, sandboxIdSchema } from '../../src/shared/ids.ts';
import { roleSchema } from '../../src/shared/views.ts';
import { migrations } from './migrations.ts';
import type { Attempt, SandboxRow, Store } from './port.ts';

interface Tables {
  setting: { key: string; value: string };
  learner: { id: string; role: string; created_at: string };
  sandbox: { id: string; learner_id: string; preview_id: string; created_at: string };
  attempt: {
    sequence: Generated<number>;
    learner_id: string;
    exercise: string;
    task: string;
    verdict: string;
    at: string;
  };
  invite: { token_hash: string; created_at: string; redeemed_by: string | null; redeemed_at: string | null };
}

/** How long a write waits for another process's, in ms: longer than any transaction here takes. */
const BUSY_TIMEOUT_MS = 5_000;

function toSandboxRow(row: Tables['sandbox']): SandboxRow {
  return {
    id: sandboxIdSchema.parse(row.id),
    learnerId: learnerIdSchema.parse(row.learner_id),
    previewId: row.preview_id,
  };
}

/** A store in one SQLite file (`:memory:` for none), brought up to the newest schema. */
export async function createSqliteStore(options: { file: string; now: () => Date }): Promise<Store> {
  const { file, now } = options;
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const database = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  if (error !== undefined) throw new Error(`The store ${file} could not be brought up to date.`, { cause: error });
  const timestamp = () => now().toISOString();

  return {
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

    async sandboxOf(learnerId, fresh) {
      await db
        .insertInto('sandbox')
        .values({ id: fresh.id, learner_id: learnerId, preview_id: fresh.previewId, created_at: timestamp() })
        .onConflict((conflict) => conflict.column('learner_id').doNothing())
        .execute();
      return toSandboxRow(
        await db.selectFrom('sandbox').selectAll().where('learner_id', '=', learnerId).executeTakeFirstOrThrow(),
      );
    },

    async sandboxByPreviewId(previewId) {
      const row = await db.selectFrom('sandbox').selectAll().where('preview_id', '=', previewId).executeTakeFirst();
      return row && toSandboxRow(row);
    },

    async sandboxIds() {
      const rows = await db.selectFrom('sandbox').select('id').execute();
      return new Set(rows.map((row) => sandboxIdSchema.parse(row.id)));
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
