/** Not part of the pages; some of it changes all the time. */
const IGNORED = ['**/data/**', '**/.cache/**', '**/dist/**', '**/e2e/**', '**/bench/**', '**/test-results/**'];

/**
 * How the pages' development server looks at files. Most editors empty a file and then fill it. The watcher tells of the first by itself, and nobody of the second
 * where it comes within 50 ms: on a busy machine the pages would be made of an empty file, until it is saved again. So it waits until the size has not
 * changed for a moment, and what comes after that is told again.
 */
export const WATCH_OPTIONS = {
  ignored: IGNORED,
  awaitWriteFinish: { stabilityThreshold: 50, pollInterval: 10 },
};
