import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { dataPaths } from '../server/config.ts';
import { openStore } from '../server/open-store.ts';
import { appendingLearner, startAppending } from '../server/storage/appending.ts';
import { createTestDatabase, type TestDatabase } from '../server/storage/test-databases.ts';

const root = join(import.meta.dirname, '..');
const bootstrap = join(root, 'setup/bootstrap.mjs');
const folder = mkdtempSync(join(tmpdir(), 'drydock-backup-'));
const now = () => new Date();
let places = 0;

afterAll(() => rmSync(folder, { recursive: true }));

interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
}

/** Runs `npm run backup` or `restore` to its end without a terminal. */
function run({ dataDir, databaseUrl = '' }: Place, ...args: readonly string[]) {
  return new Promise<{ code: number | string | null; output: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [bootstrap, ...args],
      { cwd: root, env: { ...process.env, DRYDOCK_DATA_DIR: dataDir, DATABASE_URL: databaseUrl } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, output: stdout + stderr }),
    );
    child.stdin?.end();
  });
}

function newFolder(): string {
  places += 1;
  return join(folder, `data-${places}`);
}

const onSqlite = (): Place => ({ dataDir: newFolder(), databaseUrl: undefined });
const onPostgres = ({ url }: TestDatabase): Place => ({ dataDir: newFolder(), databaseUrl: url });
const newFile = () => join(folder, `backup-${(places += 1)}`);

async function tasksOf(place: Place): Promise<readonly number[]> {
  await using store = await openStore(place, now);
  return (await store.attempts(appendingLearner)).map(({ task }) => Number(task));
}

const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);

