import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createViteServer } from 'vitest/node';
import { WATCH_OPTIONS } from './watch-options.ts';

test('a file that is emptied and then filled is told of when it is whole, however soon that is', async () => {
  const root = mkdtempSync(join(tmpdir(), 'drydock-watch-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const file = join(root, 'lesson.mdx');
  writeFileSync(file, 'before');
  const vite = await createViteServer({
    root,
    configFile: false,
    logLevel: 'silent',
    server: { middlewareMode: true, ws: false, watch: WATCH_OPTIONS },
  });
  onTestFinished(() => vite.close());
  await expect.poll(() => vite.watcher.getWatched()[root]).toEqual(['lesson.mdx']);

  const told: string[] = [];
  vite.watcher.on('change', (path) => {
    const text = readFileSync(path, 'utf8');
    told.push(text);
    if (text === '') writeFileSync(file, 'whole');
  });
  writeFileSync(file, '');

  await expect.poll(() => told.at(-1), { timeout: 4_000 }).toBe('whole');
});
