/** What a changed file is part of. `start`: what an exercise places in a sandbox. */
export type ChangeKind = 'content' | 'exercise' | 'start' | 'server';

/** By a path from the project's folder; `undefined` for what nothing has to be done about, or what the pages follow by themselves. */
export function kindOfChange(path: string): ChangeKind | undefined {
  if (/\.test\.ts$|~$|\.sw[a-z]$|(^|\/)\.#/.test(path)) return undefined;
  if (path.startsWith('content/')) return 'content';
  if (/^exercises\/[^/]+\/start\//.test(path)) return 'start';
  if (path.startsWith('exercises/')) return 'exercise';
  if (path.startsWith('server/') || path.startsWith('src/shared/') || path === 'images/catalog.ts') return 'server';
  return undefined;
}