/** Backs up while another process writes, and brings that back after more was written. */
async function comeBack(place: Place): Promise<string> {
  const file = newFile();
  const secret = await secretOf(place);
  {
    await using appending = startAppending(place.databaseUrl ?? dataPaths(place.dataDir).database);
    await appending.more(20);
    const acknowledged = appending.acknowledged.length;
    const backup = await run(place, 'backup', file);
    expect(backup).toMatchObject({ code: 0, output: expect.stringContaining(`Backed up to ${file}`) });
    expect(backup.output).toMatch(/Not in it.*sandboxes' disks/);
    const during = appending.acknowledged.length;
    expect(during, 'the writer did not wait for the backup').toBeGreaterThan(acknowledged);
    await appending.more(20);

    const early = await run(place, 'restore', file, '--yes');
    expect(early).toMatchObject({
      code: 1,
      output: expect.stringMatching(/is in use.*Stop the server.*Nothing was changed/),
    });
    expect(early.output).not.toMatch(/\n\s+at .+:\d+/);
    await appending.more(1);
    await appending.halt();

    const inBackup = await restoredElsewhere(place, file);
    expect(inBackup.length).toBeGreaterThanOrEqual(acknowledged);
    expect(inBackup.length).toBeLessThanOrEqual(during + 1);
    expect(inBackup).toEqual(upTo(inBackup.length));
  }
  const before = await tasksOf(place);
  const restore = await run(place, 'restore', file, '--yes');
  expect(restore.output).toMatch(/Restored. What was there is in/);
  expect(restore.code).toBe(0);
  const after = await tasksOf(place);
  expect(after.length).toBeLessThan(before.length);
  expect(after).toEqual(upTo(after.length));
  expect(await secretOf(place)).toBe(secret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  return restore.output;
}

function secretOf(place: Place): Promise<string> {
  const drawn = String(Math.random());
  return openStore(place, now).then(async (store) => {
    await using _closing = store;
    return await store.once('cookie-secret', () => drawn);
  });
}

/** What a backup brings back where there was no store. */
async function restoredElsewhere(like: Place, file: string): Promise<readonly number[]> {
  await using elsewhere = like.databaseUrl === undefined ? undefined : await createTestDatabase();
  const place = elsewhere ? onPostgres(elsewhere) : onSqlite();
  const restore = await run(place, 'restore', file, '--yes');
  expect(restore).toMatchObject({ code: 0, output: expect.stringContaining('There was no store before') });
  return await tasksOf(place);
}

async function expectRefusal(place: Place, file: string, sentence: RegExp): Promise<void> {
  const before = await tasksOf(place);
  const refused = await run(place, 'restore', file, '--yes');
  expect(refused.output).toMatch(sentence);
  expect(refused.output).toContain('Nothing was changed');
  expect(refused.output).not.toMatch(/\n\s+at .+:\d+|only.for.tests/);
  expect(refused.code).toBe(1);
  expect(await tasksOf(place)).toEqual(before);
}

/** A copy with its last quarter cut off. */
function cutOff(file: string): string {
  const cut = newFile();
  const bytes = readFileSync(file);
  writeFileSync(cut, bytes.subarray(0, Math.floor((bytes.length * 3) / 4)));
  return cut;
}

async function backUp(place: Place): Promise<string> {
  const file = newFile();
  expect(await run(place, 'backup', file)).toMatchObject({ code: 0 });
  return file;
}

test('SQLite: a backup that was made while the server wrote brings back all that there was, and what it replaces is kept', async () => {
  const place = onSqlite();
  const output = await comeBack(place);
  const [, aside = ''] = /What was there is in (\S+)\. /.exec(output) ?? [];
  expect(existsSync(aside)).toBe(true);
  const later = { ...place, dataDir: newFolder() };
  expect(await run(later, 'restore', aside, '--yes')).toMatchObject({ code: 0 });
  expect((await tasksOf(later)).length).toBeGreaterThan((await tasksOf(place)).length);
});

test('PostgreSQL: a backup that was made while the server wrote brings back all that there was, and what it replaces is kept', async () => {
  await using database = await createTestDatabase();
  const place = onPostgres(database);
  const output = await comeBack(place);
  const [, aside = ''] = /What was there is in the schema (\S+)\. /.exec(output) ?? [];
  const [kept] = await database.query(`select count(*)::int as count from ${aside}.attempt`);
  expect(kept?.['count']).toBeGreaterThan((await tasksOf(place)).length);
  await expect(database.query('delete from attempt')).rejects.toThrow('append-only');
  // What is aside is in no backup, and in nobody's way.
  const again = await backUp(place);
  expect(await restoredElsewhere(place, again)).toEqual(await tasksOf(place));
});

test('SQLite: what is damaged, cut off, of something else or newer is refused, and changes nothing', async () => {
  const place = onSqlite();
  await secretOf(place);
  const file = await backUp(place);
  await expectRefusal(place, cutOff(file), /is damaged/);
  const overwritten = newFile();
  const bytes = readFileSync(file);
  writeFileSync(overwritten, bytes.fill(0x5a, 4_096 * 2, 4_096 * 6));
  await expectRefusal(place, overwritten, /is damaged/);
  await expectRefusal(place, join(root, 'package.json'), /is no backup of a Drydock/);
  await expectRefusal(place, join(folder, 'nothing'), /can't be read \(ENOENT\)/);
  const foreign = newFile();
  const other = new SqliteDatabase(foreign);
  other.exec('create table invoice (number integer)');
  other.close();
  await expectRefusal(place, foreign, /is no backup of a Drydock/);
  const newer = newFile();
  copyFileSync(file, newer);
  const changed = new SqliteDatabase(newer);
  changed.exec("insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')");
  changed.close();
  await expectRefusal(place, newer, /was written by a newer Drydock.*9999-later/);
  expect(readdirSync(place.dataDir)).toEqual(['drydock.sqlite']);
});

test('PostgreSQL: what is damaged, cut off, of something else, newer or of SQLite is refused, and changes nothing', async () => {
  await using database = await createTestDatabase();
  const place = onPostgres(database);
  await secretOf(place);
  const file = await backUp(place);
  await expectRefusal(place, cutOff(file), /is damaged/);
  await expectRefusal(place, join(root, 'package.json'), /is no backup of a Drydock/);
  await database.query("insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')");
  const newer = await backUp(place);
  await database.query("delete from kysely_migration where name = '9999-later'");
  await expectRefusal(place, newer, /was written by a newer Drydock.*9999-later/);
  const lite = onSqlite();
  await secretOf(lite);
  await expectRefusal(place, await backUp(lite), /backup of a SQLite file.*Unset DATABASE_URL/);
  await expectRefusal(lite, file, /backup of a PostgreSQL database.*DATABASE_URL/);
  await using empty = await createTestDatabase();
  await empty.query('create table kysely_migration_of_another (number integer)');
  const foreign = newFile();
  const elsewhere = onPostgres(empty);
  expect(await run(elsewhere, 'backup', foreign)).toMatchObject({
    code: 1,
    output: expect.stringContaining('no store yet'),
  });
  expect(existsSync(foreign)).toBe(false);
  expect(await database.query("select nspname from pg_namespace where nspname like 'drydock%'")).toEqual([]);
});

test('a damaged store is replaced by its backup, and put aside with what lay beside it', async () => {
  const place = onSqlite();
  const secret = await secretOf(place);
  const file = await backUp(place);
  const { database } = dataPaths(place.dataDir);
  writeFileSync(database, 'no database any more'.repeat(1_000));
  writeFileSync(`${database}-wal`, 'what was not written');
  expect(await run(place, 'restore', file, '--yes')).toMatchObject({ code: 0 });
  expect(await secretOf(place)).toBe(secret);
  const aside = readdirSync(place.dataDir).filter((name) => name.includes('.before-'));
  const contents = aside.map((name) => readFileSync(join(place.dataDir, name), 'utf8'));
  expect(contents).toEqual(
    expect.arrayContaining([expect.stringMatching(/^no database any more/), 'what was not written']),
  );
});

test('a backup overwrites nothing, goes into the data folder where no file is named, and is not made of nothing', async () => {
  const place = onSqlite();
  expect(await run(place, 'backup')).toMatchObject({ code: 1, output: expect.stringContaining('nothing to back up') });
  expect(existsSync(place.dataDir)).toBe(false);
  await secretOf(place);
  const file = await backUp(place);
  expect(await run(place, 'backup', file)).toMatchObject({
    code: 1,
    output: expect.stringContaining('is there already'),
  });
  const { code, output } = await run(place, 'backup');
  expect(code).toBe(0);
  const [made = ''] = readdirSync(join(place.dataDir, 'backups'));
  expect(output).toContain(join(place.dataDir, 'backups', made));
  expect(await run(place, 'restore', file)).toMatchObject({ code: 1, output: expect.stringContaining('--yes') });
  expect(await run(place, 'restore')).toMatchObject({ code: 1, output: expect.stringContaining('Say which backup') });
});
