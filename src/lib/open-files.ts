import { type FileStamp, MAX_EDITED_BYTES, type OpenedFile } from '../shared/file-views.ts';
import { isWithin, movedPath, nameOf } from './file-paths.ts';
import type { FileRequests, Replaces } from './file-requests.ts';
import type { Draft } from './kept-drafts.ts';
import { createStore, type Store } from './store.ts';

/** Each has a text in memory and a tab to be found by. */
export const MAX_OPEN_FILES = 12;

/** What a tab holds. `etag` is of the text that was read or saved last. */
export type FileContent =
  | { readonly kind: 'opening' }
  | { readonly kind: 'text'; readonly etag: string; readonly isWritable: boolean }
  | { readonly kind: 'unopenable'; readonly reason: 'binary' | 'large'; readonly sizeBytes: number }
  | { readonly kind: 'failed'; readonly message: string };

export interface OpenFile {
  readonly path: string;
  readonly content: FileContent;
  /** It differs from what was read or saved last. */
  readonly isEdited: boolean;
  readonly isSaving: boolean;
  /** Something else changed the file, and it is not known which of the two is meant; `null`: removed it. */
  readonly conflict: OpenedFile | null | undefined;
  /** Why the last save failed. */
  readonly trouble: string | undefined;
}

export interface OpenFilesState {
  readonly files: readonly OpenFile[];
  readonly active: string | undefined;
}

/** The texts as they are edited. */
export interface Buffers {
  /** Opens one, or replaces its text as if that had been read. What the learner gave up for it can be had back by undoing. */
  put(path: string, text: string, isWritable: boolean, isUndoable: boolean): void;
  /** The text that counts as unedited from now on. */
  settle(path: string, text: string): void;
  /** Writes over what is there, as an edit. */
  edit(path: string, text: string): void;
  text(path: string): string;
  move(from: string, to: string): void;
  drop(path: string): void;
}

export interface OpenFilesOptions {
  readonly requests: Pick<FileRequests, 'open' | 'save'>;
  /** Loads what it takes to edit. */
  readonly buffers: () => Promise<Buffers>;
  readonly draftOf: (path: string) => Draft | undefined;
  readonly onSay: (text: string) => void;
}

const UNOPENED: Omit<OpenFile, 'path'> = {
  content: { kind: 'opening' },
  isEdited: false,
  isSaving: false,
  conflict: undefined,
  trouble: undefined,
};

/** The files that are open in the editor: read, saved, and kept in step with what the shell does to them. */
export class OpenFiles {
  readonly state: Store<OpenFilesState> = createStore<OpenFilesState>({ files: [], active: undefined });
  readonly #options: OpenFilesOptions;
  /** What was heard of a file while it was being saved: the save itself, or another's. */
  readonly #unheard = new Map<string, string | null>();
  #buffers: Buffers | undefined;

  constructor(options: OpenFilesOptions) {
    this.#options = options;
  }

  get(path: string): OpenFile | undefined {
    return this.state.get().files.find((file) => file.path === path);
  }

  /** Shows it, and reads it where it is not open yet. `isQuiet`: one that can't be read is left out. */
  async open(path: string, isQuiet = false): Promise<void> {
    const { files, active } = this.state.get();
    if (!this.get(path)) {
      if (files.length >= MAX_OPEN_FILES) {
        return this.#options.onSay(`${MAX_OPEN_FILES} files are open, which is the most. Close one first.`);
      }
      this.state.set({ files: [...files, { ...UNOPENED, path }] });
    }
    if (!isQuiet || active === undefined) this.state.set({ active: path });
    const { kind } = this.get(path)?.content ?? {};
    if (kind === 'text' || (kind === 'opening' && files.some((file) => file.path === path))) return;
    await this.#read(path, isQuiet);
  }

  show(path: string): void {
    if (this.get(path)) this.state.set({ active: path });
  }

  /** Closes it without saving. */
  close(path: string): void {
    const { files, active } = this.state.get();
    const at = files.findIndex((file) => file.path === path);
    if (at === -1) return;
    const left = files.filter((file) => file.path !== path);
    const next = active === path ? (left[at] ?? left.at(-1))?.path : active;
    this.state.set({ files: left, active: next });
    this.#buffers?.drop(path);
    this.#unheard.delete(path);
  }

