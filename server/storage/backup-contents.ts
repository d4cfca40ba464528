import { open } from 'node:fs/promises';
import { StoreError } from './errors.ts';
import { explainNewer, unknownMigrations } from './migrate.ts';

export type StoreKind = 'sqlite' | 'postgres';

const NAMES: Readonly<Record<StoreKind, string>> = { sqlite: 'a SQLite file', postgres: 'a PostgreSQL database' };

/** What backups of each kind begin with. */
const BEGINNINGS: readonly (readonly [StoreKind, string])[] = [
  ['sqlite', 'SQLite format 3\0'],
  ['postgres', 'PGDMP'],
];

/** Throws a `StoreError` where the file does not begin as a backup of this kind of store does. */
export async function requireBackupOf(kind: StoreKind, file: string): Promise<void> {
  const found = await kindOf(file);
  if (found === kind) return;
  if (found === undefined) throw foreign(file);
  throw new StoreError(
    `${file} is a backup of ${NAMES[found]}, and this installation keeps its store in ${NAMES[kind]}. Nothing was changed. ${
      found === 'sqlite'
        ? 'Unset DATABASE_URL to restore it into the data folder'
        : 'Name a PostgreSQL database in DATABASE_URL to restore it there'
    }.`,
  );
}

async function kindOf(file: string): Promise<StoreKind | undefined> {
  await using handle = await open(file).catch((cause: NodeJS.ErrnoException) => {
    throw new StoreError(
      `${file} can't be read (${cause.code}). Nothing was changed. Name the file that \`npm run backup\` made.`,
      {
        cause,
      },
    );
  });
  const longest = Math.max(...BEGINNINGS.map(([, beginning]) => beginning.length));
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(longest), 0, longest, 0);
  const beginning = buffer.toString('latin1', 0, bytesRead);
  return BEGINNINGS.find(([, expected]) => beginning.startsWith(expected))?.[0];
}

/** Throws a `StoreError` where a backup with these migrations is not one of this version's store. */
export function requireKnownMigrations(file: string, names: readonly string[]): void {
  if (names.length === 0) throw foreign(file);
  const unknown = unknownMigrations(names);
  if (unknown.length > 0) throw new StoreError(explainNewer(file, unknown));
}

export function foreign(file: string): StoreError {
  return new StoreError(
    `${file} is no backup of a Drydock. Nothing was changed. Name the file that \`npm run backup\` made.`,
  );
}

export function damaged(file: string, why: string): StoreError {
  return new StoreError(`${file} is damaged (${why}). Nothing was changed. Restore another backup.`);
}

export function inUse(who: string): StoreError {
  return new StoreError(`${who}. Stop the server (Ctrl-C, or its service), then restore again. Nothing was changed.`);
}
