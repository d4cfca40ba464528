import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { TestCluster } from '../server/storage/test-cluster.ts';
import { findPostgres } from './find-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A running PostgreSQL: the address of its first database, and the folder of its programs. */
    readonly postgres: { readonly url: string; readonly bin: string };
  }
}

/** All that tests use of it. */
export const POSTGRES_PROGRAMS = ['initdb', 'postgres', 'psql', 'pg_dump', 'pg_restore'] as const;

/** One PostgreSQL for all tests of a run. */
export default async function provideDatabase(project: TestProject): Promise<() => Promise<void>> {
  const bin = await findPostgres(POSTGRES_PROGRAMS);
  if (bin === undefined) {
    throw new Error(
      'These tests need PostgreSQL. Install it (on Debian `sudo apt-get install postgresql`), then start again.',
    );
  }
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'drydock-pg-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const cluster = starting.use(await TestCluster.create({ bin, folder }));
  project.provide('postgres', { url: cluster.url('postgres'), bin });
  const running = starting.move();
  return () => running.disposeAsync();
}
