import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

/** A server that is there answers within milliseconds; one that is restarted, or a full pool, takes longer. */
const CONNECT_TIMEOUT_MS = 10_000;

/** 64-bit numbers and sums come as text by default. The store's are counts and sequences, far below 2^53, and in SQLite they are numbers too. */
const NUMBER_TYPES: readonly number[] = [pg.types.builtins.INT8, pg.types.builtins.NUMERIC];
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    NUMBER_TYPES.includes(oid) ? Number : pg.types.getTypeParser(oid, format ?? 'text'),
};

/** What the store has acknowledged is on the disk, also where the server was told not to wait for that. */
const SYNCHRONOUS = `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

/** Opens connections as they are needed, up to `max`, and lets all but one go when they are idle. `statement_timeout` is in ms, 0 for none. */
export function connectPostgres(url: string, limits: { max: number; statement_timeout: number }): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    // Whoever would restore a backup sees by it that the store is used.
    min: 1,
    fallback_application_name: 'drydock',
    types,
    onConnect: async (client) => {
      await client.query(SYNCHRONOUS);
    },
    ...limits,
  });
  // One that the server has closed while it was idle. The next question opens another, and the probe tells when that can't be done.
  pool.on('error', () => {});
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
