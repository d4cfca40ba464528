import { join } from 'node:path';
import { parseConfig } from '../server/config.ts';
import { buildSite } from './build-site.ts';
import { runEntry } from './entry.ts';
import { createProgress } from './progress.ts';

await runEntry(async (signal) => {
  const root = join(import.meta.dirname, '..');
  await buildSite(root, parseConfig(process.env, root).course, createProgress(process.stdout), signal);
  return 0;
});
