import { existsSync } from 'node:fs';
import { chmod, copyFile, link, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { damaged, foreign, inUse, requireBackupOf, requireKnownMigrations } from './backup-contents.ts';
import { StoreError } from './errors.ts';
import { MIGRATION_TABLE } from './migrate.ts';

/** All that is left, however much: in one step, because a backup in several begins anew whenever somebody writes in between. Writers don't wait for it. */
const ALL_PAGES = 0x7fff_ffff;

/** How long a restore waits for another process that has the store open just for a moment. */
const LOCK_TIMEOUT_MS = 1_000;

/** Secrets are in it. */
const OWNER_ONLY = 0o600;

// What SQLite keeps beside a file that is open.
const COMPANIONS = ['-wal', '-shm', '-journal'];

/** Copies the store in `file` as it is at one moment, while it is used, to the new file `to`, and proves the copy. Leaves nothing there where that fails. */
export async function backUpSqlite({ file, to }: { file: string; to: string }): Promise<void> {
  const part = `${to}.part`;
  await using unfinished = new AsyncDisposableStack();
  unfinished.defer(() => rm(part, { force: true }));
  await writeFile(part, '', { mode: OWNER_ONLY });
  const source = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
  try {
    await source.backup(part, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
  const copy = new SqliteDatabase(part);
  try {
    // One file, without companions.
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
  examine(part, to);
  await persist(part, to);
}

/**
 * Puts a backup in the place of the store in `file`; what was there lies beside it afterwards, in the file that it resolves with (`undefined` where there was
 * nothing). Throws a `StoreError`, and has changed nothing, where the backup can't be used or somebody uses the store.
 */
export async function restoreSqlite(options: { from: string; file: string; at: Date }): Promise<string | undefined> {
  const { from, file, at } = options;
  await requireBackupOf('sqlite', from);
  const part = `${file}.restoring`;
  await using unfinished = new AsyncDisposableStack();
  unfinished.defer(() => rm(part, { force: true }));
  await copyFile(from, part);
  await chmod(part, OWNER_ONLY);
  examine(part, from);
  if (!existsSync(file)) {
    await persist(part, file);
    return undefined;
  }
  const aside = `${file}.before-${at.toISOString().replaceAll(/\D/g, '').slice(0, 14)}`;
  using _alone = lockOut(file);
  // With a second name the old store is never gone, and the place never empty.
  await link(file, aside);
  for (const companion of COMPANIONS) {
    // Of a store that is too damaged for SQLite to tidy up. Beside the restored one it would damage that, too.
    if (existsSync(file + companion)) await rename(file + companion, aside + companion);
  }
  await persist(part, file);
  return aside;
}

/** Throws a `StoreError` unless the file is whole and a store that this version can use. `name` is what the person calls it. */
function examine(file: string, name: string): void {
  let database: SqliteDatabase.Database | undefined;
  try {
    database = new SqliteDatabase(file, { fileMustExist: true });
    const integrity = String(database.pragma('integrity_check(1)', { simple: true }));
    if (integrity !== 'ok') throw damaged(name, integrity);
    if (database.prepare('pragma foreign_key_check').get() !== undefined)
      throw damaged(name, 'rows lead to others that are missing');
    const has = database.prepare("select 1 from sqlite_master where type = 'table' and name = ?");
    if (!has.get(MIGRATION_TABLE) || !has.get('setting')) throw foreign(name);
    const names = database.prepare<[], { name: string }>(`select name from ${MIGRATION_TABLE}`).all();
    requireKnownMigrations(
      name,
      names.map((row) => row.name),
    );
    database.pragma('journal_mode = DELETE');
  } catch (error) {
    if (error instanceof SqliteDatabase.SqliteError) throw damaged(name, error.message);
    throw error;
  } finally {
    database?.close();
  }
}

/** Keeps every other process out of the store, with all that it has in one file. Throws a `StoreError` where one has it open. */
function lockOut(file: string): Disposable {
  const database = new SqliteDatabase(file, { timeout: LOCK_TIMEOUT_MS });
  try {
    // Refused as long as anybody else is connected, whether they do something or not.
    if (database.pragma('journal_mode = DELETE', { simple: true }) !== 'delete') throw new Error('database is locked');
    database.exec('begin exclusive');
  } catch (error) {
    const isDamaged = error instanceof SqliteDatabase.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(error.code);
    // Nobody works with such a store, and a backup is what mends it.
    if (!isDamaged) {
      database.close();
      throw error instanceof Error && /locked|busy/i.test(error.message)
        ? inUse(`The store ${file} is in use`)
        : new StoreError(`The store ${file} can't be locked: ${String(error)}. Nothing was changed.`, { cause: error });
    }
  }
  return { [Symbol.dispose]: () => void database.close() };
}

/** Gives a finished file its name so that a power cut leaves the one or the other. */
async function persist(part: string, to: string): Promise<void> {
  await flush(part);
  await rename(part, to);
  await flush(dirname(to));
}

async function flush(path: string): Promise<void> {
  await using handle = await open(path);
  await handle.sync();
}
