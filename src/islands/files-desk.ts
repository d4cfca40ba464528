import { announce } from '../lib/announce.ts';
import { type FileRequests, fileRequests } from '../lib/file-requests.ts';
import { seenFolders } from '../lib/file-tree.ts';
import { Folders } from '../lib/folders.ts';
import { keepDrafts, keptDrafts } from '../lib/kept-drafts.ts';
import { OpenFiles } from '../lib/open-files.ts';
import { retryConnection } from '../lib/page-connection.ts';
import { pageState } from '../lib/page-state.ts';
import { recallFiles, rememberFiles } from '../lib/remembered-files.ts';
import { createStore } from '../lib/store.ts';
import { onStamps, watchFiles } from '../lib/watched-files.ts';
import type { CodeBuffers } from './code-buffers.ts';

/** Of what is typed no more is lost than a word. */
const KEEP_DRAFTS_MS = 400;

export interface FilesNotice {
  /** What could not be done, in words. */
  readonly trouble: string | undefined;
  /** How many problems there are in the file that is shown. */
  readonly problems: number;
  /** Where there is room for one of the two, the editor is seen, and not the tree. */
  readonly isAtEditor: boolean;
  /** There is unsaved text that could not be kept for the next visit. */
  readonly isOverfull: boolean;
}

/** All that the files' panel has: the tree, the open files, and what is kept of both from visit to visit. */
export class FilesDesk {
  readonly folders: Folders;
  readonly files: OpenFiles;
  readonly requests: FileRequests = waking(fileRequests);
  readonly notice = createStore<FilesNotice>({ trouble: undefined, problems: 0, isAtEditor: false, isOverfull: false });
  buffers: CodeBuffers | undefined;
  readonly #drafts = new Map(keptDrafts().map((draft) => [draft.path, draft]));
  #loading: Promise<CodeBuffers> | undefined;
  #isShown = false;
  #entering: string | undefined;
  #keeping: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const { unfolded, hasHidden } = recallFiles();
    const exercises = exercisesOnPage();
    this.folders = new Folders(this.requests, {
      exercises,
      hasHidden,
      unfolded: new Set([...unfolded, ...exercises]),
    });
    this.files = new OpenFiles({
      requests: this.requests,
      buffers: () => this.#loadBuffers(),
      draftOf: (path) => this.#drafts.get(path),
      onSay: announce,
    });
  }

  /** The learner's sandbox is there: reads what is shown, and what was open at the last visit. */
  async start(): Promise<void> {
    const { open, active } = recallFiles();
    onStamps((stamps) => {
      this.folders.hear(stamps);
      this.files.hear(stamps);
    });
    this.folders.state.subscribe(() => this.#settle());
    this.files.state.subscribe(() => this.#settle());
    addEventListener('pagehide', () => this.#keepDrafts());
    addEventListener('beforeunload', (event) => {
      this.#keepDrafts();
      if (this.notice.get().isOverfull) event.preventDefault();
    });
    await this.folders.refresh();
    const paths = [...new Set([...open, ...this.#drafts.keys()])];
    await Promise.all(paths.map((path) => this.files.open(path, true)));
    if (active !== undefined) this.files.show(active);
  }

  open(path: string): void {
    this.#entering = undefined;
    this.notice.set({ isAtEditor: true });
    void this.files.open(path);
  }

  /** Shows an open file and goes into its text, as soon as that is there. */
  enter(path: string): void {
    this.files.show(path);
    this.#entering = path;
    requestAnimationFrame(() => this.noteDrawn());
  }

  /** A text may just have come to the page. */
  noteDrawn(): void {
    if (this.#entering === undefined || this.buffers?.shown !== this.#entering) return;
    this.#entering = undefined;
    this.buffers.focus();
  }

  /** Whether it is on the learner's screen: then what changes in it is to be seen. */
  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    this.#watch();
    if (isShown && this.folders.state.get().folders['']?.kind === 'failed') void this.folders.refresh();
  }

  say(trouble: string | undefined): void {
    this.notice.set({ trouble });
    if (trouble !== undefined) announce(trouble);
  }

  #loadBuffers(): Promise<CodeBuffers> {
    this.#loading ??= import('./code-buffers.ts').then(
      ({ CodeBuffers }) => {
        this.buffers = new CodeBuffers({
          onEdited: (path, isEdited) => {
            this.files.noteEdited(path, isEdited);
            this.#keepSoon();
          },
          onProblems: (problems) => {
            if (this.notice.get().problems !== problems) this.notice.set({ problems });
          },
        });
        return this.buffers;
      },
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  }

  #settle(): void {
    this.#watch();
    const { files, active } = this.files.state.get();
    const { unfolded, hasHidden } = this.folders.state.get();
    rememberFiles({
      open: files.map(({ path }) => path),
      ...(active !== undefined && { active }),
      unfolded: [...unfolded],
      hasHidden,
    });
    this.#keepSoon();
  }

  #watch(): void {
    if (!this.#isShown) return watchFiles([]);
    const { files, active } = this.files.state.get();
    const paths = [...(active === undefined ? [] : [active]), ...files.map(({ path }) => path)];
    watchFiles([...new Set([...paths, ...seenFolders(this.folders.state.get())])]);
  }

  #keepSoon(): void {
    this.#keeping ??= setTimeout(() => this.#keepDrafts(), KEEP_DRAFTS_MS);
  }

  #keepDrafts(): void {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    const { files } = this.files.state.get();
    const drafts = new Map(this.files.drafts().map((draft) => [draft.path, draft]));
    // Of what is still being opened the last visit's is kept.
    for (const { path, content } of files) {
      const known = this.#drafts.get(path);
      if (known && (content.kind === 'opening' || content.kind === 'failed')) drafts.set(path, known);
      else this.#drafts.delete(path);
    }
    const isOverfull = !keepDrafts([...drafts.values()]);
    if (this.notice.get().isOverfull !== isOverfull) this.notice.set({ isOverfull });
  }
}

/** A stopped sandbox has been started by a request: the page's connection does not know yet. */
function waking(requests: FileRequests): FileRequests {
  const noted =
    <Args extends unknown[], Result extends { readonly kind: string }>(ask: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      const result = await ask(...args);
      if (result.kind === 'done' && pageState.get().status.state === 'stopped') void retryConnection();
      return result;
    };
  return {
    ...requests,
    list: noted(requests.list),
    open: noted(requests.open),
    save: noted(requests.save),
    makeFolder: noted(requests.makeFolder),
    move: noted(requests.move),
    remove: noted(requests.remove),
  };
}

function exercisesOnPage(): readonly string[] {
  const marked = [...document.querySelectorAll<HTMLElement>('[data-exercise]')];
  return [...new Set(marked.flatMap(({ dataset }) => dataset['exercise'] ?? []))];
}
