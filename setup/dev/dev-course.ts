import { relative } from 'node:path';
import { checkContent } from '../content/check-content.ts';
import { describeFinding } from '../content/finding.ts';
import { type ChangeKind, kindOfChange } from './change-kind.ts';

/** A save is often several events, and a `git checkout` hundreds. */
const GATHER_MS = 60;

export interface DevCourseOptions {
  readonly root: string;
  readonly course: string;
  /** Prints one line. */
  readonly say: (line: string) => void;
  /** Shows the mistakes in the open pages, or takes them away. */
  readonly show: (mistakes: string | undefined) => void;
  /** Starts the server with the files as they are now. Rejects where it can't; what ran before goes on then. */
  readonly restart: () => Promise<void>;
  /** Has the server read the exercises as they are now. Rejects likewise. */
  readonly reload: () => Promise<void>;
  /** Fetches what the server reads of the pages; resolves with whether it has changed. */
  readonly fetchSite: () => Promise<boolean>;
  readonly signal: AbortSignal;
}

/** Follows what an author saves: looks for mistakes, and starts the server anew where it must be. */
export interface DevCourse {
  /** Looks at everything once and starts the server; with mistakes too, as soon as they are mended. */
  begin(): Promise<void>;
  /** A file was added, changed or removed. */
  changed(path: string): void;
  /** The pages were made anew. Resolves once the server is as they are, or can't be. */
  reloaded(): Promise<void>;
  /** Resolves once what was saved last has been looked at. */
  mistakes(): Promise<string | undefined>;
}

export function openDevCourse(options: DevCourseOptions): DevCourse {
  const { root, course, say, show, restart, reload, fetchSite, signal } = options;
  let known: string | undefined;
  let looking: Promise<string | undefined> = Promise.resolve(undefined);
  let turn: Promise<void> = Promise.resolve();
  let isServerStale = true;
  let areExercisesStale = false;
  let hasBegun = false;
  let isLookWaiting = false;
  let warned = '';
  const waiting = new Set<ChangeKind>();
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<string | undefined> => {
    const findings = await checkContent({ root, course, signal }).catch((error: unknown) => {
      // A file may go while it is read; the next change looks again.
      if (!signal.aborted) say(`✗ ${error instanceof Error ? error.message : String(error)}`);
    });
    if (!findings) return known;
    const lines = (kind: string) => findings.filter((each) => each.kind === kind).map(describeFinding);
    const warnings = lines('warning').map((line) => `! ${line}`);
    if (warnings.join('\n') !== warned) for (const line of warnings) say(line);
    warned = warnings.join('\n');
    const mistakes = lines('mistake').join('\n') || undefined;
    if (mistakes !== known) {
      say(mistakes === undefined ? '✓ The mistakes are mended.' : mistakes.replaceAll(/^/gm, '✗ '));
      show(mistakes);
    }
    known = mistakes;
    return mistakes;
  };

  /** Pages that would be reloaded by a change wait for it. However many changes there are meanwhile, one more look follows. */
  const lookAgain = () => {
    if (isLookWaiting) return;
    isLookWaiting = true;
    looking = looking.then(() => {
      isLookWaiting = false;
      return look();
    });
  };

  const follow = (work: () => Promise<void>) => {
    turn = turn.then(work).catch((error: unknown) => {
      if (!signal.aborted) say(`✗ ${error instanceof Error ? error.message : String(error)}`);
    });
    return turn;
  };

  /** Without mistakes only: the server would not start. */
  const bringUpToDate = async () => {
    if ((await looking) !== undefined) return;
    if (await fetchSite()) isServerStale = true;
    if (signal.aborted || !(isServerStale || areExercisesStale)) return;
    const begin = performance.now();
    await (isServerStale ? restart() : reload());
    say(
      `✓ ${isServerStale ? 'The server runs' : 'The exercises are'} as you saved (${Math.round(performance.now() - begin)} ms).`,
    );
    isServerStale = false;
    areExercisesStale = false;
  };

  const gather = () => {
    const kinds = new Set(waiting);
    waiting.clear();
    if (kinds.has('server')) isServerStale = true;
    if (kinds.has('exercise')) areExercisesStale = true;
    if (kinds.has('start')) {
      say(
        '! Files of start/ were changed. Sandboxes that have the exercise keep their own; “Start this exercise over…” in the page places the new ones.',
      );
    }
    void follow(bringUpToDate);
  };

  return {
    async begin() {
      hasBegun = true;
      looking = look();
      await follow(bringUpToDate);
    },
    changed(path) {
      const kind = kindOfChange(relative(root, path).replaceAll('\\', '/'));
      if (kind === undefined) return;
      waiting.add(kind);
      if (kind !== 'server') lookAgain();
      clearTimeout(timer);
      timer = setTimeout(gather, GATHER_MS);
    },
    async reloaded() {
      // Pages are made before their server listens, too.
      if (hasBegun) await follow(bringUpToDate);
    },
    mistakes: () => looking,
  };
}
