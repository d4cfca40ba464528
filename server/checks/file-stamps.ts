import type { FileStamp } from '../../src/shared/file-views.ts';
import { PacedFlight } from '../domain/paced-flight.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { isAway } from './away.ts';
import type { Change } from './changes.ts';

/** A page's files are a handful, of half a megabyte at most. */
const READ_TIMEOUT_MS = 5_000;

/** A command or a save is seen at once, also behind the handful of looks that a page asks for as it opens; a loop of them twice a second. */
const READS = { atOnce: 12, perSecond: 2 } as const;

/** What a page is told of the files that it shows (SPEC rule 24). */
export interface FilesViewer {
  onStamps(stamps: readonly FileStamp[]): void;
}

export type ReadStamps = (
  sandbox: ReadySandbox,
  paths: readonly string[],
  signal: AbortSignal,
) => Promise<readonly FileStamp[]>;

export interface FileStampsOptions {
  readonly read: (paths: readonly string[], signal: AbortSignal) => Promise<readonly FileStamp[]>;
  readonly onError: (error: unknown) => void;
}

/** Looks, when they may have changed, at the files that pages show, and tells each page of those that are other than it was told. */
export class FileStamps implements Disposable {
  readonly #options: FileStampsOptions;
  readonly #life = new AbortController();
  readonly #flight: PacedFlight;
  /** By viewer, what they show, and of each path what they were told last. */
  readonly #viewers = new Map<FilesViewer, Map<string, string | null | undefined>>();

  constructor(options: FileStampsOptions) {
    this.#options = options;
    this.#flight = new PacedFlight(async () => {
      const until = AbortSignal.any([this.#life.signal, AbortSignal.timeout(READ_TIMEOUT_MS)]);
      try {
        await this.#look(until);
      } catch (error) {
        // What did not answer is looked at with the next change.
        if (!until.aborted && !isAway(error)) options.onError(error);
      }
    }, READS);
  }

  /** From now on the viewer shows these and no others. */
  show(viewer: FilesViewer, paths: readonly string[]): void {
    const before = this.#viewers.get(viewer);
    if (paths.length === 0) this.#viewers.delete(viewer);
    else this.#viewers.set(viewer, new Map(paths.map((path) => [path, before?.get(path)])));
    if (paths.some((path) => !before?.has(path))) this.#flight.ask();
  }

  /** Something may have changed in the sandbox. */
  note(change: Change): void {
    if (this.#viewers.size > 0 && change.has('files')) this.#flight.ask();
  }

  [Symbol.dispose](): void {
    this.#life.abort(new Error('Nobody looks any more.'));
    this.#viewers.clear();
    this.#flight[Symbol.dispose]();
  }

  async #look(signal: AbortSignal): Promise<void> {
    // Page by page: each names so many at most, and few learners have two.
    for (const [viewer, told] of [...this.#viewers]) {
      const stamps = await this.#options.read([...told.keys()], signal);
      // It may show others by now.
      const shown = this.#viewers.get(viewer);
      const news = stamps.filter(({ path, stamp }) => shown?.has(path) && shown.get(path) !== stamp);
      for (const { path, stamp } of news) shown?.set(path, stamp);
      if (news.length > 0) viewer.onStamps(news);
    }
  }
}
