import type { FileStamp } from '../shared/file-views.ts';

let shown: readonly string[] = [];
const namers = new Set<() => void>();
const hearers = new Set<(stamps: readonly FileStamp[]) => void>();

/** The files and folders that the page shows, the most important first: SPEC rule 24. None of it opens the connection. */
export function watchedFiles(): readonly string[] {
  return shown;
}

export function watchFiles(paths: readonly string[]): void {
  if (paths.length === shown.length && paths.every((path, index) => path === shown[index])) return;
  shown = paths;
  for (const tell of namers) tell();
}

/** Hears when other files are shown. */
export function onWatchedFiles(listener: () => void): void {
  namers.add(listener);
}

export function tellStamps(stamps: readonly FileStamp[]): void {
  for (const hear of [...hearers]) hear(stamps);
}

/** Hears of what has changed. Returns how to stop. */
export function onStamps(listener: (stamps: readonly FileStamp[]) => void): () => void {
  hearers.add(listener);
  return () => hearers.delete(listener);
}