  /** The learner wrote something. */
  noteEdited(path: string, isEdited: boolean): void {
    if (this.get(path)?.isEdited !== isEdited) this.#change(path, { isEdited });
  }

  /** Writes it, unless something else has changed it since. */
  async save(path: string): Promise<void> {
    const file = this.get(path);
    if (file?.content.kind !== 'text' || file.conflict !== undefined) return;
    await this.#write(path, { etag: file.content.etag });
  }

  /** The learner has seen what the file is now, and wants theirs. */
  async keepMine(path: string): Promise<void> {
    const conflict = this.get(path)?.conflict;
    if (conflict === undefined) return;
    if (conflict === null) return this.#write(path, 'nothing');
    await this.#write(path, conflict.kind === 'text' ? { etag: conflict.etag } : 'anything');
  }

  /** The learner has seen what the file is now, and wants that. */
  takeTheirs(path: string): void {
    const conflict = this.get(path)?.conflict;
    if (conflict === undefined) return;
    if (conflict === null) return this.close(path);
    this.#put(path, conflict, true);
  }

  /** Where a file or a folder was moved from a page, what is open of it goes along. */
  moved(from: string, to: string): void {
    const { files, active } = this.state.get();
    for (const { path } of files) if (isWithin(path, from)) this.#buffers?.move(path, movedPath(path, from, to));
    this.state.set({
      files: files.map((file) => ({ ...file, path: movedPath(file.path, from, to) })),
      active: active === undefined ? undefined : movedPath(active, from, to),
    });
  }

  /** Where one was removed from a page, nobody is asked whether its text is meant. */
  removed(path: string): void {
    for (const file of this.state.get().files) if (isWithin(file.path, path)) this.close(file.path);
  }

  /** What the server has seen of the files. */
  hear(stamps: readonly FileStamp[]): void {
    for (const { path, stamp } of stamps) {
      const file = this.get(path);
      if (!file) continue;
      if (file.isSaving) this.#unheard.set(path, stamp);
      else if (isOther(file, stamp)) void this.#catchUp(path);
    }
  }

  /** What was written and not saved. */
  drafts(): readonly Draft[] {
    return this.state.get().files.flatMap(({ path, content, isEdited }) => {
      if (!isEdited || content.kind !== 'text' || !this.#buffers) return [];
      return [{ path, text: this.#buffers.text(path), etag: content.etag }];
    });
  }

  async #read(path: string, isQuiet: boolean): Promise<void> {
    const { requests, buffers } = this.#options;
    this.#change(path, { content: { kind: 'opening' } });
    const [asked, loaded] = await Promise.all([requests.open(path), buffers().catch(() => undefined)]);
    if (!this.get(path)) return;
    this.#buffers = loaded ?? this.#buffers;
    const draft = this.#options.draftOf(path);
    if (asked.kind === 'refused') {
      if (isQuiet && asked.isGone && !draft) return this.close(path);
      if (draft && asked.isGone && loaded) return this.#restore(path, draft, null);
      return this.#change(path, { content: { kind: 'failed', message: asked.message } });
    }
    if (!loaded) {
      const message = 'The editor could not be loaded. Check your network, then try again.';
      return this.#change(path, { content: { kind: 'failed', message } });
    }
    if (draft) this.#restore(path, draft, asked.view);
    else this.#put(path, asked.view);
  }

  /** Brings back what was written at an earlier visit, beside what the file is now. */
  #restore(path: string, draft: Draft, current: OpenedFile | null): void {
    const isWritable = current?.kind !== 'text' || current.isWritable;
    const isSame = current?.kind === 'text' && current.etag === draft.etag;
    this.#change(path, { content: { kind: 'text', etag: draft.etag, isWritable } });
    this.#buffers?.put(path, current?.kind === 'text' ? current.text : '', isWritable, false);
    this.#buffers?.edit(path, draft.text);
    this.#options.onSay(`What you had written into ${nameOf(path)} is back. It is not saved yet.`);
    if (current?.kind === 'text' && current.text === draft.text) this.#put(path, current);
    else if (!isSame) this.#change(path, { conflict: current });
  }

  #put(path: string, view: OpenedFile, isUndoable = false): void {
    const settled = { isEdited: false, conflict: undefined, trouble: undefined };
    if (view.kind !== 'text') {
      this.#buffers?.drop(path);
      const content = { kind: 'unopenable', reason: view.kind, sizeBytes: view.sizeBytes } as const;
      return this.#change(path, { ...settled, content });
    }
    const { etag, isWritable } = view;
    this.#change(path, { ...settled, content: { kind: 'text', etag, isWritable } });
    this.#buffers?.put(path, view.text, isWritable, isUndoable);
  }

