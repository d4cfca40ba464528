import type { Kysely } from 'kysely';
import type { SqlDialect } from '../sql-dialect.ts';

/**
 * Accounts, their sessions and passkeys, as better-auth 1.6 reads and writes them: names and types are its own. A test asks it what
 * it would still add. `user.learnerId` is the person whose account it is.
 */
async function createAccountTables(db: Kysely<unknown>, { kind, text }: SqlDialect): Promise<void> {
  const isPostgres = kind === 'postgres';
  const time = isPostgres ? 'timestamptz' : 'date';
  const truth = isPostgres ? 'boolean' : 'integer';
  await db.schema
    .createTable('user')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('email', text, (column) => column.notNull().unique())
    .addColumn('emailVerified', truth, (column) => column.notNull())
    .addColumn('image', text)
    .addColumn('createdAt', time, (column) => column.notNull())
    .addColumn('updatedAt', time, (column) => column.notNull())
    .addColumn('learnerId', text, (column) => column.notNull().unique().references('learner.id'))
    .execute();
  await db.schema
    .createTable('session')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('expiresAt', time, (column) => column.notNull())
    .addColumn('token', text, (column) => column.notNull().unique())
    .addColumn('createdAt', time, (column) => column.notNull())
    .addColumn('updatedAt', time, (column) => column.notNull())
    .addColumn('ipAddress', text)
    .addColumn('userAgent', text)
    .addColumn('userId', text, (column) => column.notNull().references('user.id').onDelete('cascade'))
    .execute();
  await db.schema
    .createTable('account')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('accountId', text, (column) => column.notNull())
    .addColumn('providerId', text, (column) => column.notNull())
    .addColumn('userId', text, (column) => column.notNull().references('user.id').onDelete('cascade'))
    .addColumn('accessToken', text)
    .addColumn('refreshToken', text)
    .addColumn('idToken', text)
    .addColumn('accessTokenExpiresAt', time)
    .addColumn('refreshTokenExpiresAt', time)
    .addColumn('scope', text)
    .addColumn('password', text)
    .addColumn('createdAt', time, (column) => column.notNull())
    .addColumn('updatedAt', time, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('verification')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('identifier', text, (column) => column.notNull())
    .addColumn('value', text, (column) => column.notNull())
    .addColumn('expiresAt', time, (column) => column.notNull())
    .addColumn('createdAt', time, (column) => column.notNull())
    .addColumn('updatedAt', time, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('passkey')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('name', text)
    .addColumn('publicKey', text, (column) => column.notNull())
    .addColumn('userId', text, (column) => column.notNull().references('user.id').onDelete('cascade'))
    .addColumn('credentialID', text, (column) => column.notNull())
    .addColumn('counter', 'integer', (column) => column.notNull())
    .addColumn('deviceType', text, (column) => column.notNull())
    .addColumn('backedUp', truth, (column) => column.notNull())
    .addColumn('transports', text)
    .addColumn('createdAt', time)
    .addColumn('aaguid', text)
    .execute();
  await db.schema
    .createTable('rateLimit')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('key', text, (column) => column.notNull().unique())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('lastRequest', 'bigint', (column) => column.notNull())
    .execute();
  for (const [table, column] of [
    ['session', 'userId'],
    ['account', 'userId'],
    ['verification', 'identifier'],
    ['passkey', 'userId'],
    ['passkey', 'credentialID'],
  ] as const) {
    await db.schema.createIndex(`${table}_${column}_idx`).on(table).column(column).execute();
  }
}

export async function accounts(db: Kysely<unknown>, dialect: SqlDialect): Promise<void> {
  const { text } = dialect;
  await createAccountTables(db, dialect);
  await db.schema
    .createTable('sign_in_lock')
    .addColumn('name_hash', text, (column) => column.primaryKey())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('locked_until', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .execute();
  // What an invitation makes of whoever uses it, in the installation and in one of its classes. Until now, all made instructors.
  await db.schema
    .alterTable('invite')
    .addColumn('role', text, (column) => column.notNull().defaultTo('instructor'))
    .execute();
  await db.schema.alterTable('invite').addColumn('class_id', text).execute();
  await db.schema.alterTable('invite').addColumn('class_role', text).execute();
}
