import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { raceSignal } from '../domain/race-signal.ts';

/** A course exercise has a handful; a person may put anything beside them. */
const MAX_FOLDERS = 100;

/** They are large, and nobody saves in them. */
const PASSED_OVER = new Set(['.git', 'node_modules']);

/** The folder and those below it, nearest first. Rejects where there is none. */
async function foldersBelow(root: string): Promise<readonly string[]> {
  const found = [root];
  for (let at = 0; at < found.length && found.length < MAX_FOLDERS; at += 1) {
    const folder = found[at] as string;
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (folder === root) throw error;
      // It went while it was looked for.
      return [];
    });
    const below = entries.filter((entry) => entry.isDirectory() && !PASSED_OVER.has(entry.name));
    found.push(...below.map(({ name }) => join(folder, name)));
  }
  return found.slice(0, MAX_FOLDERS);
}

/** Follows a folder on the machine that this runs on: `ready` when it and what is below are watched, `saved` for what changed in them. */
export async function* followOwnFolder(
  root: string,
  signal: AbortSignal,
): AsyncGenerator<'ready' | 'saved', void, undefined> {
  const watchers = new Map<string, FSWatcher>();
  let happened = Promise.withResolvers<void>();
  let isGrown = true;
  const forget = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const follow = (folder: string) => {
    const watcher = watch(folder, (event) => {
      // A folder may have come or gone.
      if (event === 'rename') isGrown = true;
      happened.resolve();
    });
    watcher.on('error', () => {
      forget(folder);
      happened.resolve();
    });
    watchers.set(folder, watcher);
  };
  try {
    for (;;) {
      signal.throwIfAborted();
      if (isGrown) {
        isGrown = false;
        const folders = new Set(await foldersBelow(root));
        const before = [...watchers.keys()];
        for (const folder of before) if (!folders.has(folder)) forget(folder);
        const added = [...folders].filter((folder) => !watchers.has(folder));
        for (const folder of added) follow(folder);
        if (added.length > 0) yield 'ready';
      }
      await raceSignal(happened.promise, signal);
      happened = Promise.withResolvers();
      yield 'saved';
    }
  } finally {
    for (const folder of [...watchers.keys()]) forget(folder);
  }
}