  async #write(path: string, replaces: Replaces): Promise<void> {
    const before = this.get(path);
    if (!before || before.isSaving || before.content.kind !== 'text' || !this.#buffers) return;
    const text = this.#buffers.text(path);
    if (new TextEncoder().encode(text).length > MAX_EDITED_BYTES) {
      const trouble = `${nameOf(path)} has become more than ${MAX_EDITED_BYTES / 1024} KiB, which this editor could not open again. Save less of it, or work on it in the terminal.`;
      this.#options.onSay(trouble);
      return this.#change(path, { trouble });
    }
    this.#change(path, { isSaving: true, trouble: undefined });
    const result = await this.#options.requests.save(path, text, replaces);
    const file = this.get(path);
    if (file?.content.kind !== 'text') return;
    this.#change(path, { isSaving: false });
    if (result.kind === 'done') {
      this.#change(path, { content: { ...file.content, etag: result.etag }, conflict: undefined });
      this.#buffers.settle(path, text);
      this.#options.onSay(`${nameOf(path)} is saved.`);
    } else if (result.kind === 'conflict') {
      this.#meet(path, result.current);
    } else {
      this.#change(path, { trouble: result.message });
      this.#options.onSay(result.message);
    }
    const heard = this.#unheard.get(path);
    this.#unheard.delete(path);
    const now = this.get(path);
    if (heard !== undefined && now && isOther(now, heard)) void this.#catchUp(path);
  }

  /** Something else changed the file: reads it. */
  async #catchUp(path: string): Promise<void> {
    const asked = await this.#options.requests.open(path);
    const file = this.get(path);
    if (!file || file.isSaving) return;
    if (asked.kind === 'refused' && !asked.isGone) return this.#change(path, { trouble: asked.message });
    this.#meet(path, asked.kind === 'refused' ? null : asked.view);
  }

  /** What the file is now, and what is in the editor. */
  #meet(path: string, current: OpenedFile | null): void {
    const file = this.get(path);
    if (!file) return;
    if (file.content.kind !== 'text') {
      if (current) this.#put(path, current);
      return;
    }
    if (current?.kind === 'text') {
      if (current.etag === file.content.etag) return this.#change(path, { conflict: undefined });
      // Both mean the same.
      if (current.text === this.#buffers?.text(path)) return this.#put(path, current);
      if (!file.isEdited) {
        this.#put(path, current);
        return this.#options.onSay(`${nameOf(path)} was changed outside of the editor, and is read again.`);
      }
    } else if (current && !file.isEdited) {
      return this.#put(path, current);
    }
    this.#change(path, { conflict: current });
    const what = current === null ? 'removed' : 'changed';
    this.#options.onSay(`${nameOf(path)} was ${what} outside of the editor. Choose which of the two you keep.`);
  }

  #change(path: string, change: Partial<OpenFile>): void {
    const { files } = this.state.get();
    this.state.set({ files: files.map((file) => (file.path === path ? { ...file, ...change } : file)) });
  }
}

/** Whether a file is another than the one that is known. */
function isOther({ content, conflict }: OpenFile, stamp: string | null): boolean {
  if (content.kind === 'opening') return false;
  if (conflict === null) return stamp !== null;
  if (conflict?.kind === 'text') return stamp !== conflict.etag;
  return content.kind !== 'text' || stamp !== content.etag;
}
