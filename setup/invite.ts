import { join } from 'node:path';
import { ConfigError, dataPaths, parseConfig } from '../server/config.ts';
import { createInviteUrl } from '../server/instructor-invite.ts';
import { createSqliteStore } from '../server/storage/sqlite-store.ts';

try {
  const config = parseConfig(process.env, join(import.meta.dirname, '..'));
  await using store = await createSqliteStore({ file: dataPaths(config.dataDir).database, now: () => new Date() });
  console.log(
    `Whoever opens this link first becomes an instructor:\n${await createInviteUrl(store, config.publicUrl)}`,
  );
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
