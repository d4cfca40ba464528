import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { judgeDatabase, judgeDataFolder } from './local-findings.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-data-'));
const file = join(folder, 'file');
writeFileSync(file, '');
afterAll(() => rmSync(folder, { recursive: true }));

test('a data folder with room is well, and so is one that is yet to be made', async () => {
  for (const dataDir of [folder, join(folder, 'a', 'b')]) {
    expect(await judgeDataFolder({ dataDir })).toMatchObject({ code: 'data-folder', level: 'ok' });
  }
});

test.each([
  ['lies below a file', join(file, 'data')],
  ['is a file', file],
  ['is on a file system without room', '/proc/drydock'],
])('a data folder that %s must be changed', async (_, dataDir) => {
  expect(await judgeDataFolder({ dataDir })).toMatchObject({
    code: 'data-folder',
    level: 'must-fix',
    what: expect.stringContaining(dataDir),
    fix: expect.stringContaining('DRYDOCK_DATA_DIR'),
  });
});

test('a database that can’t be reached must be mended, and its password is not shown', async () => {
  const databaseUrl = 'postgres://drydock:opensesame@127.0.0.1:9/drydock';
  const finding = await judgeDatabase({ databaseUrl, dataDir: folder });
  expect(finding).toMatchObject({
    code: 'database',
    level: 'must-fix',
    what: expect.stringContaining('drydock at 127.0.0.1:9'),
  });
  expect(JSON.stringify(finding)).not.toContain('sesame');
});
