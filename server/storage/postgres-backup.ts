import { mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { damaged, foreign, inUse, requireBackupOf, requireKnownMigrations } from './backup-contents.ts';
import { StoreError } from './errors.ts';
import { MIGRATION_TABLE } from './migrate.ts';
import { connectPostgres } from './postgres-connection.ts';
import { explainPostgres, placeOf } from './postgres-errors.ts';
import { type PostgresPrograms, ProgramError, runPostgresProgram } from './postgres-programs.ts';

/** Schemas into which restores have put what was there. */
const ASIDE_PREFIX = 'drydock_before_';

/** Neither who owned a table nor who might read it is of use in another database. */
const PORTABLE = ['--no-owner', '--no-privileges'];

/** Copies the database as it is at one moment, while it is used, to the new file `to`, and proves the copy. Leaves nothing there where that fails. */
export async function backUpPostgres(programs: PostgresPrograms, to: string): Promise<void> {
  const part = `${to}.part`;
  await using unfinished = new AsyncDisposableStack();
  unfinished.defer(() => rm(part, { force: true }));
  // Secrets are in it.
  await writeFile(part, '', { mode: 0o600 });
  const what = ['--format=custom', ...PORTABLE, `--exclude-schema=${ASIDE_PREFIX}*`];
  await runPostgresProgram(programs, 'pg_dump', [...what, `--file=${part}`]).catch(
    explained(`${placeOf(programs.url)} could not be backed up`),
  );
  await runPostgresProgram(programs, 'pg_restore', ['--file=/dev/null', part]).catch(unusable(to));
  const handle = await open(part);
  await handle.sync().finally(() => handle.close());
  await rename(part, to);
}

/**
 * Puts a backup in the place of the tables in the database, in one transaction; what was there is in a schema of its own afterwards, whose name it resolves
 * with (`undefined` where there was nothing). Throws a `StoreError`, and has changed nothing, where the backup can't be used or somebody uses the database.
 */
export async function restorePostgres(
  programs: PostgresPrograms,
  { from, at }: { from: string; at: Date },
): Promise<string | undefined> {
  await requireBackupOf('postgres', from);
  await using folder = await temporaryFolder();
  const script = join(folder.path, 'restore.sql');
  await runPostgresProgram(programs, 'pg_restore', [...PORTABLE, `--file=${script}`, from]).catch(unusable(from));
  requireKnownMigrations(from, await migrationsIn(programs, from));
  const aside = ASIDE_PREFIX + at.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const { schema, tables } = await requireAlone(programs.url);
  const steps = [
    ...(tables > 0 ? ['--command', putAside(schema, aside)] : []),
    ...['--file', script, '--command', requireRestored(schema)],
  ];
  await runPostgresProgram(programs, 'psql', [
    ...['--no-psqlrc', '--quiet', '--single-transaction', '--set=ON_ERROR_STOP=1', '--output=/dev/null'],
    ...steps,
  ]).catch(explained(`${placeOf(programs.url)} could not be restored, and nothing was changed`));
  return tables > 0 ? aside : undefined;
}

/** Those that the backup's store has had; it is read without a database. */
async function migrationsIn(programs: PostgresPrograms, from: string): Promise<readonly string[]> {
  const args = ['--data-only', `--table=${MIGRATION_TABLE}`, '--file=-', from];
  const rows = await runPostgresProgram(programs, 'pg_restore', args).catch(unusable(from));
  const [, data] = /^COPY \S+ \(name, .*?;\n(.*?)^\\\.$/ms.exec(rows) ?? [];
  if (data === undefined) throw foreign(from);
  return data.split('\n').flatMap((line) => line.split('\t')[0] || []);
}

/** Where the tables are, and how many. Throws a `StoreError` where anybody else is connected. */
async function requireAlone(url: string): Promise<{ readonly schema: string; readonly tables: number }> {
  const db = connectPostgres(url, { max: 1, statement_timeout: 0 });
  try {
    const { rows } = await sql<{ schema: string; tables: number; others: number }>`
      select current_schema() as schema,
        (select count(*) from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')) as tables,
        (select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
          and backend_type = 'client backend') as others`.execute(db);
    const [found] = rows;
    if (found === undefined) throw new Error('PostgreSQL answered without a row.');
    if (found.others > 0) throw inUse(`${placeOf(url)} is in use: others have ${found.others} connections to it`);
    return found;
  } catch (error) {
    throw explainPostgres(error, url);
  } finally {
    await db.destroy();
  }
}

/** Names are ours or the database's own, and a quote in one is doubled by `format`. */
function putAside(schema: string, aside: string): string {
  return `do $$ declare item record; begin
    create schema ${aside};
    for item in select distinct t.tgfoid::regprocedure as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = ${literal(schema)}::regnamespace and not t.tgisinternal
    loop execute format('alter function %s set schema ${aside}', item.name); end loop;
    for item in select oid::regclass as name from pg_class where relnamespace = ${literal(schema)}::regnamespace and relkind in ('r', 'p')
    loop execute format('alter table %s set schema ${aside}', item.name); end loop;
  end $$`;
}

/** The restored tables must be where the server looks for them. */
function requireRestored(schema: string): string {
  return `do $$ begin
    if to_regclass(format('%I.${MIGRATION_TABLE}', ${literal(schema)})) is null then
      raise exception 'the backup was made of another schema than %, which search_path leads to here', ${literal(schema)};
    end if;
  end $$`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function explained(what: string) {
  return (error: unknown): never => {
    if (!(error instanceof ProgramError)) throw error;
    throw new StoreError(`${what}: ${error.message}`, { cause: error });
  };
}

function unusable(file: string) {
  return (error: unknown): never => {
    if (!(error instanceof ProgramError)) throw error;
    if (/unsupported version/.test(error.message)) {
      throw new StoreError(
        `${file} was made by a newer pg_dump than the PostgreSQL programs here can read. Nothing was changed. Install those of its version.`,
        { cause: error },
      );
    }
    throw damaged(file, error.message.replaceAll(/\s+/g, ' '));
  };
}

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'drydock-restore-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
