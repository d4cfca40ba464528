import { join } from 'node:path';
import { ConfigError, parseConfig } from '../server/config.ts';
import { createInviteUrl } from '../server/instructor-invite.ts';
import { openStore } from '../server/open-store.ts';
import { StoreError } from '../server/storage/errors.ts';

try {
  const config = parseConfig(process.env, join(import.meta.dirname, '..'));
  await using store = await openStore(config, () => new Date());
  console.log(
    `Whoever opens this link first becomes an instructor:\n${await createInviteUrl(store, config.publicUrl)}`,
  );
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof StoreError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
