import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { expect, inject, test } from 'vitest';
import { appendingLearner, startAppending } from './appending.ts';
import type { Store } from './port.ts';
import { createPostgresStore } from './postgres-store.ts';
import { createSqliteStore } from './sqlite-store.ts';
import { TestCluster } from './test-cluster.ts';
import { createTestDisk, type TestDisk } from './test-disk.ts';

const MIB = 1024 ** 2;
const now = () => new Date();

/** Of what was acknowledged, the numbers that are not there. */
async function lost(store: Store, acknowledged: readonly number[]): Promise<readonly number[]> {
  const kept = new Set((await store.attempts(appendingLearner)).map(({ task }) => Number(task)));
  return acknowledged.filter((number) => !kept.has(number));
}

async function lostOnSqlite(disk: TestDisk, acknowledged: readonly number[]): Promise<readonly number[]> {
  const file = join(disk.folder, 'drydock.sqlite');
  await using store = await createSqliteStore({ file, now });
  const database = new SqliteDatabase(file, { readonly: true });
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  database.close();
  return await lost(store, acknowledged);
}

test('SQLite: a power cut in the middle of writes takes nothing that was acknowledged', async () => {
  await using disk = await createTestDisk(24 * MIB);
  await using appending = startAppending(join(disk.folder, 'drydock.sqlite'));
  for (let cut = 0; cut < 4; cut += 1) {
    await appending.more(120);
    await appending.halt();
    await using left = await disk.afterPowerCut();
    const acknowledged = [...appending.acknowledged];
    appending.resume();
    expect(await lostOnSqlite(left, acknowledged)).toEqual([]);
  }
});

test('SQLite: where a write is acknowledged before it is on the disk, the same power cut takes some', async () => {
  await using disk = await createTestDisk(24 * MIB);
  const file = join(disk.folder, 'drydock.sqlite');
  {
    await using _flushed = await createSqliteStore({ file, now });
  }
  await using appending = startAppending(file, 'OFF');
  await appending.more(60);
  await appending.halt();
  await using left = await disk.afterPowerCut();
  expect(await lostOnSqlite(left, appending.acknowledged)).not.toEqual([]);
});

test('PostgreSQL: a power cut in the middle of writes takes nothing that was acknowledged; without fsync it does', async () => {
  const { bin } = inject('postgres');
  await using disk = await createTestDisk(192 * MIB);
  const folder = join(disk.folder, 'pg');
  await using cluster = await TestCluster.create({ bin, folder });
  await disk.flush();
  for (const fsync of ['on', 'off'] as const) {
    // In order: what was there before is on the disk, and what is to come is kept as `fsync` says.
    await cluster.stop();
    await cluster.start({ fsync });
    await using appending = startAppending(cluster.url('postgres'));
    await appending.more(60);
    await appending.halt();
    await using left = await disk.afterPowerCut();
    await cluster.stop('SIGKILL');
    await using restarted = await TestCluster.at({ bin, folder: join(left.folder, 'pg') });
    await restarted.start();
    await using store = await createPostgresStore({ url: restarted.url('postgres'), now });
    const missing = await lost(store, appending.acknowledged);
    if (fsync === 'on') expect(missing).toEqual([]);
    else expect(missing).not.toEqual([]);
    if (fsync === 'on') await cluster.start();
  }
});
